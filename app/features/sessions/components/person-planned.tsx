import { Link } from "@remix-run/react";
import { NotebookPen } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { RelativeDay } from "#app/components/relative-day.tsx";
import type { PersonPage } from "../people.types.ts";
import { repeatWords } from "../session-plan-words.ts";

const linkLook = "inline-flex min-h-11 items-center text-accent underline underline-offset-4";

/** What is planned with a person: what nobody has logged yet, what comes next, and what repeats. */
export function PersonPlanned({ page }: { page: Pick<PersonPage, "planned" | "plans" | "today"> }) {
  const { planned, plans, today } = page;
  if (planned.length === 0 && plans.length === 0)
    return (
      <EmptyState title="Nothing is planned">
        A planned session stands here and in the calendar, and its log starts from it.
      </EmptyState>
    );
  return (
    <div className="grid max-w-2xl gap-3">
      {planned.length > 0 ? (
        <ul className="grid divide-y divide-line rounded-card border border-line bg-surface">
          {planned.map(({ id, on, startTime }) => (
            <li
              key={id}
              className="flex min-h-14 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2"
            >
              <Link to={`/sessions/${id}`} className={linkLook}>
                <RelativeDay day={on} today={today} />
                {startTime ? `, ${startTime}` : ""}
              </Link>
              {on <= today ? (
                <ButtonLink size="small" icon={NotebookPen} to={`/sessions/${id}/edit`}>
                  Log it
                </ButtonLink>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {plans.map((plan) => (
        <p key={plan.id}>
          <Link to={`/calendar/plans/${plan.id}`} className={linkLook}>
            {repeatWords(plan)}, {plan.startTime}
          </Link>
        </p>
      ))}
    </div>
  );
}
