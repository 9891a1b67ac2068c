import { Mail } from "lucide-react";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { MailItem } from "#app/features/admin/admin.types.ts";
import type { Page } from "#app/http/pagination.ts";
import { AdminTabs } from "./admin-tabs.tsx";

const STATES: Record<MailItem["state"], { tone: Tone; word: string }> = {
  queued: { tone: "info", word: "Waiting" },
  sending: { tone: "info", word: "Being sent" },
  sent: { tone: "positive", word: "Sent" },
  failed: { tone: "critical", word: "Failed" },
};

export function MailPage({ mail, state }: { mail: Page<MailItem>; state?: MailItem["state"] | undefined }) {
  const { items, page, pageSize, hasNext } = mail;
  return (
    <>
      <PageHeader title="Mail" breadcrumb={[{ label: "Administration", to: "/admin" }]} />
      <AdminTabs />
      <FilterBar active={state ? [{ param: "state", label: `State: ${STATES[state].word}` }] : []}>
        <SelectField
          name="state"
          label="State"
          placeholder="Any state"
          defaultValue={state ?? ""}
          options={Object.entries(STATES).map(([value, { word }]) => ({ value, label: word }))}
        />
      </FilterBar>
      <DataTable
        caption="Mail of the program"
        hideCaption
        phone="cards"
        rows={items}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={Mail} title={state ? "No mail in this state" : "No mail has been written yet"}>
            Reminders and notices that go out by mail show here with what became of them.
          </EmptyState>
        }
        columns={[
          {
            key: "subject",
            header: "Subject",
            rowHeader: true,
            cell: ({ subject, body }) => (
              <details>
                <summary className="link min-h-6">
                  {subject}
                  <span className="sr-only">, show the text</span>
                </summary>
                <p className="mt-1 max-w-prose text-left text-sm font-normal break-words whitespace-pre-line">
                  {body}
                </p>
              </details>
            ),
          },
          {
            key: "to",
            header: "To",
            cell: ({ toAddress }) => <span className="break-all">{toAddress}</span>,
          },
          {
            key: "state",
            header: "State",
            cell: (item) => (
              <>
                <Badge tone={STATES[item.state].tone}>{STATES[item.state].word}</Badge>
                {item.error ? <span className="mt-1 block text-sm text-critical">{item.error}</span> : null}
              </>
            ),
          },
          { key: "attempts", header: "Attempts", align: "end", cell: ({ attempts }) => attempts },
          {
            key: "written",
            header: "Written",
            cell: ({ createdOn, createdAt }) => (
              <span className="whitespace-nowrap tabular-nums">
                {formatDay(createdOn, { weekday: false })} {createdAt}
              </span>
            ),
          },
        ]}
      />
      {page > 1 || hasNext ? (
        <Pagination page={page} pageSize={pageSize} shown={items.length} hasNext={hasNext} noun="mails" />
      ) : null}
    </>
  );
}
