import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";

/** Where this device keeps nothing of what was asked for. */
export function NotOnDevice() {
  return (
    <>
      <PageHeader title="This device keeps nothing yet" />
      <Callout tone="caution" title="Open My people or My reviews once while there is a connection">
        From then on this device opens your people and their logs, or your open reviews, without one. What you
        finish meanwhile waits here and is sent by itself.
      </Callout>
    </>
  );
}
