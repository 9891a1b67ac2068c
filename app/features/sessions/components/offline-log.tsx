import { PageHeader } from "#app/components/page-header.tsx";
import type { SessionFormPage } from "../session-form.types.ts";
import { titleOf } from "./form-part.tsx";
import { type FormAnswer, SessionForm } from "./session-form.tsx";

const INTRO: Record<SessionFormPage["purpose"], string> = {
  log: "Log a session.",
  plan: "Plan the next session.",
  complete: "Log the session that was planned.",
  edit: "Change the record.",
};

/** The same form as with a connection; Save keeps the log on this device until the server has it. */
export function OfflineLog({ form, answer }: { form: SessionFormPage; answer?: FormAnswer }) {
  return (
    <>
      <PageHeader
        title={titleOf(form)}
        breadcrumb={[{ label: "My people", to: "/offline" }]}
        intro={INTRO[form.purpose]}
      />
      <SessionForm
        key={form.sessionId}
        page={form}
        answer={answer}
        back={form.queued ? "/offline/waiting" : "/offline"}
      />
    </>
  );
}
