import { Button, ButtonLink } from "#app/components/button.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";
import type { Unsent } from "./leave-device.client.ts";

const listOf = (what: readonly string[]) => new Intl.ListFormat("en-US").format(what);

/** The question before signing out on a device that keeps words which the server does not have. */
export function UnsentDrafts({
  unsent: { logs, answers, texts, waiting },
  onStay,
  onLeave,
}: {
  unsent: Unsent;
  onStay: () => void;
  onLeave: () => void;
}) {
  const what = [
    logs > 0 ? (logs === 1 ? "1 unsent log" : `${logs} unsent logs`) : "",
    answers > 0 ? (answers === 1 ? "1 unsent answer" : `${answers} unsent answers`) : "",
    texts > 0 ? (texts === 1 ? "1 unsaved text" : `${texts} unsaved texts`) : "",
  ].filter(Boolean);
  const [are, them] = logs + answers + texts === 1 ? ["is", "it"] : ["are", "them"];
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="small"
      title={`${listOf(what)} ${are} on this device`}
      onOpenChange={onStay}
    >
      <p>Nobody else has {them}. Stay to finish and send, or sign out and lose what was typed.</p>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onStay}>
          Stay
        </Button>
        {waiting > 0 ? (
          <ButtonLink to="/offline/waiting" variant="secondary" reloadDocument>
            See what waits
          </ButtonLink>
        ) : null}
        <Button type="button" variant="danger" onClick={onLeave}>
          Sign out and delete {them}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
