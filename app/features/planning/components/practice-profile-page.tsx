import { Link } from "@remix-run/react";
import { BookOpen } from "lucide-react";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { PracticeProfileView } from "#app/features/planning/plan.types.ts";

type Component = PracticeProfileView["components"][number];
type Activity = Component["functions"][number]["activities"][number];

function ActivityLevels({ activity }: { activity: Activity }) {
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-11 items-center justify-between gap-3 py-2 font-medium">
        {activity.title}
        <span className="shrink-0 text-sm font-normal text-accent underline underline-offset-4">
          <span className="group-open:hidden">Levels</span>
          <span className="hidden group-open:inline">Close</span>
        </span>
      </summary>
      <dl className="grid gap-3 pb-4 sm:grid-cols-2 xl:grid-cols-4">
        {activity.levels.map((level) => (
          <div key={level.label} className="rounded-control bg-sunken p-3">
            <dt className="text-sm font-semibold">{level.label}</dt>
            <dd className="text-[0.9375rem]">{level.description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function PracticeProfilePage({ profile }: { profile: PracticeProfileView | null }) {
  const breadcrumb = [{ label: "Plan", to: "/plan" }];
  if (!profile)
    return (
      <>
        <PageHeader title="Practice profile" breadcrumb={breadcrumb} />
        <EmptyState icon={BookOpen} title="No practice profile is published yet">
          The profile says what good coaching looks like. The planning team drafts it in Step 6 and publishes
          it once everybody agrees.
        </EmptyState>
      </>
    );
  const { origin } = profile;
  return (
    <>
      <PageHeader
        title={profile.title}
        breadcrumb={breadcrumb}
        meta={
          <>
            <span>Version {profile.version}</span>
            {profile.publishedOn ? <span>Published {formatDay(profile.publishedOn)}</span> : null}
          </>
        }
        intro={profile.principles}
      />
      {origin ? (
        <p className="mb-6 max-w-prose border-l-4 border-accent pl-4">
          <span className="eyebrow block">Why do we do this?</span>
          <Link to={`/plan/steps/${origin.stepNumber}`} className="link">
            Step {origin.stepNumber}: {origin.milestone}
          </Link>
          . {origin.desiredChange}
        </p>
      ) : null}
      <nav aria-label="Core components" className="mb-6 print:hidden">
        <ul className="flex flex-wrap gap-2">
          {profile.components.map((component) => (
            <li key={component.number}>
              <a
                href={`#component-${component.number}`}
                className="inline-flex min-h-9 items-center rounded-full bg-accent-soft px-3 text-sm font-medium text-accent pointer-coarse:min-h-11"
              >
                {component.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {profile.components.map((component) => (
        <Section
          key={component.number}
          id={`component-${component.number}`}
          title={`${component.number}. ${component.title}`}
          description={component.definition}
          className="scroll-mt-20"
        >
          <div className="grid gap-4">
            {component.functions.map((entry) => (
              <Card
                key={entry.code}
                title={
                  <>
                    <span className="text-ink-muted tabular-nums">{entry.code}</span> {entry.title}
                  </>
                }
              >
                <p className="mb-3 max-w-prose">{entry.description}</p>
                {entry.activities.map((activity) => (
                  <ActivityLevels key={activity.number} activity={activity} />
                ))}
              </Card>
            ))}
          </div>
        </Section>
      ))}
    </>
  );
}
