import { Link } from "@remix-run/react";
import { Callout } from "#app/components/callout.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Overlap } from "../overlap.types.ts";

const MOST_NAMED = 3;

/** Says that a coach has two things at one time. It is stored as it stands: both can be right. */
export function OverlapWarning({
  overlaps,
  isSeries = false,
}: {
  overlaps: readonly Overlap[];
  isSeries?: boolean;
}) {
  if (overlaps.length === 0) return null;
  const days = new Set(overlaps.map(({ ofOn }) => ofOn)).size;
  const more = overlaps.length - MOST_NAMED;
  return (
    <div className="mb-6 max-w-2xl">
      <Callout
        tone="caution"
        title={
          isSeries
            ? `On ${days === 1 ? "one day" : `${days} days`} you have another session at the same time`
            : "You have another session at the same time"
        }
      >
        <ul>
          {overlaps.slice(0, MOST_NAMED).map(({ id, ofOn, on, startTime, endTime, names }) => (
            <li key={`${id} ${ofOn}`}>
              <Link
                to={`/sessions/${id}`}
                className="link inline-flex min-h-6 items-center pointer-coarse:min-h-11"
              >
                {formatDay(on)}, {startTime}–{endTime}, with {names.join(", ") || "a colleague’s people"}
              </Link>
            </li>
          ))}
        </ul>
        <p>
          {more > 0 ? `And ${more} more. ` : ""}
          It is stored as it stands. If it is not meant, move or correct one of them.
        </p>
      </Callout>
    </div>
  );
}
