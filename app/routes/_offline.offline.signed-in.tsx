import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";

export const meta = () => [{ title: "Signed in · Throughline" }];

export default function SignedInRoute() {
  return (
    <>
      <PageHeader title="You are signed in" />
      <Callout tone="positive" title="Go back to the tab you worked in">
        What you typed there is saved as soon as you are back. This tab can be closed.
      </Callout>
    </>
  );
}
