import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";

/** What every part of the log form is given. */
export interface FormPartProps {
  page: SessionFormPage;
  values: FormValues;
  /** What stands in the form at this moment. */
  current: FormValues;
  errors: Readonly<Record<string, string[]>>;
}

/** Who is coached in it, as the form stands: coachees alone. */
export function peopleThere({ page, current }: Pick<FormPartProps, "page" | "current">) {
  return [page.person, ...page.others.filter(({ id }) => current.attendeeIds?.includes(id))];
}

/** Whom a log is of when it is opened, by name. */
export function titleOf(page: SessionFormPage): string {
  return peopleThere({ page, current: page.values })
    .map(({ name }) => name)
    .join(", ");
}

/** Names that a text of the log may hold: theirs and the coach's. */
export function knownNames({ page, current }: Pick<FormPartProps, "page" | "current">): string[] {
  return [...peopleThere({ page, current }), page.coach].map(({ name }) => name);
}

/**
 * What the form asks of each person who has something of this kind, as far as they are there. Disabled is not sent, and
 * keeps what was typed until the person is chosen again.
 */
export function OfEachPerson<T extends { personId: string }>({
  page,
  current,
  people,
  items,
  children,
}: Pick<FormPartProps, "page" | "current"> & {
  people: readonly { id: string; name: string }[];
  items: readonly T[];
  /** A legend, and the fields of one person's items. */
  children: (person: { id: string; name: string }, own: readonly T[]) => ReactNode;
}) {
  const there = new Set(peopleThere({ page, current }).map(({ id }) => id));
  return people.map((person) => {
    const own = items.filter(({ personId }) => personId === person.id);
    if (own.length === 0) return null;
    const isThere = there.has(person.id);
    return (
      <fieldset key={person.id} disabled={!isThere} className={isThere ? "grid gap-5" : "hidden"}>
        {children(person, own)}
      </fieldset>
    );
  });
}

/** Whether one of these fields, or one of their kind (`reviews.…`), has a problem. */
export function hasError(errors: FormPartProps["errors"], ...names: string[]): boolean {
  return Object.keys(errors).some((field) =>
    names.some((name) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`)),
  );
}

/** Whether a field is one of these, or of their kind: `reviews.…` is of `reviews`. */
export function isAmong(name: string, fields: readonly string[]): boolean {
  return fields.includes(name) || fields.includes(name.split(/[.[]/)[0] ?? "");
}

/** While the code of some fields is not here yet, the form still holds what belongs to them. */
export function Kept({ values, fields }: { values: FormValues; fields: readonly string[] }) {
  return Object.entries(values)
    .filter(([name]) => isAmong(name, fields))
    .flatMap(([name, each]) =>
      each.map((value) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} readOnly />
      )),
    );
}

export interface FoldProps {
  summary: ReactNode;
  /** Said under the summary while closed and open. */
  hint?: ReactNode;
  open?: boolean;
  children: ReactNode;
}

/** Native folding: what it hides is still part of the form, and it works without JavaScript. */
export function Fold({ summary, hint, open, children }: FoldProps) {
  return (
    <details open={open} className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-12 cursor-pointer items-center gap-3 rounded-card px-4 py-2 hover:bg-sunken">
        <span className="min-w-0 grow">
          <span className="font-medium">{summary}</span>
          {hint ? <span className="block text-sm text-ink-muted">{hint}</span> : null}
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-5 shrink-0 text-ink-muted transition-transform [details[open]>summary>&]:rotate-180"
        />
      </summary>
      <div className="grid gap-5 border-t border-line p-4">{children}</div>
    </details>
  );
}
