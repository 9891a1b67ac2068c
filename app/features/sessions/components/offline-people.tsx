import { NotebookPen } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Person } from "#app/components/person.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { contactBand } from "../contact-band.ts";
import type { OfflinePack } from "../session-form.types.ts";
import { DraftList } from "./draft-list.tsx";

/** The people of whoever was signed in here last, as this device knew them at its last visit. */
export function OfflinePeople({ pack, wanted }: { pack: OfflinePack | null; wanted: string | null }) {
  if (!pack) return <NotOnDevice />;
  const { today, people } = pack.home;
  return (
    <>
      <PageHeader title="My people" intro={`As of ${formatDay(today)}. You can log without a connection.`} />
      <div className="grid gap-6">
        {wanted ? (
          <Callout tone="caution" title="That page needs a connection">
            What you can do without one is here. Nothing you finished is lost.
          </Callout>
        ) : null}
        <DraftList accountId={pack.accountId} isOnline={false} />
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {people.map((person) => {
            const band = contactBand(person.lastContactOn, today);
            return (
              <li key={person.id} className="flex *:grow">
                <Card
                  headingLevel={2}
                  title={<Person name={person.name} detail={person.siteName} />}
                  aside={<Badge tone={band.tone}>{band.word}</Badge>}
                  footer={
                    <ButtonLink wide size="large" icon={NotebookPen} to={`/offline/log?person=${person.id}`}>
                      Log<span className="sr-only"> a session with {person.name}</span>
                    </ButtonLink>
                  }
                >
                  <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.9375rem]">
                    <dt className="text-ink-muted">Last contact</dt>
                    <dd>{person.lastContactOn ? formatDay(person.lastContactOn) : "none yet"}</dd>
                    <dt className="text-ink-muted">Next session</dt>
                    <dd>{person.nextSessionOn ? formatDay(person.nextSessionOn) : "not planned"}</dd>
                  </dl>
                </Card>
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

/** Where this device keeps nothing of what was asked for. */
export function NotOnDevice() {
  return (
    <>
      <PageHeader title="This device keeps nothing yet" />
      <Callout tone="caution" title="Open My people once while there is a connection">
        From then on this device opens your people and their logs without one. What you finish meanwhile waits
        here and is sent by itself.
      </Callout>
    </>
  );
}
