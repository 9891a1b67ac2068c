import { Link, useLocation } from "@remix-run/react";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay, relativeWords } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { Timeline } from "#app/components/timeline.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import { monthName } from "../months.rules.ts";
import type { MeasureMonths, SiteView } from "../site.types.ts";
import { AssessmentsTable } from "./assessments-table.tsx";
import { CoachDose } from "./coach-dose.tsx";
import { DeliveryChart } from "./delivery-chart.tsx";
import { recordsPath } from "./figure-breakdown-page.tsx";
import { FigureCell } from "./figure-cell.tsx";
import { STAGE_WORDS } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { ReleasedNote } from "./released-note.tsx";
import { periodWords } from "./rollout-page.tsx";

export function SitePage({ view }: { view: SiteView }) {
  const { search } = useLocation();
  const { site, period, stages, measures, coaches, assessments, today } = view;
  const delivery = measures.find(({ code }) => code === "sessions-delivered");
  const isStarted = site.startedOn !== null && site.startedOn <= today;
  const month = (period.months.at(-1) ?? period.currentMonth).slice(0, 7);
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Rollout", to: `/rollout${search}` }]}
        title={site.name}
        meta={
          <>
            <span>{site.region}</span>
            <span>Wave {site.wave}</span>
            <span>{site.stage ? (STAGE_WORDS[site.stage] ?? site.stage) : "No stage decided yet"}</span>
            <span>{zoneWords(site.zone)}</span>
          </>
        }
      />
      {isStarted ? (
        <DeliveryChart
          title="Sessions delivered against planned"
          months={delivery?.months ?? []}
          target={null}
          headingLevel={2}
        />
      ) : (
        <Callout tone="info" title="This site has not started yet.">
          Its start is planned for {formatDay(site.plannedStartOn)} (
          {relativeWords(site.plannedStartOn, today)}). Figures appear with its first month.
        </Callout>
      )}
      <Section title="Figures by month" description="Each figure opens the records it was counted from.">
        <FiguresByMonth siteId={site.id} measures={measures} />
      </Section>
      <Section
        id="coaches"
        title="Coaches"
        description={`Sessions and minutes of ${periodWords(period)}. For support and workload, not evaluation: coaches stand in the order of their names, and looking here is recorded.`}
        actions={
          coaches ? (
            <Link className="link" to={`/rollout/sites/${site.id}/dose`}>
              Overdue and due soon
            </Link>
          ) : null
        }
      >
        {coaches ? (
          <CoachDose coaches={coaches} today={today} />
        ) : (
          <Callout tone="info" title="Figures by coach are not shown to your role.">
            They are for the leads and supervisors of the site, who support its coaches.
          </Callout>
        )}
      </Section>
      <Section
        title="Fidelity assessments"
        actions={
          <Link className="link" to={`/rollout/sites/${site.id}/assessments?month=${month}`}>
            By month
          </Link>
        }
      >
        <AssessmentsTable caption={`Latest assessments at ${site.name}`} rows={assessments} />
      </Section>
      <Section title="Stages">
        {stages.length > 0 ? (
          <Timeline
            label="Stages of the site"
            entries={stages.map((entry) => ({
              id: entry.id,
              title: STAGE_WORDS[entry.stage] ?? entry.stage,
              when: `from ${formatDay(entry.startsOn)}`,
              who: entry.decidedBy ?? undefined,
              body: entry.reason,
            }))}
          />
        ) : (
          <EmptyState title="No stage has been decided yet.">
            A stage is entered by a decision with a reason; it then stands here with its day.
          </EmptyState>
        )}
      </Section>
      <OperationalNotice />
    </>
  );
}

/** Months as rows, newest first; measures as columns. */
function FiguresByMonth({ siteId, measures }: { siteId: string; measures: readonly MeasureMonths[] }) {
  const months = (measures[0]?.months ?? [])
    .map(({ month, isProvisional }, index) => ({
      ...{ month, isProvisional, index },
      isReleased: measures.some((measure) => measure.months[index]?.released),
    }))
    .filter(({ index }) => measures.some((measure) => measure.months[index]?.asOf))
    .reverse();
  const columns: readonly Column<(typeof months)[number]>[] = [
    {
      key: "month",
      header: "Month",
      rowHeader: true,
      cell: ({ month, isProvisional, isReleased }) => (
        <span className="whitespace-nowrap">
          {monthName(month)}
          {isReleased ? (
            <Link
              className="link block text-[0.8125rem] font-normal"
              to={`/rollout/released/${month.slice(0, 7)}`}
              aria-label={`Releases of ${monthName(month)}`}
            >
              released
            </Link>
          ) : null}
          {isProvisional ? (
            <span className="block text-[0.8125rem] font-normal text-ink-muted">provisional</span>
          ) : null}
        </span>
      ),
    },
    ...measures.map(
      ({ code, name, months: figures }): Column<(typeof months)[number]> => ({
        key: code,
        header: name,
        align: "end",
        cell: ({ month, index }) => {
          const figure = figures[index];
          if (!figure || (figure.value === null && !figure.released?.today)) return <Mark kind="blank" />;
          return (
            <Link
              className="inline-block min-h-6 text-accent underline-offset-4 hover:underline"
              to={recordsPath(code, siteId, month)}
            >
              <FigureCell figure={figure} />
              <span className="sr-only">
                , {name}, {monthName(month)}: records
              </span>
            </Link>
          );
        },
      }),
    ),
  ];
  return (
    <>
      <DataTable
        caption="Figures by month"
        hideCaption
        columns={columns}
        rows={months}
        rowKey={({ month }) => month}
        wide
        dense
        empty={
          <EmptyState title="There are no figures yet.">
            They are computed every night and after each entry.
          </EmptyState>
        }
      />
      <MarkLegend kinds={["blank"]} />
      <ReleasedNote />
    </>
  );
}
