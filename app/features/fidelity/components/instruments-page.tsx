import { Form } from "@remix-run/react";
import { BookOpenCheck, FilePlus2, PencilLine, RotateCcw } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { dayIn } from "#app/time/days.ts";
import type { InstrumentListItem } from "../assessment.types.ts";
import type { DraftListItem, InstrumentLists } from "../instrument-draft.types.ts";

const COLUMNS: Column<InstrumentListItem>[] = [
  {
    key: "title",
    header: "Instrument",
    rowHeader: true,
    cell: ({ title, version }) => `${title}, version ${version}`,
  },
  {
    key: "state",
    header: "Use",
    cell: ({ isCurrent }) => (isCurrent ? <Badge tone="positive">In use</Badge> : <Badge>Not in use</Badge>),
  },
  { key: "subject", header: "Rates", cell: ({ subject }) => `the\u00a0${subject}` },
  { key: "items", header: "Items", align: "end", cell: ({ itemCount }) => itemCount },
  {
    key: "from",
    header: "In force from",
    cell: ({ effectiveFrom }) => (
      <span className="whitespace-nowrap">{formatDay(effectiveFrom, { weekday: false })}</span>
    ),
  },
];

const draftColumns = (zone: string): Column<DraftListItem>[] => [
  {
    key: "title",
    header: "Draft",
    rowHeader: true,
    cell: ({ title, version }) => `${title || "Without a title"}, draft of version ${version}`,
  },
  { key: "items", header: "Items", align: "end", cell: ({ itemCount }) => itemCount },
  {
    key: "changed",
    header: "Last changed",
    cell: ({ changedBy, changedAt }) =>
      `${formatDay(dayIn(zone, new Date(changedAt)), { weekday: false })} by ${changedBy}`,
  },
];

export function InstrumentsPage({ versions, drafts, deleted, zone, permissions }: InstrumentLists) {
  const begin = (
    <ButtonLink to="/instruments/new" icon={FilePlus2}>
      New instrument
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Instruments"
        intro="Checklists that raters fill in. A published version never changes; a change is the next version."
        actions={permissions.canAuthor ? begin : null}
      />
      {permissions.canAuthor ? (
        <Section title="Drafts">
          <DataTable
            caption="Drafts of instruments"
            hideCaption
            phone="cards"
            rows={drafts}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/instruments/drafts/${id}`}
            columns={draftColumns(zone)}
            empty={
              <EmptyState title="No draft is open" icon={PencilLine}>
                Begin one from the practice profile, from a file or from nothing. To change a published
                instrument, open it below and draft its next version.
              </EmptyState>
            }
          />
        </Section>
      ) : null}
      <Section title="Published">
        <DataTable
          caption="Published instrument versions"
          hideCaption
          phone="cards"
          rows={versions}
          rowKey={({ versionId }) => versionId}
          rowHref={({ versionId }) => `/instruments/${versionId}`}
          columns={COLUMNS}
          empty={
            <EmptyState title="No instrument is published" icon={BookOpenCheck}>
              {permissions.canAuthor
                ? "Finish a draft and publish it: then reviews can be scheduled with it."
                : "Reviews can be scheduled once an administrator has published an instrument."}
            </EmptyState>
          }
        />
      </Section>
      {deleted.length > 0 ? (
        <Section
          title="Deleted drafts"
          description="Nothing in them is lost until the day that stands beside each; after it they are gone for good."
        >
          <DataTable
            caption="Deleted drafts"
            hideCaption
            phone="cards"
            dense
            rows={deleted}
            rowKey={({ id }) => id}
            columns={[
              ...draftColumns(zone),
              {
                key: "until",
                header: "Can be restored until",
                cell: ({ restorableUntil }) => (
                  <span className="whitespace-nowrap">
                    {restorableUntil ? formatDay(restorableUntil, { weekday: false }) : null}
                  </span>
                ),
              },
              {
                key: "restore",
                header: "Restore",
                cell: ({ id, title }) => (
                  <Form method="post" action={`/instruments/drafts/${id}?index`}>
                    <Button
                      name="intent"
                      value="restore"
                      variant="secondary"
                      size="small"
                      icon={RotateCcw}
                      aria-label={`Restore ${title || "the draft without a title"}`}
                    >
                      Restore
                    </Button>
                  </Form>
                ),
              },
            ]}
          />
        </Section>
      ) : null}
    </>
  );
}
