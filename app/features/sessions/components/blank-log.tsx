import type { ReactNode } from "react";
import { PrintSheet } from "#app/components/print-sheet.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import { NOT_HELD_REASON_LABELS } from "../not-held.codes.ts";
import type { FunctionChoice } from "../people.types.ts";
import {
  BARRIER_LABELS,
  ESCALATION_LABELS,
  FOCUS_LIMIT,
  FORMAT_LABELS,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  optionsOf,
  PHASE_LABELS,
  PROGRESS_LABELS,
  STATUS_LABELS,
  STEP_STATUS_LABELS,
  STRATEGY_LABELS,
} from "../session.codes.ts";
import type { BlankLog as Page } from "../session-form.types.ts";

const MINUTES = ["Observation", "Meeting", "Preparation", "Travel", "Documentation"];
const FEEDBACK = ["A strength was named", "Something to change was named", "Data was shared"];
const STEP_ROWS = [1, 2, 3];
const GOAL_ROWS = [1, 2];
const SUMMARY_LINES = [1, 2, 3, 4, 5, 6];
const { scheduled: _, ...OUTCOME_LABELS } = STATUS_LABELS;

/** The log on paper, in the order and the words of the screen. */
export function BlankLog({ page }: { page: Page }) {
  return (
    <PrintSheet
      title="Coaching session log"
      facts={[
        page.programName,
        `Coach ${page.coachName}`,
        `Practice profile in force on ${formatDay(page.today)}`,
      ]}
      back={{ to: "/sessions", label: "Back to sessions" }}
      footer={`Enter it within ${LATE_ENTRY_DAYS} days, then shred this sheet. No client names and no case numbers anywhere.`}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 text-[0.9375rem] print:gap-2 print:text-[9pt] print:leading-snug">
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-[2fr_1fr_1fr] print:grid-cols-[2fr_1fr_1fr]">
          <Blank label="People" />
          <Blank label="Start" />
          <Blank label="End" />
          <Blank label="Site" />
          <Blank label="Date" />
          <Blank label="Next session" />
          <Blank label="Also there, as what" />
          <Blank label="Planned for" />
          <Blank label="Next about" />
        </div>
        <Part title="What became of the last action steps">
          <Table head={["Step", ...labelsOf(STEP_STATUS_LABELS)]} rows={STEP_ROWS} />
        </Part>
        <Part title={`Focus: up to ${FOCUS_LIMIT}`}>
          <Functions functions={page.functions} />
        </Part>
        <Part title="Strategies">
          <Table head={["Strategy", ...labelsOf(PHASE_LABELS)]} rows={labelsOf(STRATEGY_LABELS)} isNamed />
        </Part>
        <Part title="Agreed steps">
          <Table head={["What", "Who", "By when", "Support needed"]} rows={STEP_ROWS} isOpen />
        </Part>
        <Part title="Goals worked on">
          <Table head={["Goal", ...labelsOf(PROGRESS_LABELS), "0–10"]} rows={GOAL_ROWS} />
        </Part>
        <Part title="What happened">
          <Boxes items={labelsOf(OUTCOME_LABELS)} />
          <p className="mt-1.5 mb-1 text-[0.9em] font-semibold print:mt-1 print:mb-0.5">
            If it was not held: why
          </p>
          <Boxes items={labelsOf(NOT_HELD_REASON_LABELS)} />
          <div className="grid gap-x-6 sm:grid-cols-[2fr_1fr] print:grid-cols-[2fr_1fr]">
            <Blank label="Something else, or more about it" />
            <Blank label="Known since (day, time)" />
          </div>
        </Part>
        <div className="grid gap-5 sm:grid-cols-2 print:grid-cols-2">
          <Part title="How">
            <Boxes items={[...labelsOf(MODALITY_LABELS), ...labelsOf(FORMAT_LABELS)]} />
          </Part>
          <Part title="Observation">
            <Boxes items={labelsOf(OBSERVATION_LABELS)} />
            <Blank label="Where it is kept" />
            <Boxes items={["Everybody on the recording agreed"]} />
          </Part>
        </div>
        <Part title="Minutes">
          <div className="grid gap-x-5 sm:grid-cols-[repeat(5,auto)] print:grid-cols-[repeat(5,auto)]">
            {MINUTES.map((label) => (
              <Blank key={label} label={label} />
            ))}
          </div>
        </Part>
        <div className="grid gap-5 sm:grid-cols-3 print:grid-cols-3">
          <Part title="Feedback">
            <Boxes items={FEEDBACK} />
            <Blank label="Hours after" />
          </Part>
          <Part title="Stood in the way">
            <Boxes items={labelsOf(BARRIER_LABELS)} />
          </Part>
          <Part title="Went further">
            <Boxes items={labelsOf(ESCALATION_LABELS)} />
            <Blank label="Day, to whom" />
          </Part>
        </div>
        <Part title="Shared summary, for coach and coachee">
          {SUMMARY_LINES.map((line) => (
            <div key={line} aria-hidden="true" className="h-8 border-b border-ink print:h-7" />
          ))}
        </Part>
      </div>
    </PrintSheet>
  );
}

function labelsOf(labels: Record<string, string>): string[] {
  return optionsOf(labels).map(({ label }) => label);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="break-inside-avoid">
      <h2 className="mb-1.5 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** A line to write on. */
function Blank({ label }: { label: string }) {
  return (
    <div className="flex h-8 items-end gap-2 print:h-7">
      <span className="whitespace-nowrap">{label}</span>
      <span aria-hidden="true" className="min-w-8 flex-1 border-b border-ink" />
    </div>
  );
}

function Box() {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-3.5 shrink-0 border-[1.5px] border-ink print:size-3"
    />
  );
}

function Boxes({ items }: { items: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 print:gap-y-0.5">
      {items.map((item) => (
        <li key={item} className="flex items-center gap-2">
          <Box />
          {item}
        </li>
      ))}
    </ul>
  );
}

function Functions({ functions }: { functions: readonly FunctionChoice[] }) {
  const components = [...new Set(functions.map(({ componentTitle }) => componentTitle))];
  if (components.length === 0) return <p>No practice profile is in force yet.</p>;
  return (
    <div className="gap-x-8 sm:columns-2 print:columns-2">
      {components.map((title) => (
        <div key={title} className="mb-2 break-inside-avoid">
          <h3 className="text-[0.9em] font-semibold">{title}</h3>
          <ul>
            {functions
              .filter(({ componentTitle }) => componentTitle === title)
              .map(({ id, label }) => (
                <li key={id} className="flex gap-2 py-0.5 print:py-0">
                  <span className="pt-[0.2em]">
                    <Box />
                  </span>
                  {label}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** Rows to fill in: with boxes under every heading but the first, or open. */
function Table({
  head,
  rows,
  isNamed = false,
  isOpen = false,
}: {
  head: readonly string[];
  rows: readonly (string | number)[];
  /** The first cell of a row says what the row is; otherwise it is written on. */
  isNamed?: boolean;
  isOpen?: boolean;
}) {
  return (
    // why: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone
    <section aria-label={head.join(", ")} tabIndex={0} className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse">
        <thead>
          <tr>
            {head.map((label, index) => (
              <th
                key={label}
                scope="col"
                className={`border border-ink px-2 py-1 text-[0.9em] font-semibold ${index === 0 || isOpen ? "text-left" : "text-center"} ${index === 0 && !isNamed ? "w-1/2" : ""}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {head.map((label, index) =>
                index === 0 && isNamed ? (
                  <th
                    key={label}
                    scope="row"
                    className="border border-ink px-2 py-0.5 text-left font-normal print:py-0"
                  >
                    {row}
                  </th>
                ) : (
                  <td
                    key={label}
                    className={`border border-ink px-2 text-center align-middle ${isNamed ? "py-0.5 print:py-0" : "h-9 print:h-7"}`}
                  >
                    {index === 0 || isOpen || label === "0–10" ? null : <Box />}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
