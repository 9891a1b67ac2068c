import { Form, useSubmit } from "@remix-run/react";
import { LogOut } from "lucide-react";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";

// why: dialog and draft store are fetched with the press, so that no page carries them
const UnsentDrafts = lazy(() =>
  import("./unsent-drafts.tsx").then(({ UnsentDrafts }) => ({ default: UnsentDrafts })),
);

/** Signs out; asks first when logs on this device would be lost. Without JavaScript it is a plain form. */
export function SignOutForm({ accountId }: { accountId: string }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit();
  const [unsent, setUnsent] = useState(0);

  async function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const count = await import("#app/features/sessions/offline/draft-store.client.ts")
      .then(({ countDrafts }) => countDrafts(accountId))
      // A browser that keeps nothing, or no connection for the code: there is nothing to ask about.
      .catch(() => 0);
    if (count > 0) setUnsent(count);
    else submit(form.current);
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
      {unsent > 0 ? (
        <Suspense>
          <UnsentDrafts
            accountId={accountId}
            count={unsent}
            onStay={() => setUnsent(0)}
            onDeleted={() => submit(form.current)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
