import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { Dialog, DialogActions } from "#app/components/dialog.tsx";
import { showToast } from "#app/components/toast.tsx";
import { copyOfLog } from "../offline/copy-of-log.ts";
import type { OutboxItem } from "../offline/outbox.client.ts";

/** The question before a finished log is thrown away. */
export function AskDiscard({
  item,
  onStay,
  onDiscard,
}: {
  item: OutboxItem;
  onStay: () => void;
  onDiscard: () => void;
}) {
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="small"
      title={`Discard the finished log of ${item.personName}?`}
      onOpenChange={onStay}
    >
      <p>It is on this device alone. Discarded, it reaches nobody, and the session counts as not logged.</p>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onStay}>
          Keep it
        </Button>
        <Button type="button" variant="danger" onClick={onDiscard}>
          Discard the log
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Says what a file with the log in it means, before there is one. */
export function AskCopy({ item, onClose }: { item: OutboxItem; onClose: () => void }) {
  const hasNote = item.entries.some(([name, value]) => name === "privateNote" && value.trim() !== "");
  const [withNote, setWithNote] = useState(false);
  function keep() {
    const { name, text } = copyOfLog(item, { withNote });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    showToast({ message: `${name} is in your downloads`, tone: "info" });
    onClose();
  }
  return (
    <Dialog isOpen size="small" title={`Keep a copy of the log of ${item.personName}`} onOpenChange={onClose}>
      <p>
        The file is not protected: anybody who opens it can read it
        {hasNote ? ", your private note included if you add it" : ""}. It is for reading and typing off; it
        cannot be loaded back. The log stays on this device.
      </p>
      {hasNote ? (
        <Checkbox
          name="withNote"
          label="Add my private note to the file"
          checked={withNote}
          onChange={(event) => setWithNote(event.currentTarget.checked)}
        />
      ) : null}
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onClose}>
          No copy
        </Button>
        <Button type="button" onClick={keep}>
          Save the file
        </Button>
      </DialogActions>
    </Dialog>
  );
}
