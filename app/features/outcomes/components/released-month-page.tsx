import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { Timeline } from "#app/components/timeline.tsx";
import { figureOf } from "../figure.rules.ts";
import { monthName } from "../months.rules.ts";
import type { Release, ReleasedMeasure, ReleasedMonth, RestatedAtSite } from "../release.types.ts";
import { changeWords } from "./change-words.ts";
import { FigureCell } from "./figure-cell.tsx";
import { count, ratioWords } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";

interface ReleasedMonthPageProps {
  view: ReleasedMonth;
  newId: string;
  answer: Answer;
}

export function ReleasedMonthPage({ view, newId, answer }: ReleasedMonthPageProps) {
  const { month, releases, olderReleases, measures, restated } = view;
  const latest = releases.at(-1);
  if (!latest) return null;
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: "Rollout", to: "/rollout" },
          { label: "Released months", to: "/rollout/released" },
        ]}
        title={monthName(month)}
        meta={
          <>
            <span>Release {latest.number}</span>
            <span>{formatDay(latest.on)}</span>
            <span>{view.sites === 1 ? "1 site" : `${view.sites} sites`}</span>
          </>
        }
      />
      <div className="mb-6">
        <Standing view={view} latest={latest} />
      </div>
      <DataTable
        caption={`Figures of ${monthName(month)} as released and today`}
        hideCaption
        columns={measureColumns(releases)}
        rows={measures}
        rowKey={({ code }) => code}
        phone="cards"
      />
      <MarkLegend kinds={["blank"]} />
      {restated.length > 0 ? (
        <Section
          title="Where today differs"
          description={`Site by site, against release ${latest.number}. The reasons are what was entered, changed or taken back since, as far as it can be counted.`}
        >
          <DataTable
            caption="Figures that differ by site"
            hideCaption
            columns={SITE_COLUMNS}
            rows={restated}
            rowKey={({ siteId, code }) => `${siteId} ${code}`}
            rowHref={({ siteId }) => `/rollout/sites/${siteId}/sessions?month=${month.slice(0, 7)}`}
            phone="cards"
            dense
          />
        </Section>
      ) : null}
      {view.canRestate ? <Restate view={view} latest={latest} newId={newId} answer={answer} /> : null}
      <Section title="Releases">
        <Timeline
          label="Releases of the month, newest first"
          entries={[...releases].reverse().map(({ id, number, on, by, reason }) => ({
            id,
            title: number === 1 ? "First release" : `Release ${number}`,
            when: formatDay(on),
            who: by ?? "by the nightly job, when the records had locked",
            body: reason || undefined,
          }))}
        />
        {olderReleases > 0 ? (
          <p className="mt-3 text-sm text-ink-muted">
            {olderReleases} earlier {olderReleases === 1 ? "release is" : "releases are"} kept and not shown
            here.
          </p>
        ) : null}
      </Section>
      <OperationalNotice hiddenSites={view.hiddenSites} />
    </>
  );
}

function Standing({ view, latest }: { view: ReleasedMonth; latest: Release }) {
  const moved = view.measures.filter(({ isRestated }) => isRestated);
  if (moved.length === 0)
    return (
      <Callout tone="positive" title="Today’s figures are the released ones.">
        Nothing that was entered or changed since {formatDay(latest.on)} moves a figure of this month.
      </Callout>
    );
  return (
    <Callout
      tone="caution"
      title={`${moved.length === 1 ? "One measure differs" : `${moved.length} measures differ`} from what was released.`}
    >
      <ul className="grid gap-1">
        {moved.map((measure) => (
          <li key={measure.code}>{standingSentence(measure, latest)}</li>
        ))}
      </ul>
    </Callout>
  );
}

function standingSentence(
  { code, name, releases, today, changes }: ReleasedMeasure,
  { on }: Release,
): string {
  const released = releases.at(-1);
  const was = released ? ratioWords(code, released) : "nothing";
  return `${name}: released ${was} on ${formatDay(on)}; today ${count(today.numerator)} of ${count(today.denominator)} (restated: ${changeWords(code, changes)}).`;
}

function measureColumns(releases: readonly Release[]): readonly Column<ReleasedMeasure>[] {
  return [
    { key: "measure", header: "Measure", rowHeader: true, cell: ({ name }) => name },
    ...releases.map(
      ({ id, number, on }, index): Column<ReleasedMeasure> => ({
        key: id,
        header: `Release ${number}, ${formatDay(on, { weekday: false })}`,
        align: "end",
        cell: ({ code, releases: values }) => {
          const value = values[index];
          return value ? <FigureCell figure={figureOf(code, value, null)} /> : <Mark kind="blank" />;
        },
      }),
    ),
    {
      key: "today",
      header: "Today",
      align: "end",
      cell: ({ code, today, isRestated }) =>
        isRestated ? (
          <strong className="font-semibold text-caution">
            <FigureCell figure={figureOf(code, today, null)} />
          </strong>
        ) : (
          <span className="text-ink-muted">the same</span>
        ),
    },
    {
      key: "version",
      header: "Definition",
      from: "xl",
      cell: ({ releases: values }) => {
        const version = values.at(-1)?.version;
        return version === undefined ? <Mark kind="blank" /> : `version ${version}`;
      },
    },
  ];
}

const SITE_COLUMNS: readonly Column<RestatedAtSite>[] = [
  { key: "site", header: "Site", rowHeader: true, cell: ({ site }) => site },
  { key: "measure", header: "Measure", cell: ({ name }) => name },
  {
    key: "released",
    header: "Released",
    align: "end",
    cell: ({ code, released }) => <FigureCell figure={figureOf(code, released, null)} />,
  },
  {
    key: "today",
    header: "Today",
    align: "end",
    cell: ({ code, today }) => <FigureCell figure={figureOf(code, today, null)} />,
  },
  { key: "why", header: "Why", prose: true, cell: ({ code, changes }) => changeWords(code, changes) },
];

function Restate({ view, latest, newId, answer }: ReleasedMonthPageProps & { latest: Release }) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().state !== "idle";
  return (
    <Section title="Restate the month">
      <Card>
        <Form method="post" noValidate className="grid max-w-prose gap-4">
          <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
          <p>
            Today’s figures of all sites become release {latest.number + 1} and stand from then on. Release{" "}
            {latest.number} stays readable here.
          </p>
          <input type="hidden" name="id" value={typedValue(answer, "id") || newId} />
          <input type="hidden" name="seen" value={latest.number} />
          <GuardedTextArea
            name="reason"
            label="Why the figures are restated"
            hint={`Everybody who sees figures of ${monthName(view.month)} can read it`}
            defaultValue={typedValue(answer, "reason") ?? ""}
            error={errors.reason}
            rows={3}
            required
          />
          <Button pending={isSaving} pendingLabel="Releasing" className="justify-self-start">
            Release today’s figures
          </Button>
        </Form>
      </Card>
    </Section>
  );
}
