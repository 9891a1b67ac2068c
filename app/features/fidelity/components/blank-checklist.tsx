import { PrintSheet } from "#app/components/print-sheet.tsx";
import type { ChecklistItem } from "../assessment.types.ts";
import { conditionInWords } from "../checklist.rules.ts";
import { previewOf } from "../draft-preview.rules.ts";
import type { DraftDefinition } from "../instrument-draft.schema.ts";
import { SUBJECT_WORDS } from "../instrument-words.ts";

const LINES = [1, 2, 3];

/** An instrument on paper, to be filled in by hand and typed up. */
export function BlankChecklist({
  draft,
  version,
  back,
  isDraft = false,
}: {
  draft: DraftDefinition;
  version: number;
  back: { to: string; label: string };
  isDraft?: boolean;
}) {
  const { sections } = previewOf(draft, version);
  const subject = draft.subject ? (SUBJECT_WORDS[draft.subject] ?? draft.subject) : "Rated";
  return (
    <PrintSheet
      title={draft.title || "A draft without a title"}
      facts={[
        isDraft ? `Draft of version ${version}, not for use` : `Version ${version}`,
        draft.purpose,
      ].filter(Boolean)}
      back={back}
      footer="Name no family and no case number. Type it up, then shred this sheet."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 text-[0.9375rem] print:gap-3 print:text-[9.5pt] print:leading-snug">
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-3 print:grid-cols-3">
          <Blank label={subject} />
          <Blank label="Rater" />
          <Blank label="Day observed" />
        </div>
        {draft.instructions ? <p className="whitespace-pre-line">{draft.instructions}</p> : null}
        {sections.map((section, index) => {
          const when = conditionInWords(section.showIf, sections);
          return (
            <section key={section.id}>
              <h2 className="mb-1 break-after-avoid border-b border-ink font-semibold">
                {index + 1}. {section.title}
              </h2>
              {when ? <p className="text-[0.9em] italic">Fill this in {when}.</p> : null}
              <ol>
                {section.items.map((item) => (
                  <Item key={item.id} item={item} when={conditionInWords(item.showIf, sections)} />
                ))}
              </ol>
            </section>
          );
        })}
        <section className="break-inside-avoid">
          <h2 className="font-semibold">What went well, and what could come next</h2>
          {LINES.map((line) => (
            <div key={line} aria-hidden="true" className="h-8 border-b border-ink" />
          ))}
        </section>
      </div>
    </PrintSheet>
  );
}

function Item({ item, when }: { item: ChecklistItem; when: string | null }) {
  const about = [when ? `Asked ${when}` : "", item.guidance].filter(Boolean).join(". ");
  const hasAnchors = item.options.some(({ anchor }) => anchor);
  return (
    <li className="break-inside-avoid border-b border-line py-2">
      <p>
        <span className="tabular-nums">{item.number}</span> <span className="font-medium">{item.label}</span>
        {item.isCritical ? " (critical)" : ""}
      </p>
      {about ? <p className="text-[0.9em]">{about}</p> : null}
      {(item.parts ?? []).map((part) => (
        <div key={part.id} className="mt-1 flex flex-wrap items-end gap-x-4 pl-4">
          <span className="min-w-0 grow basis-60 first-letter:uppercase">{part.label}</span>
          {part.options.length > 0 ? <Boxes options={part.options} /> : <Line label="" />}
        </div>
      ))}
      {item.kind === "count" || item.kind === "duration" ? (
        <Line label={item.kind === "count" ? "How often" : "Minutes"} />
      ) : null}
      {item.kind === "text" ? <div aria-hidden="true" className="h-8 border-b border-ink" /> : null}
      {hasAnchors ? (
        <ul className="mt-1 grid gap-0.5">
          {item.options.map(({ value, mark, label, anchor }) => (
            <li key={value} className="flex gap-2">
              <Box />
              <span className="shrink-0 font-semibold tabular-nums">{mark}</span>
              <span>{anchor ?? label}</span>
            </li>
          ))}
        </ul>
      ) : item.options.length > 0 ? (
        <Boxes options={item.options} />
      ) : null}
      {item.isReasonNeeded ? <Line label="If N/A, why" /> : null}
    </li>
  );
}

function Boxes({ options }: { options: ChecklistItem["options"] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
      {options.map(({ value, mark, label }) => (
        <li key={value} className="flex items-center gap-2">
          <Box />
          {[mark, label].filter(Boolean).join(" ")}
        </li>
      ))}
    </ul>
  );
}

function Box() {
  return (
    <span
      aria-hidden="true"
      className="mt-[0.2em] inline-block size-3.5 shrink-0 border-[1.5px] border-ink print:size-3"
    />
  );
}

/** A line to write on. */
function Line({ label }: { label: string }) {
  return (
    <div className="flex h-7 min-w-40 items-end gap-2">
      <span className="whitespace-nowrap">{label}</span>
      <span aria-hidden="true" className="min-w-8 flex-1 border-b border-ink" />
    </div>
  );
}

function Blank({ label }: { label: string }) {
  return (
    <div className="flex h-8 items-end gap-2 print:h-7">
      <span className="whitespace-nowrap">{label}</span>
      <span aria-hidden="true" className="min-w-8 flex-1 border-b border-ink" />
    </div>
  );
}
