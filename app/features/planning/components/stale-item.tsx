import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { type PlanStatus, STATUS_LABELS } from "#app/features/planning/statuses.ts";

export interface StoredItem {
  status: PlanStatus;
  ownerName: string | null;
  startsOn: string | null;
  dueOn: string | null;
  doneOn: string | null;
  note: string;
  version: number;
}

const dayOr = (day: string | null) => (day ? formatDay(day, { weekday: false }) : "No day");

/** What somebody else stored in the meantime, in full, above the form that still holds one's own. */
export function StaleItem({ stored }: { stored: StoredItem }) {
  return (
    <Callout tone="caution" title="What is stored now">
      <DescriptionList
        items={[
          { label: "Status", value: STATUS_LABELS[stored.status] },
          { label: "Owner", value: stored.ownerName ?? "No owner yet" },
          { label: "Start", value: dayOr(stored.startsOn) },
          { label: "Due", value: dayOr(stored.dueOn) },
          { label: "Done", value: dayOr(stored.doneOn) },
          {
            label: "Note",
            value: <span className="whitespace-pre-line">{stored.note || "No note"}</span>,
          },
        ]}
      />
      <p className="mt-2">
        What you typed is in the form below. Bring the two together there: saving replaces what is stored now.
      </p>
    </Callout>
  );
}
