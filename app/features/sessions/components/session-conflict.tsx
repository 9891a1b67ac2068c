import { Callout } from "#app/components/callout.tsx";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";
import { FIELD_LABELS, type Words, wordOf } from "./field-words.ts";

/** The two texts of one record side by side, where they differ. Saving again keeps what stands in the form. */
export function SessionConflict({
  page,
  mine,
  stored,
}: {
  page: SessionFormPage;
  mine: FormValues;
  stored: FormValues;
}) {
  const labels: Words = Object.fromEntries([
    ...page.functions.map(({ id, label }) => [id, label]),
    ...[page.person, page.coach, ...page.others, ...page.companions].map(({ id, name }) => [id, name]),
  ]);
  const read = (name: string, values: FormValues) =>
    (isFilledIn(name, values) ? (values[name] ?? []) : [])
      .filter(Boolean)
      .map((value) => wordOf(fieldOf(name), value, labels))
      .sort()
      .join(", ");
  const differing = [...new Set([...Object.keys(mine), ...Object.keys(stored)])]
    .map((name) => ({
      name,
      label: labelOf(name, page),
      mine: read(name, mine),
      stored: read(name, stored),
    }))
    .filter((field) => field.mine !== field.stored && field.label);
  return (
    <Callout tone="caution" title="Two versions of this record" announce>
      <p>Your changes are still in the form below. Saving again puts them in place of the stored version.</p>
      <dl className="mt-3 grid gap-3">
        {differing.map((field) => (
          <div key={field.name} className="grid gap-1 sm:grid-cols-[9rem_1fr_1fr] sm:gap-3">
            <dt className="font-medium">{field.label}</dt>
            <dd>
              <span className="block text-sm text-ink-muted">Stored now</span>
              {field.stored || "nothing"}
            </dd>
            <dd>
              <span className="block text-sm text-ink-muted">Yours</span>
              {field.mine || "nothing"}
            </dd>
          </div>
        ))}
      </dl>
    </Callout>
  );
}

/** `progress.<id>` and `alsoThere[0].role` are fields of `progress` and `alsoThere`. */
const fieldOf = (name: string) => name.split(/[.[]/)[0] ?? name;

/** What only stands in a row that was left alone says nothing, and neither does the attendance of somebody who was not there. */
function isFilledIn(name: string, values: FormValues): boolean {
  const [row, id = ""] = name.split(".");
  if (name.startsWith("steps[")) return Boolean(values[`${row}.what`]?.[0]);
  if (name.startsWith("alsoThere[")) return Boolean(values[`${row}.personId`]?.[0]);
  if (row === "attendance" || row === "attendeeMinutes") return values.attendeeIds?.includes(id) ?? false;
  return true;
}

const STEP_PARTS: Words = {
  what: "New action step",
  ownerId: "New action step, who",
  dueOn: "New action step, by when",
  supportNeeded: "New action step, support needed",
};

/** What a field of the form is called; nothing for those that only carry an id. */
function labelOf(name: string, page: SessionFormPage): string | undefined {
  const field = fieldOf(name);
  const id = name.split(".")[1] ?? "";
  const label = FIELD_LABELS[field];
  if (field === "steps") return STEP_PARTS[id];
  const about = (words?: string, personId?: string) => {
    const other = page.others.find((each) => each.id === personId);
    return `${label}${other ? `, ${other.name}` : ""}: ${words ?? "another one"}`;
  };
  if (field === "progress" || field === "selfScale") {
    const goal = page.goals.find((each) => each.id === id);
    return about(goal?.title, goal?.personId);
  }
  if (field === "reviews" || field === "dropReasons") {
    const step = page.openSteps.find((each) => each.id === id);
    return about(step?.what, step?.personId);
  }
  if (field === "attendance" || field === "attendeeMinutes") {
    const people = [page.person, ...page.others];
    return `${label}: ${people.find((person) => person.id === id)?.name ?? "another person"}`;
  }
  return label;
}
