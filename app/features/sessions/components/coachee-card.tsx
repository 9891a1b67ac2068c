import { Link } from "@remix-run/react";
import { NotebookPen } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DueDay } from "#app/components/due-day.tsx";
import { Meter } from "#app/components/meter.tsx";
import { Person } from "#app/components/person.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import { contactBand } from "../contact-band.ts";
import type { ContactCard, PersonCard } from "../people.types.ts";
import { INTENSITY_LABELS } from "../session.codes.ts";
import { ofPlanned } from "./dose-words.ts";

/** One of a coach's people. Dose and due day need the server; a device without a connection leaves them out. */
export function CoacheeCard({
  person,
  today,
  to,
  logTo,
}: {
  person: ContactCard & Partial<Pick<PersonCard, "dose" | "due" | "hasAgreement">>;
  today: string;
  /** The person's page, where there is one. */
  to?: string;
  logTo: string;
}) {
  const band = contactBand(person.lastContactOn, today);
  const { due, dose } = person;
  return (
    <Card
      headingLevel={2}
      title={
        <Person name={person.name} detail={`${person.siteName} · ${INTENSITY_LABELS[person.intensity]}`} />
      }
      to={to}
      footer={
        <ButtonLink wide size="large" icon={NotebookPen} to={logTo}>
          Log<span className="sr-only"> a session with {person.name}</span>
        </ButtonLink>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.9375rem]">
        <dt className="text-ink-muted">Last contact</dt>
        <dd>
          {person.lastContactOn ? (
            <RelativeDay compact day={person.lastContactOn} today={today} />
          ) : (
            "none yet"
          )}
          {person.isLastContactOwn === false && person.lastContactOn ? " with another coach" : null}
          <span className="my-1 block">
            <Badge tone={band.tone}>{band.word}</Badge>
          </span>
        </dd>
        <dt className="text-ink-muted">Next session</dt>
        <dd>
          <NextSession person={person} isLinked={to !== undefined} />
        </dd>
        {due ? (
          <>
            <dt className="text-ink-muted">Next due</dt>
            <dd>
              <DueDay due={due} today={today} />
            </dd>
          </>
        ) : null}
        <dt className="text-ink-muted">Open steps</dt>
        <dd className="tabular-nums">{person.openSteps >= 99 ? "99 or more" : person.openSteps}</dd>
        <dt className="text-ink-muted">Goals</dt>
        <dd>{person.goalTitles.length > 0 ? person.goalTitles.join("; ") : "none yet"}</dd>
      </dl>
      {dose ? (
        <div className="mt-3">
          <CardDose dose={dose} />
        </div>
      ) : null}
      {person.hasAgreement === false ? (
        <p className="mt-3 text-sm text-ink-muted">No signed agreement in force</p>
      ) : null}
    </Card>
  );
}

/** The planned session, or where one is planned. */
function NextSession({ person, isLinked }: { person: ContactCard; isLinked: boolean }) {
  const { nextSessionOn, plannedSessionId } = person;
  const words = nextSessionOn ? formatDay(nextSessionOn) : "not planned";
  if (!isLinked || (nextSessionOn && !plannedSessionId)) return words;
  return (
    <>
      {nextSessionOn ? null : `${words} · `}
      <Link
        to={plannedSessionId ? `/sessions/${plannedSessionId}` : `/calendar/new?person=${person.id}`}
        className="relative z-10 -my-2 inline-flex min-h-11 min-w-11 items-center text-accent underline underline-offset-4"
      >
        {nextSessionOn ? words : "Plan"}
        <span className="sr-only">
          {" "}
          {nextSessionOn ? "" : "a session "}with {person.name}
        </span>
      </Link>
    </>
  );
}

function CardDose({ dose }: Pick<PersonCard, "dose">) {
  const { plannedSessions, deliveredSessions, deliveredMinutes } = dose;
  if (plannedSessions === 0)
    return (
      <p className="text-sm text-ink-muted">
        Nothing is planned in {formatMonth(dose.from)}; {deliveredSessions} held, {deliveredMinutes} minutes.
      </p>
    );
  return (
    <Meter
      label={`Sessions in ${formatMonth(dose.from)}`}
      value={deliveredSessions}
      max={plannedSessions}
      text={ofPlanned(deliveredSessions, plannedSessions)}
    />
  );
}
