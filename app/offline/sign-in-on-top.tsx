import { useEffect, useRef, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";

/**
 * Stands over a form whose sign-in has ended. Signing in happens in a tab of its own, whatever its steps are; whoever
 * comes back from there saves at once, and the form never left the screen.
 * @param what is kept, with its verb: "log is"
 */
export function SignInOnTop({ onSignedIn, what = "log is" }: { onSignedIn: () => void; what?: string }) {
  const [isOpen, setOpen] = useState(true);
  const [hasLeft, setHasLeft] = useState(false);
  const save = useRef(onSignedIn);
  save.current = onSignedIn;

  useEffect(() => {
    if (!hasLeft) return;
    const back = () => {
      if (document.visibilityState !== "visible") return;
      setOpen(false);
      save.current();
    };
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [hasLeft]);

  return (
    <Dialog
      isOpen={isOpen}
      role="alertdialog"
      size="small"
      title="You were signed out"
      onOpenChange={() => setOpen(false)}
    >
      <p>Your {what} safe on this device. Sign in, come back to this tab, and all is saved.</p>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={() => setOpen(false)}>
          Not now
        </Button>
        {hasLeft ? (
          <Button
            type="button"
            onClick={() => {
              setOpen(false);
              save.current();
            }}
          >
            Save now
          </Button>
        ) : (
          <Button
            type="button"
            onClick={() => {
              window.open("/sign-in?next=%2Foffline%2Fsigned-in", "_blank");
              setHasLeft(true);
            }}
          >
            Sign in
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
