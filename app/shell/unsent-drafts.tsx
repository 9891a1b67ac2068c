import { Button } from "#app/components/button.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";

/** The question before signing out on a device that keeps logs which the server does not have. */
export function UnsentDrafts({
  count,
  onStay,
  onLeave,
}: {
  count: number;
  onStay: () => void;
  onLeave: () => void;
}) {
  const [logs, them] = count === 1 ? ["1 unfinished log is", "it"] : [`${count} unfinished logs are`, "them"];
  return (
    <Dialog isOpen role="alertdialog" size="small" title={`${logs} on this device`} onOpenChange={onStay}>
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
