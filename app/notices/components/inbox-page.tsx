import { Form, Link } from "@remix-run/react";
import { CheckCheck, Inbox } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { RelativeDay } from "#app/components/relative-day.tsx";
import type { Page } from "#app/http/pagination.ts";
import type { InboxNotice } from "#app/notices/notices.types.ts";

function NoticeRow({ notice, today }: { notice: InboxNotice; today: string }) {
  return (
    <li
      className={`grid gap-2 rounded-card border bg-surface p-4 shadow-card md:px-5 ${notice.isRead ? "border-line" : "border-accent"}`}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h2 className={`min-w-0 flex-1 basis-56 ${notice.isRead ? "font-medium" : "font-semibold"}`}>
          {notice.title}
        </h2>
        {notice.isRead ? null : (
          <Badge tone="accent" icon={null}>
            New
          </Badge>
        )}
      </div>
      <p className="max-w-prose whitespace-pre-line">{notice.body}</p>
      <p className="text-sm text-ink-muted">
        <RelativeDay day={notice.day} today={today} /> <span className="tabular-nums">at {notice.time}</span>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Link
          to={notice.href}
          className="inline-flex min-h-control items-center font-medium text-accent underline underline-offset-4"
        >
          Open<span className="sr-only">: {notice.title}</span>
        </Link>
        {notice.isRead ? null : (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="id" value={notice.id} />
            <Button name="intent" value="read" variant="quiet" size="small">
              Mark as read<span className="sr-only">: {notice.title}</span>
            </Button>
          </Form>
        )}
      </div>
    </li>
  );
}

export interface InboxPageProps {
  notices: Page<InboxNotice>;
  unread: number;
  today: string;
}

export function InboxPage({ notices, unread, today }: InboxPageProps) {
  const { items, page, pageSize, hasNext } = notices;
  return (
    <>
      <PageHeader
        title="Inbox"
        meta={unread === 0 ? "Nothing unread" : `${unread > 99 ? "More than 99" : unread} unread`}
        actions={
          unread > 0 ? (
            <Form method="post">
              <Button name="intent" value="read-all" variant="secondary" icon={CheckCheck}>
                Mark all as read
              </Button>
            </Form>
          ) : null
        }
      />
      {items.length === 0 ? (
        <EmptyState icon={Inbox} title={page > 1 ? "There are no older notices" : "Nothing has come in yet"}>
          Reminders land here: a review that opens or is due, a session to acknowledge, an answer you wait
          for. Each one leads to the page where you can act.
        </EmptyState>
      ) : (
        <ul className="grid max-w-3xl gap-3">
          {items.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} today={today} />
          ))}
        </ul>
      )}
      {page > 1 || hasNext ? (
        <Pagination page={page} pageSize={pageSize} shown={items.length} hasNext={hasNext} noun="notices" />
      ) : null}
    </>
  );
}
