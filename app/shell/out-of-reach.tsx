import { useEffect } from "react";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";

/** A page that could not be fetched: the service worker answers its address with what works without a connection. */
export function OutOfReach() {
  useEffect(() => {
    if (navigator.serviceWorker?.controller) window.location.reload();
  }, []);
  return (
    <>
      <PageHeader title="No connection" />
      <Callout
        tone="caution"
        title="This page could not be fetched"
        actions={
          <Button type="button" variant="secondary" onClick={() => window.location.reload()}>
            Try again
          </Button>
        }
      >
        What you typed is kept on this device. Try again when there is a connection.
      </Callout>
    </>
  );
}
