import { Dialog } from "#app/components/dialog.tsx";
import { Kbd } from "#app/components/kbd.tsx";
import type { Shortcut } from "#app/components/shortcuts.tsx";
import { Switch } from "#app/components/switch.tsx";

export interface ShortcutsDialogProps {
  shortcuts: readonly Shortcut[];
  isOn: boolean;
  onTurn: (on: boolean) => void;
  onClose: () => void;
}

export function ShortcutsDialog({ shortcuts, isOn, onTurn, onClose }: ShortcutsDialogProps) {
  const all = [...shortcuts, { keys: "?", label: "Show this list" }];
  return (
    <Dialog title="Keyboard shortcuts" size="small" isOpen onOpenChange={onClose}>
      <dl className="divide-y divide-line">
        {all.map((shortcut) => (
          <div key={shortcut.keys} className="flex items-center justify-between gap-4 py-2">
            <dt>{shortcut.label}</dt>
            <dd className="flex items-center gap-1.5 text-sm text-ink-muted">
              {shortcut.keys.split(" ").map((key, index) => (
                <span key={key} className="flex items-center gap-1.5">
                  {index > 0 ? "then" : null}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        name="shortcuts"
        label="Use keyboard shortcuts"
        hint="Kept on this device."
        checked={isOn}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
