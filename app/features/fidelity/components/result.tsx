import { Badge } from "#app/components/badge.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { Mark } from "#app/components/mark.tsx";
import { Meter } from "#app/components/meter.tsx";
import { Section } from "#app/components/section.tsx";
import type { ChecklistItem, FidelityResult, Review } from "../assessment.types.ts";
import { isAnswered, markOf, partsOf, shownSections } from "../checklist.rules.ts";
import { evidenceLink } from "../evidence.rules.ts";
import { RESULT_WORDS } from "../review.codes.ts";
import { bandInWords, formatPercent, formatPoints } from "../review-words.ts";

/** Band word, sign and number, never one alone; a result that cannot be scored has no number. */
export function ResultBadge({
  result,
  percent,
  band,
}: {
  result: FidelityResult | null;
  percent: number | null;
  band?: string | null;
}) {
  if (!result) return <Mark kind="blank" />;
  const { tone, word } = RESULT_WORDS[result];
  return (
    <Badge tone={tone}>
      {band ?? word}
      {percent === null || result === "not_scorable" ? "" : ` · ${formatPercent(percent)}`}
    </Badge>
  );
}

const BASIS_WORDS = {
  mean: "the points of two independent ratings added up and halved",
  consensus: "what two independent raters agreed on afterwards",
  amended: "amended after it was final, the earlier one kept",
} as const;

const METER_TONES = {
  met: "positive",
  developing: "caution",
  not_met: "critical",
  not_scorable: "accent",
} as const;

/** A finished review: critical failures first, then the total, the sections and the items. */
export function ReviewResult({ review, isOwn }: { review: Review; isOwn: boolean }) {
  const { score, sections } = review;
  if (!score) return null;
  const items = new Map(sections.flatMap((section) => section.items).map((item) => [item.id, item]));
  const failures = score.criticalFailures.flatMap((id) => items.get(id) ?? []);
  return (
    <>
      <div className="grid gap-6">
        {failures.length > 0 ? (
          <Callout
            tone="critical"
            title={
              failures.length === 1
                ? "One critical item was not met"
                : `${failures.length} critical items were not met`
            }
          >
            <ul className="grid gap-1">
              {failures.map((item) => (
                <li key={item.id}>
                  {item.number}. {item.label}
                </li>
              ))}
            </ul>
            <p className="mt-2 text-sm">
              {isOwn
                ? "Critical items come first in coaching: plan with your supervisor what would help."
                : "A critical item that is not met makes the result “Not met yet”, whatever the total."}
            </p>
          </Callout>
        ) : null}
        <Card
          title="Result"
          aside={<ResultBadge result={score.result} percent={score.percent} band={score.band} />}
          headingLevel={2}
        >
          <p className="text-3xl font-semibold tabular-nums">
            {score.percent === null ? "Not scorable" : formatPercent(score.percent)}
          </p>
          <p className="text-ink-muted tabular-nums">
            {formatPoints(score.points)} of {formatPoints(score.possible)} points
          </p>
          <HowComputed review={review} />
        </Card>
      </div>
      <Section title="By section">
        <div className="grid gap-4 md:grid-cols-2">
          {score.sections.map((one) => (
            <Meter
              key={one.sectionId}
              label={sections.find(({ id }) => id === one.sectionId)?.title ?? one.sectionId}
              value={one.percent ?? 0}
              tone={one.result ? METER_TONES[one.result] : "accent"}
              text={
                one.percent === null
                  ? "nothing to score"
                  : `${one.band ? `${one.band}, ` : ""}${formatPercent(one.percent)} (${formatPoints(one.points)} of ${formatPoints(one.possible)})`
              }
            />
          ))}
        </div>
      </Section>
      {review.permissions.canSeeItems ? (
        <>
          <Words title={isOwn ? "What went well" : "Strengths"} text={review.strengths} />
          <Words title={isOwn ? "What could come next" : "Next steps"} text={review.nextSteps} />
          <Evidence text={review.evidence ?? ""} />
          <Section title="Item by item">
            <div className="grid gap-6">
              {shownSections(sections, review.answers).map((section) => (
                <ItemList key={section.id} title={section.title} items={section.items} review={review} />
              ))}
            </div>
          </Section>
        </>
      ) : (
        <p className="mt-8 text-sm text-ink-muted">
          {review.isSelf
            ? `Item ratings, comments and words of a self-rating stay with ${review.coachName}.`
            : "Item ratings, comments, strengths and next steps are for the coach and the reviewer."}
        </p>
      )}
    </>
  );
}

function HowComputed({ review: { score, thresholds, instrument } }: { review: Review }) {
  if (!score) return null;
  const bands = [...thresholds].sort((a, b) => b.from - a.from);
  return (
    <details className="mt-3 text-sm">
      <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
        How this number comes about
      </summary>
      <div className="mt-2 grid max-w-prose gap-2">
        <p>
          Percent = 100 × points ÷ possible points = 100 × {formatPoints(score.points)} ÷{" "}
          {formatPoints(score.possible)} = {formatPercent(score.percent)}. Every item counts its points out of
          its highest value, times its weight; items answered N/A leave both sums. Sections are added up, not
          averaged.
        </p>
        <p>
          {bands.map(bandInWords).join(", ")}, compared before rounding. A critical item that is not met
          decides the result on its own.
        </p>
        <p className="text-ink-muted">
          {instrument.title}, version {instrument.version}; scoring {score.scoreVersion}
          {score.basis === "own" ? "" : `, ${BASIS_WORDS[score.basis]}`}.
        </p>
      </div>
    </details>
  );
}

function Words({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <Section title={title}>
      <p className="max-w-prose whitespace-pre-line">{text}</p>
    </Section>
  );
}

/** A recording opens beside this page and is not told where the reader came from; a reference is shown as it is. */
function Evidence({ text }: { text: string }) {
  if (!text) return null;
  const link = evidenceLink(text);
  return (
    <Section title="What was looked at">
      {link ? (
        <a href={link} target="_blank" rel="noopener noreferrer" className="link wrap-anywhere">
          {link}
          <span className="sr-only"> (opens in another tab)</span>
        </a>
      ) : (
        <p className="max-w-prose wrap-anywhere">{text}</p>
      )}
    </Section>
  );
}

const PART_WORDS: Record<string, string> = { yes: "Yes", no: "No", not_observed: "Not observed" };

/** Each count by its name, or each indicator with its answer. */
function PartList({ item, answer }: { item: ChecklistItem; answer: string }) {
  const given = partsOf(item, answer);
  if (given.length === 0 || given.every((part) => part === "")) return null;
  return (
    <dl className="grid max-w-prose gap-1 text-sm md:col-span-2">
      {(item.parts ?? []).map(({ id, label }, index) => (
        <div key={id} className="flex justify-between gap-4 border-t border-line pt-1">
          <dt className="first-letter:uppercase">{label}</dt>
          <dd className="font-medium whitespace-nowrap tabular-nums">
            {PART_WORDS[given[index] ?? ""] ?? given[index] ?? "–"}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ItemList({ title, items, review }: { title: string; items: ChecklistItem[]; review: Review }) {
  const scores = new Map(review.itemScores.map((one) => [one.itemId, one]));
  return (
    <div>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <ul className="divide-y divide-line">
        {items.map((item) => {
          const given = review.answers[item.id];
          const one = scores.get(item.id);
          const chosen = item.options.find(({ value }) => value === given?.answer);
          const hasFailed = review.score?.criticalFailures.includes(item.id);
          return (
            <li key={item.id} className="grid gap-1 py-3 md:grid-cols-[1fr_auto] md:gap-x-6">
              <span>
                <span className="text-ink-muted tabular-nums">{item.number}</span> {item.label}{" "}
                {hasFailed ? <Badge tone="critical">Critical, not met</Badge> : null}
              </span>
              <span className="font-semibold tabular-nums">
                {given && isAnswered(item, given.answer) ? markOf(item, given.answer) : <Mark kind="blank" />}
                <span className="ml-2 font-normal text-ink-muted">
                  {one?.possible == null
                    ? "not counted"
                    : `${formatPoints(one.points ?? 0)} of ${formatPoints(one.possible)} points`}
                </span>
              </span>
              <PartList item={item} answer={given?.answer ?? ""} />
              {chosen?.anchor ? <p className="text-sm text-ink-muted">{chosen.anchor}</p> : null}
              {given?.reason ? (
                <p className="text-sm md:col-span-2">Not applicable because: {given.reason}</p>
              ) : null}
              {given?.comment ? (
                <p className="border-l-2 border-accent pl-3 text-sm whitespace-pre-line md:col-span-2">
                  {given.comment}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
