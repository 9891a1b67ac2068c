import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { ItemAgreement } from "#fidelity/raters/compare-ratings.ts";
import type { ChecklistItem } from "../assessment.types.ts";
import type { AttemptPage as Page } from "../calibration.types.ts";
import { markOf } from "../checklist.rules.ts";
import { figureWords, ruleWords } from "../rater-words.ts";
import { AGREEMENT_COLUMNS, AgreementTiles } from "./agreement.tsx";
import { ResultOfAttempt } from "./calibration-pages.tsx";

type Row = ItemAgreement & { item: ChecklistItem };

const COLUMNS: Column<Row>[] = [
  {
    key: "item",
    header: "Item",
    rowHeader: true,
    cell: ({ item }) => (
      <span>
        <span className="text-ink-muted tabular-nums">{item.number}</span> {item.label}
      </span>
    ),
  },
  { key: "n", header: "Cases", align: "end", cell: ({ compared }) => compared },
  ...AGREEMENT_COLUMNS,
];

/** An attempt beside the master: in all, item by item, and case by case where they differ. */
export function AttemptPage({ page }: { page: Page }) {
  const { result, sections, isOwn } = page;
  const { comparison } = result;
  const items = sections.flatMap((section) => section.items);
  const byId = new Map(items.map((item) => [item.id, item]));
  const rows = comparison.items.flatMap((row): Row[] => {
    const item = byId.get(row.itemId);
    return item ? [{ ...row, item }] : [];
  });
  return (
    <>
      <PageHeader
        title={isOwn ? `My attempt ${page.number}` : `${page.personName}, attempt ${page.number}`}
        breadcrumb={[
          { label: "Calibration", to: "/calibration" },
          { label: page.set.title, to: `/calibration/${page.set.id}` },
        ]}
        meta={
          <>
            <ResultOfAttempt passed={result.passed} isPractice={page.isPractice} />
            <span>Handed in {formatDay(page.submittedOn)}</span>
          </>
        }
      />
      <Callout
        tone={result.passed && !page.isPractice ? "positive" : "info"}
        title={`Reached: ${figureWords(page.passRule, result.figure, result.reason)}`}
      >
        Asked for: {ruleWords(page.passRule)}.{" "}
        {result.passed
          ? "The rows below show where talking with others is still worth it."
          : "The rows below show where to look first. Talk them through with somebody who passed, practise with this set, and rate another one: only a set that is new to you counts."}
      </Callout>
      <div className="mt-6">
        <AgreementTiles
          agreement={comparison}
          difference={{ label: "Mean difference", sentence: "Above 0: higher than the master" }}
        />
      </div>
      <Section title="Item by item">
        <DataTable
          caption="Agreement with the master by item"
          hideCaption
          dense
          phone="cards"
          rows={rows}
          rowKey={({ itemId }) => itemId}
          columns={COLUMNS}
        />
      </Section>
      {page.cases.map((one) => {
        const different = items.filter(({ id }) => {
          const pair = one.answers[id];
          return pair !== undefined && pair.given !== pair.master && byId.get(id)?.kind !== "text";
        });
        return (
          <Section key={one.number} title={`Case ${one.number}: ${one.title}`}>
            {different.length === 0 ? (
              <p className="text-ink-muted">Every answer is the master’s.</p>
            ) : (
              <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                {different.map((item) => {
                  const pair = one.answers[item.id];
                  return (
                    <li key={item.id} className="grid gap-1 px-4 py-3">
                      <p>
                        <span className="text-ink-muted tabular-nums">{item.number}</span> {item.label}
                      </p>
                      <p className="font-semibold">
                        {isOwn ? "Mine" : page.personName}: {markOf(item, pair?.given ?? "")} · Master:{" "}
                        {markOf(item, pair?.master ?? "")}
                      </p>
                      {pair?.masterComment ? (
                        <p className="border-l-2 border-accent pl-3 text-sm">{pair.masterComment}</p>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            )}
          </Section>
        );
      })}
    </>
  );
}
