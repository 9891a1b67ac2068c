import { Link } from "@remix-run/react";
import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import type { AdminOverview } from "#app/features/admin/admin.types.ts";
import { AdminTabs } from "./admin-tabs.tsx";
import { JobRunTable } from "./job-run-table.tsx";

const upTo = (count: number) => (count >= 1000 ? "1,000+" : String(count));

export function OverviewPage({ overview }: { overview: AdminOverview }) {
  const { counts, mail, jobs, refusalsInWeek, failedJobsInDay } = overview;
  return (
    <>
      <PageHeader title="Administration" />
      <AdminTabs />
      {failedJobsInDay > 0 ? (
        <Callout
          tone="critical"
          title={`${upTo(failedJobsInDay)} ${failedJobsInDay === 1 ? "job run" : "job runs"} failed in the last 24 hours`}
          actions={
            <Link to="/admin/jobs" className="link font-medium">
              See what failed
            </Link>
          }
        >
          A failed run is tried again by itself. If the same job keeps failing, its error says why.
        </Callout>
      ) : null}
      <div className="mt-4 grid gap-4 first:mt-0 sm:grid-cols-2 xl:grid-cols-4">
        <StatTile
          headingLevel={2}
          label="People"
          value={counts.people}
          sentence={
            counts.withoutRole === 0
              ? "Everybody holds a role."
              : `${counts.withoutRole} without a role, so they see only their own account.`
          }
          to="/admin/people"
          toLabel="See the people"
        />
        <StatTile
          headingLevel={2}
          label="Sites"
          value={counts.sites}
          sentence={`${counts.sitesStarted} started; the program has ${counts.regions} regions.`}
          to="/admin/sites"
          toLabel="See the sites"
        />
        <StatTile
          headingLevel={2}
          label="Mail waiting"
          value={upTo(mail.queued)}
          status={mail.failed > 0 ? { tone: "critical", word: `${upTo(mail.failed)} failed` } : undefined}
          sentence={`${upTo(mail.sentToday)} sent today.`}
          to="/admin/mail"
          toLabel="See the mail"
        />
        <StatTile
          headingLevel={2}
          label="Refused requests, 7 days"
          value={upTo(refusalsInWeek)}
          sentence="Pages and records that somebody tried to open without the right to."
          to="/admin/audit?type=access.refused"
          toLabel="See who and what"
        />
      </div>
      <Section title="Jobs, last run of each">
        <JobRunTable caption="Last run of each job" runs={jobs} today={overview.today} linkJobs />
      </Section>
    </>
  );
}
