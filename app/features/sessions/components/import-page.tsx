import { Form } from "@remix-run/react";
import { Check, Download, Square, Trash2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink, type ButtonVariant } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { counted, number } from "#app/components/counted.ts";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { Progress } from "#app/components/progress.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { countedAre } from "../import.rules.ts";
import type { ImportProblem, ImportPage as Page } from "../import.types.ts";
import { Fold } from "./form-part.tsx";
import { ImportMappingForm } from "./import-mapping-form.tsx";
import { IMPORT_STATUS, isWaiting } from "./import-words.ts";
import { useLookingAgain } from "./use-looking-again.ts";

export function ImportPage({ page, answer }: { page: Page; answer: Answer }) {
  useLookingAgain(isWaiting(page.status));
  const { label, tone } = IMPORT_STATUS[page.status];
  const hasFieldErrors = Object.keys(fieldErrorsOf(answer)).length > 0;
  return (
    <>
      <PageHeader
        title={<span className="wrap-anywhere">{page.fileName}</span>}
        breadcrumb={[{ label: "Imports", to: "/imports" }]}
        meta={
          <>
            <Badge tone={tone}>{label}</Badge>
            <span>{counted(page.totalRows, "row")}</span>
            <span>
              {page.requestedBy}, {formatDay(page.requestedOn)} at {page.requestedTime}
            </span>
          </>
        }
      />
      <p role="status" className="sr-only">
        {label}
      </p>
      <div className="max-w-4xl">
        {page.error ? (
          <div className="mb-6">
            <Callout
              tone={page.status === "failed" ? "critical" : "caution"}
              title="Something stood in the way"
            >
              {page.error}
            </Callout>
          </div>
        ) : null}
        {!hasFieldErrors && generalErrorOf(answer) ? (
          <div className="mb-6">
            <Callout tone="critical" announce>
              {generalErrorOf(answer)}
            </Callout>
          </div>
        ) : null}
        <Outcome page={page} />
        {page.status === "uploaded" ? (
          <Section
            title="How it is read"
            description="Look over what was guessed, then have the file checked."
          >
            <ImportMappingForm page={page} answer={answer} />
            {page.permissions.canDiscard ? (
              <div className="mt-6">
                <Act intent="discard" icon={Trash2} variant="secondary">
                  Discard
                </Act>
              </div>
            ) : null}
          </Section>
        ) : page.permissions.canMap ? (
          <div className="mt-8">
            <Fold
              key={page.status}
              summary="How it is read"
              hint={
                Object.keys(page.unknownValues).length > 0
                  ? "Some words of the file were not recognised: say what they mean, then check again"
                  : "Change it and check again"
              }
              open={hasFieldErrors || Object.keys(page.unknownValues).length > 0}
            >
              <ImportMappingForm page={page} answer={answer} />
            </Fold>
          </div>
        ) : null}
        <Problems page={page} />
        <Section title="The file">
          <Card>
            <DescriptionList items={fileFacts(page)} />
          </Card>
        </Section>
      </div>
    </>
  );
}

/** What became of the rows so far, and what can be done next. */
function Outcome({ page }: { page: Page }) {
  const { status, counts, permissions, totalRows } = page;
  if (status === "checking")
    return (
      <Waiting page={page} label="Rows checked" value={page.rowsChecked}>
        Nothing is stored. You can leave this page: a notice tells you when it is done.
      </Waiting>
    );
  if (status === "storing")
    return (
      <Waiting page={page} label="Rows carried out" value={page.rowsDone}>
        You can leave this page: a notice tells you when it is done. If it is cut off, it goes on by itself.
      </Waiting>
    );
  if (status === "undoing")
    return <Callout title="The records of this import are being removed">All of them, or none.</Callout>;
  if (status === "undone")
    return (
      <Callout title="This import was taken back">
        {counted(counts.stored, "record")} {counts.stored === 1 ? "was" : "were"} removed, and the figures of
        their months are computed anew.
      </Callout>
    );
  if (status === "uploaded") return null;
  return (
    <div className="grid gap-5">
      <ul
        className={`grid gap-2 sm:gap-3 ${counts.repeated && status === "checked" ? "grid-cols-2 sm:grid-cols-4" : "grid-cols-3"}`}
      >
        {status === "checked" ? (
          <>
            <Count label="would be stored" value={counts.wouldStore} />
            <Count label="stored already" value={counts.already} />
            {counts.repeated ? <Count label="the same as another row" value={counts.repeated} /> : null}
            <Count label="refused" value={counts.refused} isBad />
          </>
        ) : (
          <>
            <Count label="stored" value={counts.stored} />
            <Count label="stored already" value={counts.storedAlready} />
            <Count label="refused" value={counts.storedRefused} isBad />
          </>
        )}
      </ul>
      <p className="max-w-prose text-ink-muted">{sumOf(page)}</p>
      {status === "cancelled" || status === "failed" ? (
        <p className="max-w-prose">
          {`${counted(page.rowsDone, "row")} of ${number(totalRows)} ${page.rowsDone === 1 ? "was" : "were"} carried out. What is stored stays, unless you take it back.`}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {permissions.canStore ? (
          <Act intent="store" icon={Check}>
            {status === "cancelled" ? "Go on storing" : `Store ${counted(counts.wouldStore, "session")}`}
          </Act>
        ) : null}
        {permissions.canDownloadProblems ? (
          <ButtonLink to={`/imports/${page.id}/problems`} icon={Download} variant="secondary" reloadDocument>
            Refused rows as CSV
          </ButtonLink>
        ) : null}
        {permissions.canDiscard ? (
          <Act intent="discard" icon={Trash2} variant="secondary">
            Discard
          </Act>
        ) : null}
      </div>
      {permissions.canUndo ? (
        <Fold summary="Take the import back" hint="Removes all of its records, while nobody has touched them">
          <p className="max-w-prose">
            {`Everything that this import stored (${counted(counts.stored, "record")}) is removed together. If anything of it was changed, answered or opened since, nothing is removed and you are told.`}
          </p>
          <div>
            <Act intent="undo" icon={Undo2} variant="danger">
              {`Remove ${counted(counts.stored, "record")}`}
            </Act>
          </div>
        </Fold>
      ) : null}
    </div>
  );
}

/** Every row is accounted for. */
function sumOf({ status, counts, totalRows, hasFile, keptUntil }: Page): string {
  const isChecked = status === "checked";
  const blank = counts.blank ? `, ${counted(counts.blank, "blank row")}` : "";
  const first = isChecked
    ? `${counted(totalRows, "row")} ${totalRows === 1 ? "was" : "were"} read: ${number(counts.wouldStore)} would be stored, ${countedAre(counts.already)} stored already${counts.repeated ? `, ${countedAre(counts.repeated)} the same as another row` : ""}, ${countedAre(counts.refused)} refused${blank}.`
    : `${counted(counts.stored, "row")} ${counts.stored === 1 ? "was" : "were"} stored, ${countedAre(counts.storedAlready, ["was", "were"])} stored already${counts.repeated ? " or the same as another row" : ""}, ${countedAre(counts.storedRefused, ["was", "were"])} refused${blank}.`;
  const refused = (isChecked ? counts.refused : counts.storedRefused) ?? 0;
  const then =
    refused > 0
      ? " Refused rows stay out. Take them as CSV, put them right and import that file: what is stored already is not stored twice."
      : "";
  return `${first}${then}${hasFile ? ` The file is kept until ${formatDay(keptUntil)} at the latest.` : ""}`;
}

function Waiting({
  page,
  label,
  value,
  children,
}: {
  page: Page;
  label: string;
  value: number;
  children: ReactNode;
}) {
  return (
    <Card>
      <div className="grid gap-4">
        <Progress
          label={label}
          value={value}
          max={page.totalRows}
          text={`${number(value)} of ${number(page.totalRows)}`}
        />
        <p className="text-ink-muted">{children}</p>
        <div className="flex flex-wrap gap-2">
          {page.permissions.canCancel ? (
            <Act intent="cancel" icon={Square} variant="secondary">
              Stop
            </Act>
          ) : null}
          {page.permissions.canDiscard ? (
            <Act intent="discard" icon={Trash2} variant="secondary">
              Discard
            </Act>
          ) : null}
        </div>
      </div>
    </Card>
  );
}

function Count({
  label,
  value,
  isBad = false,
}: {
  label: string;
  value: number | undefined;
  isBad?: boolean;
}) {
  return (
    <li className="rounded-card border border-line bg-surface p-3 shadow-card sm:p-4">
      <span
        className={`block text-2xl leading-none sm:text-3xl font-semibold tracking-tight tabular-nums ${isBad && value ? "text-critical" : ""}`}
      >
        {number(value)}
      </span>
      <span className="mt-1 block text-ink-muted">{label}</span>
    </li>
  );
}

function Act({
  intent,
  icon,
  variant = "primary",
  children,
}: {
  intent: string;
  icon: typeof Check;
  variant?: ButtonVariant;
  children: ReactNode;
}) {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value={intent} />
      <Button type="submit" icon={icon} variant={variant}>
        {children}
      </Button>
    </Form>
  );
}

const COLUMNS: readonly Column<ImportProblem>[] = [
  {
    key: "row",
    header: "Row",
    cell: ({ row }) => (
      <>
        <span className="md:hidden">Row </span>
        {number(row)}
      </>
    ),
    align: "end",
    rowHeader: true,
  },
  {
    key: "column",
    header: "Column",
    cell: ({ column }) => (
      <span className="inline-block min-w-24 wrap-break-word">{column.replaceAll("_", "_\u200b")}</span>
    ),
  },
  {
    key: "found",
    header: "Found",
    cell: ({ found }) => (found ? <span className="wrap-anywhere">“{found}”</span> : "empty"),
    prose: true,
  },
  {
    key: "expected",
    header: "Expected",
    cell: ({ expected, isRefusal }) => (
      <>
        {isRefusal ? null : <span className="font-medium">Not refused: </span>}
        <span className="wrap-anywhere">{expected.replaceAll("_", "_\u200b")}</span>
      </>
    ),
    prose: true,
  },
];

function Problems({ page }: { page: Page }) {
  const { problems } = page;
  if (problems.columns.length === 0) return null;
  return (
    <Section
      title="What was found"
      description="The header is row 1, as in a spreadsheet. Everything that is wrong with a row is listed."
    >
      <FilterBar
        label="Filter what was found"
        active={problems.column ? [{ param: "column", label: `Column: ${problems.column}` }] : []}
      >
        <SelectField
          name="column"
          label="Column"
          placeholder="All columns"
          options={problems.columns.map(({ name, count }) => ({
            value: name,
            label: `${name} (${number(count)})`,
          }))}
          defaultValue={problems.column}
        />
      </FilterBar>
      <DataTable
        caption="What was found in the file"
        hideCaption
        columns={COLUMNS}
        rows={problems.rows}
        rowKey={({ row, column, found, expected }) => `${row} ${column} ${found} ${expected}`}
        phone="cards"
        dense
      />
      <Pagination
        page={problems.page}
        pageSize={problems.pageSize}
        shown={problems.rows.length}
        total={problems.total}
        noun="problems"
      />
    </Section>
  );
}

const DELIMITERS: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab" };

function fileFacts({ encoding, delimiter, sha256, columns, hasFile, keptUntil }: Page) {
  return [
    { label: "Written in", value: encoding === "utf-8" ? "UTF-8" : "Windows-1252" },
    { label: "Separated by", value: DELIMITERS[delimiter] ?? delimiter },
    { label: "Columns", value: String(columns.length) },
    { label: "SHA-256", value: <span className="font-mono text-sm break-all">{sha256}</span> },
    {
      label: "Kept",
      value: hasFile
        ? `Until ${formatDay(keptUntil)} at the latest, and no longer than it is needed`
        : "Deleted, with what was found in it",
    },
  ];
}
