import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import type { JobRunItem } from "#app/features/admin/admin.types.ts";
import type { Page } from "#app/http/pagination.ts";
import { AdminTabs } from "./admin-tabs.tsx";
import { JobRunTable } from "./job-run-table.tsx";

export interface JobsPageProps {
  today: string;
  jobs: readonly { name: string; runs: JobRunItem[] }[];
  history: { name: string; runs: Page<JobRunItem> } | null;
}

export function JobsPage({ today, jobs, history }: JobsPageProps) {
  if (history) {
    const { items, page, pageSize, hasNext } = history.runs;
    return (
      <>
        <PageHeader
          title={`Job ${history.name}`}
          breadcrumb={[
            { label: "Administration", to: "/admin" },
            { label: "Jobs", to: "/admin/jobs" },
          ]}
        />
        <JobRunTable caption={`Runs of ${history.name}`} runs={items} today={today} />
        {page > 1 || hasNext ? (
          <Pagination page={page} pageSize={pageSize} shown={items.length} hasNext={hasNext} noun="runs" />
        ) : null}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Jobs"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        intro="The last runs of every job. A run that failed is tried again by itself, and running twice changes nothing."
      />
      <AdminTabs />
      <JobRunTable
        caption="Last runs of every job"
        runs={jobs.flatMap(({ runs }) => runs)}
        today={today}
        linkJobs
      />
    </>
  );
}
