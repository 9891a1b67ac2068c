import { Clock3, History, Lock } from "lucide-react";
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
    "status" | "acknowledgement" | "isLate" | "entryLagDays" | "isLocked" | "isAmended"
  >;
}) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1.5 max-md:justify-end">
      {isDelivered(session.status) ? (
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
      {session.isLocked ? <Badge icon={Lock}>Locked</Badge> : null}
    </span>
  );
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
              who === "coach"
                ? session.coachName
                : session.attendeeNames.join(", ") || "people you cannot see",
          },
        ]),
    {
      key: "status",
      header: "Status",
      cell: ({ status }) => <Badge tone={statusTone(status)}>{STATUS_LABELS[status]}</Badge>,
    },
    { key: "focus", header: "Focus", from: "lg", cell: ({ focusTitles }) => focusTitles.join(", ") || "–" },
    {
      key: "modality",
      header: "How",
      from: "lg",
      cell: ({ modality }) => <span className="whitespace-nowrap">{MODALITY_LABELS[modality]}</span>,
    },
    {
      key: "minutes",
      header: "Minutes",
      align: "end",
      cell: ({ status, doseMinutes }) => (isDelivered(status) ? doseMinutes : "–"),
    },
    {
      key: "marks",
      header: "Record",
      cell: (session) =>
        isDelivered(session.status) || session.isLate || session.isLocked ? (
          <SessionMarks session={session} />
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
      phone="cards"
    />
  );
}
