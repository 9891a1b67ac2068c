import { useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";

const QUIET_MS = 300;

/** Says that a page is on its way once it takes longer than a blink. */
export function NavigationProgress() {
  const busy = useNavigation().state !== "idle";
  const [slow, setSlow] = useState(false);

  useEffect(() => {
    if (!busy) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [busy]);

  return (
    <>
      <div role="status" className="sr-only">
        {slow ? "Loading" : ""}
      </div>
      {slow ? (
        <div aria-hidden="true" className="fixed inset-x-0 top-0 z-50 h-1 overflow-hidden bg-accent-soft">
          <div className="h-full w-1/3 animate-nav-progress bg-accent motion-reduce:w-full" />
        </div>
      ) : null}
    </>
  );
}
