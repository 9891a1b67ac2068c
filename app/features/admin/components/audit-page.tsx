import { Link, useSearchParams } from "@remix-run/react";
import { ScrollText } from "lucide-react";
import { buttonStyle } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type ActiveFilter, FilterBar } from "#app/components/filter-bar.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { eventChoices, eventWords } from "#app/events/event-words.ts";
import type { AuditItem } from "#app/features/admin/admin.types.ts";
import { AdminTabs } from "./admin-tabs.tsx";

export interface AuditPageProps {
  events: readonly AuditItem[];
  next: string | null;
}

const PARAMS = { type: "Event", subject: "Subject", actor: "By", day: "Day" } as const;

/** The first eight digits tell ids apart on a page; the whole id is in the details. */
function shortId(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? id.slice(0, 8) : id;
}

function EventDetails({ event }: { event: AuditItem }) {
  return (
    <details>
      <summary className="link inline-flex min-h-6 items-center pointer-coarse:min-h-11">
        Details<span className="sr-only"> of {eventWords(event.type)}</span>
      </summary>
      <dl className="text-left text-sm break-all">
        {[["event", event.type] as const, ["subject", event.subjectId] as const, ...event.payload].map(
          ([key, value]) => (
            <div key={key}>
              <dt className="inline text-ink-muted">{key}</dt> <dd className="inline">{value}</dd>
            </div>
          ),
        )}
        {event.requestId ? (
          <div>
            <dt className="inline text-ink-muted">request</dt> <dd className="inline">{event.requestId}</dd>
          </div>
        ) : null}
      </dl>
    </details>
  );
}

export function AuditPage({ events, next }: AuditPageProps) {
  const [search] = useSearchParams();
  const active = Object.entries(PARAMS).flatMap(([param, label]): ActiveFilter[] => {
    const value = search.get(param);
    if (!value) return [];
    const name =
      param === "actor"
        ? (events.find(({ actorId }) => actorId === value)?.actorName ?? value)
        : param === "type"
          ? eventWords(value)
          : value;
    return [{ param, label: `${label}: ${name}` }];
  });
  const hrefWith = (changes: Record<string, string>) => {
    const params = new URLSearchParams(search);
    params.delete("before");
    for (const [name, value] of Object.entries(changes)) params.set(name, value);
    return `/admin/audit?${params}`;
  };
  return (
    <>
      <PageHeader
        title="Audit"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        intro="Every change and every refusal, newest first. It holds ids, codes and days, never what was said in coaching."
      />
      <AdminTabs />
      <FilterBar active={active} keep={["actor"]}>
        <SelectField
          name="type"
          label="Event"
          placeholder="Any event"
          defaultValue={search.get("type") ?? ""}
          options={eventChoices()}
        />
        <TextField name="subject" label="Id of the subject" defaultValue={search.get("subject") ?? ""} />
        <DateField name="day" label="Day" defaultValue={search.get("day") ?? ""} />
      </FilterBar>
      <DataTable
        caption="Events"
        hideCaption
        dense
        phone="lines"
        rows={events}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={ScrollText} title="No event matches">
            Take a filter away, or choose another day.
          </EmptyState>
        }
        columns={[
          {
            key: "when",
            header: "When",
            cell: ({ day, time }) => (
              <span className="whitespace-nowrap tabular-nums">
                {formatDay(day, { weekday: false })} {time}
              </span>
            ),
          },
          {
            key: "type",
            header: "Event",
            rowHeader: true,
            cell: ({ type }) => eventWords(type),
          },
          {
            key: "actor",
            header: "By",
            cell: ({ actorId, actorName }) => (
              <Link to={hrefWith({ actor: actorId ?? "system" })} className="link">
                {actorId ? (actorName ?? actorId) : "The system"}
              </Link>
            ),
          },
          {
            key: "subject",
            header: "Subject",
            cell: ({ subjectType, subjectId, subjectName, siteName }) => (
              <span className="min-w-0">
                <Link to={hrefWith({ subject: subjectId })} className="link break-all">
                  {subjectName ?? shortId(subjectId)}
                </Link>
                <span className="block text-sm text-ink-muted">
                  {subjectType}
                  {siteName ? `, ${siteName}` : ""}
                </span>
              </span>
            ),
          },
          {
            key: "payload",
            header: "Details",
            cell: (event) => <EventDetails event={event} />,
          },
        ]}
      />
      {next || search.has("before") ? (
        <nav aria-label="Pages of events" className="mt-4 flex flex-wrap justify-end gap-2">
          {search.has("before") ? (
            <Link to={hrefWith({})} className={buttonStyle({ variant: "secondary" })}>
              Newest
            </Link>
          ) : null}
          {next ? (
            <Link
              to={hrefWith({ before: next })}
              rel="next"
              className={buttonStyle({ variant: "secondary" })}
            >
              Older
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  );
}
