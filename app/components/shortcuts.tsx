import { useNavigate } from "@remix-run/react";
import { Keyboard } from "lucide-react";
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import type { ShortcutsDialogProps } from "#app/components/shortcuts-dialog.tsx";

export interface Shortcut {
  /** One key ("n", "/") or two in a row ("g p"). */
  keys: string;
  label: string;
  /** Goes to a page … */
  to?: string;
  /** … or presses or focuses the first element that matches. */
  selector?: string;
}

const STORE = "shortcuts";
const SECOND_KEY_MS = 1_200;
// why: without a connection the code may be missing, and a list of keys must not bring the page down
const ShortcutsDialog = lazy<ComponentType<ShortcutsDialogProps>>(() =>
  import("#app/components/shortcuts-dialog.tsx").then(
    (module) => ({ default: module.ShortcutsDialog }),
    () => ({ default: () => null }),
  ),
);

function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        "input:not([type=radio]):not([type=checkbox]), textarea, select, [role=dialog], [role=menu]",
      ) !== null)
  );
}

/** Listens for the shortcuts and shows their list; `?` opens it, and there they can be switched off. */
export function Shortcuts({ shortcuts, className }: { shortcuts: readonly Shortcut[]; className: string }) {
  const navigate = useNavigate();
  const [isOn, setOn] = useState(true);
  const [isOpen, setOpen] = useState(false);

  useEffect(() => setOn(localStorage.getItem(STORE) !== "off"), []);

  useEffect(() => {
    if (!isOn) return;
    let first = "";
    let timer: ReturnType<typeof setTimeout> | undefined;

    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      if (event.key === "?") {
        event.preventDefault();
        setOpen(true);
        return;
      }
      const typed = first ? `${first} ${event.key}` : event.key;
      first = "";
      clearTimeout(timer);
      const found = shortcuts.find((shortcut) => shortcut.keys === typed);
      if (found) {
        event.preventDefault();
        run(found);
      } else if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${event.key} `))) {
        first = event.key;
        timer = setTimeout(() => {
          first = "";
        }, SECOND_KEY_MS);
      }
    }

    function run({ to, selector }: Shortcut) {
      if (to) {
        navigate(to);
        return;
      }
      const target = selector ? document.querySelector<HTMLElement>(selector) : null;
      if (target?.matches("input, textarea, select")) target.focus();
      else target?.click();
    }

    document.addEventListener("keydown", press);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", press);
    };
  }, [isOn, navigate, shortcuts]);

  function turn(on: boolean) {
    setOn(on);
    if (on) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "off");
  }

  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Keyboard aria-hidden="true" className="size-5" />
        <span className="sr-only">Keyboard shortcuts</span>
      </button>
      {isOpen ? (
        <Suspense fallback={null}>
          <ShortcutsDialog shortcuts={shortcuts} isOn={isOn} onTurn={turn} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
