import { Form, useNavigation } from "@remix-run/react";
import { Download, FileUp } from "lucide-react";
import { useState } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { counted, number } from "#app/components/counted.ts";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FileField } from "#app/components/file-field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { countedAre } from "../import.rules.ts";
import type { ImportItem, ImportsPage as Page } from "../import.types.ts";
import { columnsFor, type ImportColumn } from "../import-columns.ts";
import { Fold } from "./form-part.tsx";
import { IMPORT_STATUS, isWaiting } from "./import-words.ts";
import { useLookingAgain } from "./use-looking-again.ts";

const MOST_MEGABYTES = 50;

export function ImportsPage({ page, answer }: { page: Page; answer: Answer }) {
  useLookingAgain(page.imports.some(({ status }) => isWaiting(status)));
  return (
    <>
      <PageHeader
        title="Imports"
        intro="Session logs from before this program used Throughline, as a CSV file. First it is checked; nothing is stored until you say so."
      />
      <div className="max-w-3xl">
        <Section title="Choose a file">
          <FileForm newId={page.newId} answer={answer} />
        </Section>
        <Section title="What may be in it">
          <div className="grid gap-4">
            <Callout title="Facts and dose, not the conversation">
              Summaries, notes, goals and action steps belong to coach and coachee: a file with such a column
              is not taken in. A coach can add a summary to a record afterwards.
            </Callout>
            <div className="flex flex-wrap gap-2">
              <ButtonLink to="/imports/template" icon={Download} variant="secondary" reloadDocument>
                Empty template
              </ButtonLink>
              <ButtonLink to="/imports/columns" icon={Download} variant="secondary" reloadDocument>
                Description of its columns
              </ButtonLink>
            </div>
            <Fold
              summary="Every column"
              hint="Our own export can be imported as it is: it has the same names"
            >
              <ColumnTable functionNumbers={page.functionNumbers} />
            </Fold>
            <Fold
              summary="How records of the past differ"
              hint="The rules of the log hold, with these exceptions"
            >
              <ul className="grid max-w-prose list-disc gap-2 pl-5">
                <li>
                  They say that they were imported, by whom and when. They count neither as entered late nor
                  among the records that were to be acknowledged.
                </li>
                <li>
                  Nobody is asked to acknowledge them. A coachee can still say that a record is wrong, and the
                  coach can amend it.
                </li>
                <li>
                  A session that did not take place and has no reason gets “No reason in the imported file”.
                </li>
                <li>
                  For a day before the first practice profile was published, the row says which version it
                  means.
                </li>
                <li>
                  Figures of months that have ended are computed anew, and the month says how many records
                  were entered afterwards.
                </li>
                <li>
                  A row is known again by the key of its record, or by coach, people, day and start: the same
                  file twice, or a corrected one, stores nothing twice.
                </li>
              </ul>
            </Fold>
          </div>
        </Section>
        <Section title="Your imports">
          {page.imports.length === 0 ? (
            <EmptyState title="Nothing yet" icon={FileUp}>
              A file that you choose above is listed here, with what became of it.
            </EmptyState>
          ) : (
            <ul className="grid gap-3">
              {page.imports.map((item) => (
                <li key={item.id}>
                  <ImportCard item={item} />
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </>
  );
}

function FileForm({ newId, answer }: { newId: string; answer: Answer }) {
  const { state } = useNavigation();
  const [tooLarge, setTooLarge] = useState<string>();
  const errors = fieldErrorsOf(answer);
  return (
    <Card>
      <Form
        method="post"
        action="/imports?index"
        encType="multipart/form-data"
        noValidate
        className="grid gap-4"
      >
        <input type="hidden" name="id" value={newId} />
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <FileField
          name="file"
          label="CSV file"
          accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
          hint={`With a header row, separated by comma, semicolon or tab. At most ${MOST_MEGABYTES} MB and 200,000 rows.`}
          error={tooLarge ?? errors.file}
          onChange={({ currentTarget: { files } }) => {
            const size = files?.[0]?.size ?? 0;
            setTooLarge(
              size > MOST_MEGABYTES * 2 ** 20
                ? `This file has ${Math.ceil(size / 2 ** 20)} MB, at most ${MOST_MEGABYTES} are taken in: split it by year and import the parts one by one`
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
            pendingLabel="Taking it in…"
          >
            Take the file in
          </Button>
        </div>
      </Form>
    </Card>
  );
}

const DOCUMENTED: readonly Column<ImportColumn>[] = [
  {
    key: "name",
    header: "Column",
    cell: ({ name, isRequired }) => (
      <>
        <span className="break-all">{name}</span>
        {isRequired ? <span className="block text-sm font-normal text-ink-muted">required</span> : null}
      </>
    ),
    rowHeader: true,
  },
  { key: "meaning", header: "What it means", cell: ({ meaning }) => meaning, prose: true },
  {
    key: "expected",
    header: "What may stand in it",
    cell: ({ expected }) => <span className="wrap-anywhere">{expected.replaceAll("_", "_\u200b")}</span>,
    prose: true,
  },
];

function ColumnTable({ functionNumbers }: Pick<Page, "functionNumbers">) {
  return (
    <DataTable
      caption="Columns that are read"
      hideCaption
      columns={DOCUMENTED}
      rows={columnsFor(functionNumbers)}
      rowKey={({ field }) => field}
      phone="cards"
      dense
    />
  );
}

function ImportCard({ item }: { item: ImportItem }) {
  const { label, tone } = IMPORT_STATUS[item.status];
  return (
    <Card title={item.fileName} to={`/imports/${item.id}`} aside={<Badge tone={tone}>{label}</Badge>}>
      <p className="text-sm text-ink-muted">
        {item.requestedBy}, {formatDay(item.requestedOn)} at {item.requestedTime}.{" "}
        {counted(item.totalRows, "row")}
        {outcomeOf(item)}
      </p>
    </Card>
  );
}

function outcomeOf({ status, counts }: ImportItem): string {
  if (status === "checked")
    return `, of which ${number(counts.wouldStore)} would be stored and ${countedAre(counts.refused)} refused.`;
  if (counts.stored) return `, of which ${countedAre(counts.stored)} stored.`;
  return ".";
}
