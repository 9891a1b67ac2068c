import { Button } from "#app/components/button.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";
import type { Unsent } from "./leave-device.client.ts";

/** The question before signing out on a device that keeps logs or answers which the server does not have. */
export function UnsentDrafts({
  unsent: { logs, answers },
  onStay,
  onLeave,
}: {
  unsent: Unsent;
  onStay: () => void;
  onLeave: () => void;
}) {
  const what = [
    logs > 0 ? (logs === 1 ? "1 unfinished log" : `${logs} unfinished logs`) : "",
    answers > 0 ? (answers === 1 ? "1 unsent answer" : `${answers} unsent answers`) : "",
  ].filter(Boolean);
  const [are, them] = logs + answers === 1 ? ["is", "it"] : ["are", "them"];
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="small"
      title={`${what.join(" and ")} ${are} on this device`}
      onOpenChange={onStay}
    >
      <p>Nobody else has {them}. Stay to finish and send, or sign out and lose what was typed.</p>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onStay}>
          Stay
        </Button>
        <Button type="button" variant="danger" onClick={onLeave}>
          Sign out and delete {them}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
