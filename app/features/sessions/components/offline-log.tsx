import { PageHeader } from "#app/components/page-header.tsx";
import type { SessionFormPage } from "../session-form.types.ts";
import { type FormAnswer, SessionForm } from "./session-form.tsx";

/** The same form as with a connection; Save keeps the log on this device until the server has it. */
export function OfflineLog({ form, answer }: { form: SessionFormPage; answer?: FormAnswer }) {
  return (
    <>
      <PageHeader
        title={form.person.name}
        breadcrumb={[{ label: "My people", to: "/offline" }]}
        intro={form.purpose === "plan" ? "Plan the next session." : "Log a session."}
      />
      <SessionForm key={form.person.id} page={form} answer={answer} back="/offline" />
    </>
  );
}
