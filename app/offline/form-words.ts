import type { KeptFields } from "./word-store.client.ts";

/** Tells an open form that its words were removed on purpose, so that it does not keep them again on leaving. */
export const WORDS_FORGOTTEN = "throughline:words-forgotten";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isChoice = (control: Control): control is HTMLInputElement =>
  control.type === "checkbox" || control.type === "radio";

/** What a person fills in; not what the page carries along. */
function controlsOf(form: HTMLElement): Control[] {
  const found = form.querySelectorAll<Control>("input[name], textarea[name], select[name]");
  return [...found].filter(({ type }) => !["hidden", "file", "password", "submit"].includes(type));
}

/** What stands in the fields, under each name what would be posted. */
export function fieldsOf(form: HTMLElement): KeptFields {
  const fields: KeptFields = {};
  for (const control of controlsOf(form)) {
    const values = fields[control.name] ?? [];
    fields[control.name] = values;
    if (!isChoice(control) || control.checked) values.push(control.value);
  }
  return fields;
}

export function isSameWords(a: KeptFields, b: KeptFields): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (name) => (a[name] ?? []).join("\n") === (b[name] ?? []).join("\n"),
  );
}

/** Fills the fields as if it were typed, and opens what was folded over them. A field that is gone is left out. */
export function putBack(form: HTMLElement, kept: KeptFields): void {
  const next = new Map<string, number>();
  for (const control of controlsOf(form)) {
    const values = kept[control.name];
    if (!values) continue;
    if (isChoice(control)) {
      if (control.checked !== values.includes(control.value)) control.click();
      continue;
    }
    const index = next.get(control.name) ?? 0;
    next.set(control.name, index + 1);
    const value = values[index] ?? "";
    if (control.value === value) continue;
    setValue(control, value);
    for (let fold = control.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null)
      fold.open = true;
  }
}

/** React takes note of a value only when it is set past its own setter. */
function setValue(control: Control, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, value);
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}
