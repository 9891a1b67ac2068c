import { Form, useSubmit } from "@remix-run/react";
import { LogOut } from "lucide-react";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import type { Unsent } from "./leave-device.client.ts";

// why: dialog and draft store are fetched with the press, so that no page carries them
const UnsentDrafts = lazy(() =>
  import("./unsent-drafts.tsx").then(({ UnsentDrafts }) => ({ default: UnsentDrafts })),
);

const NOTHING: Unsent = { logs: 0, answers: 0, texts: 0, waiting: 0 };
const countOf = ({ logs, answers, texts }: Unsent) => logs + answers + texts;

/** Signs out; asks first when logs or answers on this device would be lost. Without JavaScript it is a plain form. */
export function SignOutForm({ accountId }: { accountId: string }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit();
  const [unsent, setUnsent] = useState<Unsent>(NOTHING);

  async function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const found = await import("./leave-device.client.ts")
      .then(({ countUnsent }) => countUnsent(accountId))
      // A browser that keeps nothing, or no connection for the code: there is nothing to ask about.
      .catch(() => NOTHING);
    if (countOf(found) > 0) setUnsent(found);
    else await leave();
  }

  /** What this device keeps of the account can be opened by nobody from here on. */
  async function leave() {
    await import("./leave-device.client.ts")
      .then(({ leaveDevice }) => leaveDevice(accountId))
      .catch(() => {});
    submit(form.current);
  }

  return (
    <>
      <Form ref={form} method="post" action="/sign-out" onSubmit={ask} className="border-t border-line pt-2">
        <button
          type="submit"
          className="flex min-h-11 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken"
        >
          <LogOut aria-hidden="true" className="size-4" />
          Sign out
        </button>
      </Form>
      {countOf(unsent) > 0 ? (
        <Suspense>
          <UnsentDrafts unsent={unsent} onStay={() => setUnsent(NOTHING)} onLeave={leave} />
        </Suspense>
      ) : null}
    </>
  );
}
