import { Link } from "@remix-run/react";
import { CalendarPlus } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { STATUS_LABELS } from "../session.codes.ts";
import type { SessionPage } from "../session.types.ts";
import { statusTone } from "./session-list.tsx";

const linkLook =
  "inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11";

/** Where a session stands: its plan, and what it was moved from and to. */
export function SessionPlace({ page }: { page: SessionPage }) {
  const { session, chain, plan, permissions } = page;
  return (
    <div className="mt-4 grid gap-4">
      {plan ? (
        <p>
          One of a plan:{" "}
          <Link to={`/calendar/plans/${plan.id}`} className={linkLook}>
            {plan.words}
          </Link>
        </p>
      ) : null}
      {chain.length > 0 ? (
        <div>
          <h3 className="mb-2 font-semibold">How it was moved</h3>
          <ol className="grid gap-2">
            {chain.map((link) => (
              <li key={link.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {link.id === session.id ? (
                  <span aria-current="true" className="font-semibold">
                    {formatDay(link.sessionOn)} (this one)
                  </span>
                ) : (
                  <Link to={`/sessions/${link.id}`} className={linkLook}>
                    {formatDay(link.sessionOn)}
                  </Link>
                )}
                <Badge tone={statusTone(link.status)}>{STATUS_LABELS[link.status]}</Badge>
              </li>
            ))}
          </ol>
        </div>
      ) : null}
      {permissions.canPlanAgain ? (
        <div>
          <ButtonLink variant="secondary" icon={CalendarPlus} to={`/sessions/${session.id}/planned`}>
            Plan a new time
          </ButtonLink>
        </div>
      ) : null}
    </div>
  );
}
