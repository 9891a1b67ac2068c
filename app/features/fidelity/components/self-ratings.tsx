import { ClipboardPen } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { formatDay, RelativeDay, relativeWords } from "#app/components/relative-day.tsx";
import type { SelfRating } from "../assessment.types.ts";

/** The self-ratings that can be filled in now, with the way to their checklist, and when the next one opens. */
export function SelfRatings({ ratings }: { ratings: readonly SelfRating[] }) {
  const open = ratings.filter(({ isOpen }) => isOpen);
  const next = ratings.find(({ isOpen }) => !isOpen);
  if (open.length === 0 && !next) return null;
  return (
    <div className="mb-4 grid gap-4">
      {open.map(({ id, instrument, dueOn, today, isBegun }) => (
        <Callout
          key={id}
          title="Your self-rating is open"
          actions={
            <ButtonLink to={`/reviews/${id}`} icon={ClipboardPen} size="small">
              {isBegun ? "Go on with my self-rating" : "Rate my own work"}
            </ButtonLink>
          }
        >
          {instrument}, due <RelativeDay day={dueOn} today={today} />.
        </Callout>
      ))}
      {next ? (
        <p className="text-sm text-ink-muted">
          Your next self-rating opens {relativeWords(next.opensOn, next.today)}, on {formatDay(next.opensOn)}.
        </p>
      ) : null}
    </div>
  );
}
