import { Clock3, FileUp, History, Lock, Users } from "lucide-react";
import { Fragment } from "react";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import {
  ACKNOWLEDGEMENT_LABELS,
  type AcknowledgementState,
  isDelivered,
  MODALITY_LABELS,
  type SessionStatus,
  STATUS_LABELS,
} from "../session.codes.ts";
import type { SessionListItem } from "../session.types.ts";

export const ACKNOWLEDGEMENT_TONES: Record<AcknowledgementState, Tone> = {
  pending: "neutral",
  acknowledged: "positive",
  acknowledged_with_comment: "positive",
  disputed: "critical",
  lapsed: "caution",
};

export function statusTone(status: SessionStatus): Tone {
  if (isDelivered(status)) return "positive";
  return status === "scheduled" ? "info" : "caution";
}

/** Acknowledgement, late entry and lock, as far as they say something. */
export function SessionMarks({
  session,
}: {
  session: Pick<
    SessionListItem,
    "status" | "acknowledgement" | "isImported" | "isLate" | "entryLagDays" | "isLocked" | "isAmended"
  > &
    Partial<Pick<SessionListItem, "ownRole">>;
}) {
  return (
    <>
      {session.isImported ? <Badge icon={FileUp}>Imported</Badge> : null}
      {isDelivered(session.status) && !(session.isImported && session.acknowledgement === "lapsed") ? (
        <Badge tone={ACKNOWLEDGEMENT_TONES[session.acknowledgement]}>
          {ACKNOWLEDGEMENT_LABELS[session.acknowledgement]}
        </Badge>
      ) : null}
      {session.isLate ? (
        <Badge tone="caution" icon={Clock3}>
          Entered {session.entryLagDays} days later
        </Badge>
      ) : null}
      {session.isAmended ? (
        <Badge tone="caution" icon={History}>
          Amended
        </Badge>
      ) : null}
      {session.ownRole ? (
        <Badge tone="info" icon={Users}>
          {session.ownRole === "co_coach" ? "You co-coached" : "You sat in"}
        </Badge>
      ) : null}
      {session.isLocked ? <Badge icon={Lock}>Locked</Badge> : null}
    </>
  );
}

/** A long list of people breaks between them, never inside a name. */
function namesOf(names: readonly string[]) {
  if (names.length === 0) return "people you cannot see";
  return names.map((name, index) => (
    <Fragment key={name}>
      <span className="whitespace-nowrap">
        {name}
        {index < names.length - 1 ? "," : ""}
      </span>{" "}
    </Fragment>
  ));
}

function wasThereInPart({ doseMinutes, ownMinutes }: Pick<SessionListItem, "doseMinutes" | "ownMinutes">) {
  return ownMinutes !== null && ownMinutes !== doseMinutes;
}

/** "60", or "30 of 60" for somebody who was there for a part. */
export function minutesWords({
  doseMinutes,
  ownMinutes,
}: Pick<SessionListItem, "doseMinutes" | "ownMinutes">): string {
  return wasThereInPart({ doseMinutes, ownMinutes })
    ? `${ownMinutes} of ${doseMinutes}`
    : String(doseMinutes);
}

/** Sessions, newest first. `who`: whose names tell the lines apart. */
export function SessionList({
  caption,
  sessions,
  who,
}: {
  caption: string;
  sessions: SessionListItem[];
  who: "attendees" | "coach" | "none";
}) {
  const columns: Column<SessionListItem>[] = [
    {
      key: "day",
      header: "Day",
      rowHeader: true,
      cell: ({ sessionOn }) => <span className="whitespace-nowrap">{formatDay(sessionOn)}</span>,
    },
    ...(who === "none"
      ? []
      : [
          {
            key: "who",
            header: who === "coach" ? "Coach" : "With",
            cell: (session: SessionListItem) =>
              namesOf(who === "coach" ? [session.coachName] : session.attendeeNames),
          },
        ]),
    {
      key: "status",
      header: "Status",
      cell: (session) => (
        <span className="flex flex-wrap gap-1.5">
          <Badge tone={statusTone(session.status)}>{STATUS_LABELS[session.status]}</Badge>
          <SessionMarks session={session} />
        </span>
      ),
    },
    { key: "focus", header: "Focus", from: "xl", cell: ({ focusTitles }) => focusTitles.join(", ") || "–" },
    {
      key: "modality",
      header: "How",
      from: "xl",
      cell: ({ modality }) => <span className="whitespace-nowrap">{MODALITY_LABELS[modality]}</span>,
    },
    {
      key: "minutes",
      header: who === "coach" ? "Your minutes" : "Minutes",
      align: "end",
      cell: (session) =>
        isDelivered(session.status) ? (
          <>
            {minutesWords(session)}
            <span className="md:hidden">{wasThereInPart(session) ? " min there" : " min"}</span>
          </>
        ) : null,
    },
  ];
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/sessions/${id}`}
      phone="lines"
    />
  );
}
