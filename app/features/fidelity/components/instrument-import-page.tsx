import { Form, useNavigation } from "@remix-run/react";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { counted, number } from "#app/components/counted.ts";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FileField } from "#app/components/file-field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import type { InstrumentDryRun } from "../instrument-import.types.ts";
import { Beginning } from "./new-instrument-page.tsx";

const MOST_MEGABYTES = 5;

export function InstrumentImportPage({
  draftId,
  tried,
}: {
  /** Of the draft that the file would become. */
  draftId: string;
  tried: ({ ok: true; dryRun: InstrumentDryRun } & Answer) | ({ ok: false } & Answer) | undefined;
}) {
  return (
    <>
      <PageHeader
        title="Import an instrument"
        breadcrumb={[
          { label: "Instruments", to: "/instruments" },
          { label: "New instrument", to: "/instruments/new" },
        ]}
        intro="An XLSForm workbook, a REDCap data dictionary or our own JSON. First you see what would become of every row; nothing is stored until you begin a draft with it."
      />
      <Section title={tried?.ok ? "Choose another file" : "Choose a file"}>
        <FileForm answer={tried?.ok ? undefined : tried} />
      </Section>
      {tried?.ok ? <DryRun dryRun={tried.dryRun} draftId={draftId} /> : null}
    </>
  );
}

function FileForm({ answer }: { answer: Answer }) {
  const { state } = useNavigation();
  const [tooLarge, setTooLarge] = useState<string>();
  const errors = fieldErrorsOf(answer);
  return (
    <Card className="max-w-3xl">
      <Form
        method="post"
        action="/instruments/import"
        encType="multipart/form-data"
        noValidate
        className="grid gap-4"
      >
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <FileField
          name="file"
          label="File"
          accept=".xlsx,.xls,.csv,.txt,.json"
          hint={`.xlsx, .xls, .csv or .json, at most ${MOST_MEGABYTES} MB.`}
          error={tooLarge ?? errors.file}
          onChange={({ currentTarget: { files } }) => {
            const size = files?.[0]?.size ?? 0;
            setTooLarge(
              size > MOST_MEGABYTES * 2 ** 20
                ? `This file has ${Math.ceil(size / 2 ** 20)} MB, at most ${MOST_MEGABYTES} are read. An instrument is far smaller: is it the right file?`
                : undefined,
            );
          }}
        />
        <div>
          <Button
            type="submit"
            icon={FileUp}
            disabled={tooLarge !== undefined}
            pending={state === "submitting"}
            pendingLabel="Reading it…"
          >
            Try it
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function DryRun({ dryRun, draftId }: { dryRun: InstrumentDryRun; draftId: string }) {
  const { counts, problems, problemCount, columns } = dryRun;
  const total = counts.taken + counts.mapped + counts.leftOut;
  return (
    <>
      <Section title={`What would become of ${dryRun.fileName}`}>
        <p className="max-w-prose">
          {`Read as ${dryRun.kind}, ${counted(total, "row")}: ${number(counts.taken)} taken as they are, ${number(counts.mapped)} taken with a change, ${number(counts.leftOut)} left out. That makes ${counted(dryRun.items, "item")} in ${counted(dryRun.sections, "section")}. Nothing is stored yet.`}
        </p>
      </Section>
      {problemCount > 0 ? (
        <Section title={`${problemCount} ${problemCount === 1 ? "thing is" : "things are"} not as expected`}>
          <DataTable
            caption="Problems of the file"
            hideCaption
            phone="cards"
            dense
            rows={problems.map((problem, index) => ({ ...problem, key: String(index) }))}
            rowKey={({ key }) => key}
            columns={PROBLEM_COLUMNS}
          />
          <Shown shown={problems.length} of={problemCount} what="problems" />
        </Section>
      ) : null}
      <Section title="Every row">
        <DataTable
          caption="What became of every row"
          hideCaption
          phone="cards"
          dense
          rows={dryRun.rows}
          rowKey={({ sheet, row, name }) => `${sheet} ${row} ${name}`}
          columns={ROW_COLUMNS}
          empty={<p>The file has no rows below its header.</p>}
        />
        <Shown shown={dryRun.rows.length} of={total} what="rows" />
      </Section>
      {columns.length > 0 ? (
        <Section title="Columns that are left out">
          <DataTable
            caption="Columns that are left out"
            hideCaption
            phone="cards"
            dense
            rows={columns}
            rowKey={({ sheet, column }) => `${sheet} ${column}`}
            columns={COLUMN_COLUMNS}
          />
        </Section>
      ) : null}
      {dryRun.items === 0 ? (
        <Callout tone="caution" title="There is nothing to begin with">
          No row of this file becomes an item. The reasons stand beside the rows.
        </Callout>
      ) : (
        <Section
          title="Begin a draft with it"
          description="What the file does not say is asked for in the draft, and what is wrong in it is said there, item by item."
        >
          <div className="max-w-2xl">
            <Beginning
              from="file"
              draftId={draftId}
              answer={undefined}
              label="Begin a draft"
              title={dryRun.title}
              hidden={{ definition: dryRun.definition }}
            />
          </div>
        </Section>
      )}
    </>
  );
}

function Shown({ shown, of, what }: { shown: number; of: number; what: string }) {
  if (shown >= of) return null;
  return (
    <p className="mt-2 text-sm text-ink-muted">
      The first {shown} of {of} {what} are shown.
    </p>
  );
}

const OUTCOMES = {
  taken: <Badge tone="positive">Taken</Badge>,
  mapped: <Badge tone="info">Changed</Badge>,
  "left-out": <Badge>Left out</Badge>,
};

/** Words of the file: long ones are broken, and short ones never are to make room for the explanation. */
function Source({ children }: { children: string }) {
  return <span className="inline-block min-w-24 wrap-anywhere">{children}</span>;
}

const ROW_COLUMNS: Column<InstrumentDryRun["rows"][number]>[] = [
  {
    key: "row",
    header: "Row",
    rowHeader: true,
    cell: ({ sheet, row, lastRow }) => (
      <Source>{`${sheet} ${row === lastRow ? row : `${row} to ${lastRow}`}`}</Source>
    ),
  },
  { key: "name", header: "Name", cell: ({ name }) => <Source>{name || "–"}</Source> },
  { key: "kind", header: "Kind", cell: ({ kind }) => <Source>{kind || "–"}</Source> },
  { key: "outcome", header: "Outcome", cell: ({ outcome }) => OUTCOMES[outcome] },
  { key: "how", header: "How or why", cell: ({ how }) => how, prose: true },
];

const PROBLEM_COLUMNS: Column<InstrumentDryRun["problems"][number] & { key: string }>[] = [
  {
    key: "where",
    header: "Where",
    rowHeader: true,
    cell: ({ sheet, row, column }) => (
      <span className="wrap-anywhere">
        {[sheet, row > 0 ? `row ${row}` : "", column].filter(Boolean).join(", ")}
      </span>
    ),
  },
  {
    key: "found",
    header: "Found",
    cell: ({ found }) => <span className="wrap-anywhere">{found}</span>,
    prose: true,
  },
  { key: "expected", header: "Expected", cell: ({ expected }) => expected, prose: true },
];

const COLUMN_COLUMNS: Column<InstrumentDryRun["columns"][number]>[] = [
  {
    key: "column",
    header: "Column",
    rowHeader: true,
    cell: ({ sheet, column }) => <span className="wrap-anywhere">{`${sheet} ${column}`}</span>,
  },
  { key: "how", header: "Why", cell: ({ how }) => how, prose: true },
];
