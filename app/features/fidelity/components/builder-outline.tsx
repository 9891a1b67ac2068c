import { GripVertical, ListPlus, Plus, TriangleAlert } from "lucide-react";
import { type DragEvent, type KeyboardEvent, type MouseEvent, memo, useState } from "react";
import { Button } from "#app/components/button.tsx";
import type { ItemPlace } from "../draft-edits.rules.ts";
import type { Finding, Place } from "../draft-findings.rules.ts";
import type { DraftDefinition } from "../instrument-draft.schema.ts";

export type PartName = Place["part"];

interface OutlineActs {
  onOpen: (part: PartName) => void;
  onMove: (part: PartName, step: 1 | -1) => void;
}

/**
 * Every part of a draft in its order. An item or section moves by Alt with an arrow key; the pointer drags an item to
 * its place.
 */
export function BuilderOutline({
  draft,
  part,
  findings,
  onAddItem,
  onAddSection,
  onPlace,
  ...acts
}: OutlineActs & {
  draft: DraftDefinition;
  part: PartName;
  findings: readonly Finding[];
  onAddItem: (sectionId: string) => void;
  onAddSection: () => void;
  onPlace: (itemId: string, place: ItemPlace) => void;
}) {
  const drag = useItemDrag(onPlace);
  const errors = countBy(findings.filter(({ level }) => level === "error"));
  const warnings = countBy(findings.filter(({ level }) => level === "warning"));
  const entry = (name: PartName, label: string, number = "") => (
    <OutlineEntry
      part={name}
      label={label}
      number={number}
      isCurrent={part === name}
      errors={errors.get(name) ?? 0}
      warnings={warnings.get(name) ?? 0}
      {...acts}
    />
  );
  return (
    <nav aria-label="Parts of the instrument">
      <ul className="grid">
        <li>{entry("about", "About the instrument")}</li>
        <li>{entry("scoring", "Score and bands")}</li>
        {draft.sections.map((section, place) => (
          <li key={section.id} className="mt-3 border-t border-line pt-2">
            <div
              className="font-semibold"
              {...drag.target({
                sectionId: section.id,
                before: draft.items.find(({ sectionId }) => sectionId === section.id)?.id ?? null,
              })}
            >
              {entry(`section:${section.id}`, section.title || "Section without a title", `${place + 1}.`)}
            </div>
            <ol>
              {draft.items.map((item, index) =>
                item.sectionId === section.id ? (
                  <li
                    key={item.id}
                    draggable
                    {...drag.source(item.id)}
                    {...drag.target(
                      { sectionId: section.id, before: item.id },
                      { sectionId: section.id, before: nextIn(section.id, draft.items[index + 1]) },
                    )}
                    className={`group relative cursor-grab ${drag.mark({ sectionId: section.id, before: item.id })}`}
                  >
                    {entry(`item:${item.id}`, item.label || "Item without words yet", String(index + 1))}
                  </li>
                ) : null,
              )}
            </ol>
            <div
              className={`relative ${drag.mark({ sectionId: section.id, before: null })}`}
              {...drag.target({ sectionId: section.id, before: null })}
            >
              <Button
                type="button"
                variant="quiet"
                size="small"
                icon={Plus}
                onClick={() => onAddItem(section.id)}
                aria-label={`Add an item to section ${place + 1}`}
              >
                Add an item
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className="mt-3 border-t border-line pt-3">
        <Button type="button" variant="secondary" size="small" icon={ListPlus} onClick={onAddSection}>
          Add a section
        </Button>
      </div>
      <p className="mt-3 text-sm text-ink-muted pointer-coarse:hidden">
        An item can be dragged to its place. Alt with ↑ or ↓ moves the item or section that has the focus.
      </p>
    </nav>
  );
}

const nextIn = (sectionId: string, next: { id: string; sectionId: string } | undefined) =>
  next?.sectionId === sectionId ? next.id : null;

/** Dragging an item by the pointer: what is dragged, what it can be dropped on, and the line where it would land. */
function useItemDrag(onPlace: (itemId: string, place: ItemPlace) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [landing, setLanding] = useState<ItemPlace | null>(null);
  const isLanding = ({ sectionId, before }: ItemPlace) =>
    landing?.sectionId === sectionId && landing.before === before;
  function end() {
    setDragged(null);
    setLanding(null);
  }
  return {
    source: (itemId: string) => ({
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", itemId);
        setDragged(itemId);
      },
      onDragEnd: end,
    }),
    /** The upper half of it is one place, the lower half another where one is given. */
    target: (upper: ItemPlace, lower = upper) => ({
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const place = event.clientY < top + height / 2 ? upper : lower;
        if (!isLanding(place)) setLanding(place);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== null && landing) onPlace(dragged, landing);
        end();
      },
    }),
    mark: (place: ItemPlace) =>
      isLanding(place)
        ? "before:absolute before:inset-x-0 before:-top-px before:h-0.5 before:rounded-full before:bg-accent"
        : "",
  };
}

export const entryId = (part: PartName) => `part-${part}`;
export const hrefOf = (part: PartName) => `?part=${encodeURIComponent(part)}`;

const STEPS: Record<string, 1 | -1> = { ArrowUp: -1, ArrowDown: 1 };

const OutlineEntry = memo(function OutlineEntry({
  part,
  label,
  number,
  isCurrent,
  errors,
  warnings,
  onOpen,
  onMove,
}: OutlineActs & {
  part: PartName;
  label: string;
  number: string;
  isCurrent: boolean;
  errors: number;
  warnings: number;
}) {
  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(part);
  }
  function move(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (!event.altKey || !step || !part.includes(":")) return;
    event.preventDefault();
    onMove(part, step);
  }
  return (
    <a
      id={entryId(part)}
      href={hrefOf(part)}
      onClick={open}
      onKeyDown={move}
      draggable={false}
      aria-current={isCurrent ? "true" : undefined}
      className="flex min-h-9 items-baseline gap-2 rounded-control px-2 py-1.5 text-[0.9375rem] leading-snug hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent pointer-coarse:min-h-11 pointer-coarse:py-2.5"
    >
      {number ? <span className="shrink-0 text-ink-muted tabular-nums">{number}</span> : null}
      <span className="line-clamp-2 min-w-0 grow wrap-anywhere">{label}</span>
      {errors + warnings > 0 ? (
        <span
          className={`inline-flex shrink-0 items-center gap-1 text-sm font-normal tabular-nums ${errors > 0 ? "text-critical" : "text-caution"}`}
        >
          <TriangleAlert aria-hidden="true" className="size-4" />
          <span aria-hidden="true">{errors + warnings}</span>
          <span className="sr-only">{errors > 0 ? `${errors} to mend` : `${warnings} to look at`}</span>
        </span>
      ) : null}
      {part.startsWith("item:") ? (
        <GripVertical
          aria-hidden="true"
          className="size-4 shrink-0 self-center text-ink-muted opacity-0 group-hover:opacity-100 pointer-coarse:hidden"
        />
      ) : null}
    </a>
  );
});

function countBy(findings: readonly Finding[]): Map<PartName, number> {
  const counts = new Map<PartName, number>();
  for (const { place } of findings) counts.set(place.part, (counts.get(place.part) ?? 0) + 1);
  return counts;
}

/** Everything that is said of a draft, each with a link to its place. */
export function FindingsList({
  findings,
  onOpen,
}: {
  findings: readonly Finding[];
  onOpen: (part: PartName, field: string) => void;
}) {
  const errors = findings.filter(({ level }) => level === "error");
  const warnings = findings.filter(({ level }) => level === "warning");
  return (
    <section aria-labelledby="findings-title" className="mb-5 rounded-card border border-line bg-surface p-4">
      <h2 id="findings-title" className="font-semibold">
        What is left to do
      </h2>
      <p role="status" className="text-sm text-ink-muted">
        {errors.length > 0
          ? `${errors.length} ${errors.length === 1 ? "thing keeps" : "things keep"} it from being published.`
          : warnings.length > 0
            ? `It can be published. ${warnings.length} ${warnings.length === 1 ? "thing" : "things"} to look at first.`
            : "Nothing: it can be published."}
      </p>
      <ul className="mt-2 grid max-h-60 gap-2 overflow-y-auto text-sm">
        {findings.map(({ level, place, where, message }) => (
          <li key={`${place.part} ${place.field} ${message}`} className="flex gap-1.5">
            <TriangleAlert
              aria-hidden="true"
              className={`mt-0.5 size-4 shrink-0 ${level === "error" ? "text-critical" : "text-caution"}`}
            />
            <span className="min-w-0 wrap-anywhere">
              <a
                href={hrefOf(place.part)}
                onClick={(event) => {
                  event.preventDefault();
                  onOpen(place.part, place.field);
                }}
                className="link"
              >
                {where}
              </a>
              : {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
