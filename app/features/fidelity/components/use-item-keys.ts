import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useCallback, useEffect } from "react";

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const CONTROL = "input[type=radio]:checked, input[type=radio], input:not([type=hidden]), textarea";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=radio]), textarea, select, button, summary, [role=dialog]") !== null
  );
}

/** Whether something is chosen or everything typed. */
function isFilled(item: HTMLElement): boolean {
  if (item.querySelector("input:checked")) return true;
  const typed = [...item.querySelectorAll<HTMLInputElement>("input[inputmode=numeric]")];
  return typed.length > 0 && typed.every(({ value }) => value !== "");
}

/**
 * Moves between the items of a form by arrow keys or J and K, from anywhere on the page; C opens the item's comment.
 * The keys that choose a value belong to the item itself.
 * @returns the handler for keys pressed inside the form
 */
export function useItemKeys(form: RefObject<HTMLFormElement>) {
  const move = useCallback(
    (from: Element | null, step: 1 | -1): boolean => {
      const items = [...(form.current?.querySelectorAll<HTMLElement>("[data-stop]") ?? [])].filter(
        (item) => item.offsetParent !== null,
      );
      const here = from ? items.findIndex((item) => item.contains(from)) : -1;
      const unanswered = items.findIndex((item) => !isFilled(item));
      const next = here >= 0 ? here + step : Math.max(0, unanswered);
      const item = items[next];
      if (!item) return false;
      const checked = item.querySelector<HTMLElement>("input[type=radio]:checked");
      (checked ?? item.querySelector<HTMLElement>(CONTROL))?.focus();
      item.scrollIntoView({ block: "center" });
      return true;
    },
    [form],
  );

  useEffect(() => {
    function press(event: KeyboardEvent) {
      const step = STEPS[event.key];
      const isFree = document.activeElement === null || !form.current?.contains(document.activeElement);
      if (!step || !isFree || event.defaultPrevented || isTyping(event.target)) return;
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (move(null, step)) event.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [form, move]);

  return (event: ReactKeyboardEvent<HTMLFormElement>) => {
    const { key, target } = event;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (key === "Enter" && target instanceof HTMLInputElement) {
      event.preventDefault();
      return;
    }
    if (isTyping(target) || !(target instanceof Element)) return;
    const step = STEPS[key];
    if (step) {
      event.preventDefault();
      move(target, step);
    } else if (key === "c") {
      const details = target.closest("[data-item]")?.querySelector("details[data-comment]");
      event.preventDefault();
      if (details instanceof HTMLDetailsElement) {
        details.open = true;
        details.querySelector("textarea")?.focus();
      }
    } else if (key.length === 1 && key !== " " && key !== "?") {
      // A key of the item, not a shortcut of the page.
      event.preventDefault();
    }
  };
}
