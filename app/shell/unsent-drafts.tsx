import { Button } from "#app/components/button.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";
import { forgetDrafts } from "#app/features/sessions/offline/draft-store.client.ts";

/** The question before signing out on a device that keeps unsent logs. */
export function UnsentDrafts({
  accountId,
  count,
  onStay,
  onDeleted,
}: {
  accountId: string;
  count: number;
  onStay: () => void;
  onDeleted: () => void;
}) {
  const [logs, them] = count === 1 ? ["1 unfinished log is", "it"] : [`${count} unfinished logs are`, "them"];
  async function leave() {
    await forgetDrafts(accountId);
    onDeleted();
  }
  return (
    <Dialog isOpen role="alertdialog" size="small" title={`${logs} on this device`} onOpenChange={onStay}>
      <p>Nobody else has {them}. Stay to finish and save, or sign out and lose what was typed.</p>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onStay}>
          Stay
        </Button>
        <Button type="button" variant="danger" onClick={leave}>
          Sign out and delete {them}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
