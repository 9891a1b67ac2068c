import { Monitor, PencilLine, Printer, Smartphone } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { counted } from "#app/components/counted.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Progress } from "#app/components/progress.tsx";
import { Section } from "#app/components/section.tsx";
import type { FidelityResult, ItemAnswer } from "../assessment.types.ts";
import { conditionInWords, progressOf, shownSections } from "../checklist.rules.ts";
import { previewOf, tryScore } from "../draft-preview.rules.ts";
import type { DraftPage } from "../instrument-draft.types.ts";
import { RESULT_WORDS } from "../review.codes.ts";
import { formatPercent, formatPoints } from "../review-words.ts";
import { ChecklistItemFields } from "./checklist-item.tsx";
import { useItemKeys } from "./use-item-keys.ts";
import { sectionId, useSectionPages } from "./use-section-pages.ts";

const BLANK: ItemAnswer = { answer: "", reason: "", comment: "", version: 0 };

/** A draft as raters fill it in. Answers are tried here and kept nowhere; unlike a rater, the writer sees the score. */
export function DraftPreviewPage({ page }: { page: DraftPage }) {
  const { definition: draft, version } = page;
  const preview = useMemo(() => previewOf(draft, version), [draft, version]);
  const [answers, setAnswers] = useState<Record<string, ItemAnswer>>({});
  const [anchorsOpen, setAnchorsOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const onKeyDown = useItemKeys(form);
  const change = useCallback((itemId: string, fields: Partial<ItemAnswer>) => {
    setAnswers((now) => ({ ...now, [itemId]: { ...(now[itemId] ?? BLANK), ...fields } }));
  }, []);
  const sections = shownSections(preview.sections, answers);
  const [asOnPhone, setAsOnPhone] = useState(false);
  const { here, isLast, isLive, goTo } = useSectionPages(sections.length, form);
  const onlyOnPhone = asOnPhone ? "" : "md:hidden";
  const progress = progressOf(preview.sections, answers);
  const indexOf = new Map(preview.sections.flatMap(({ items }) => items).map(({ id }, index) => [id, index]));
  const address = `/instruments/drafts/${page.id}`;
  return (
    <>
      <PageHeader
        title={`Preview of ${draft.title || "a draft without a title"}`}
        breadcrumb={[
          { label: "Instruments", to: "/instruments" },
          { label: draft.title || "Draft", to: address },
        ]}
        intro="As raters see it. Try answers and watch the score, which raters see only once they have submitted. Nothing is saved."
        actions={
          <>
            <ButtonLink to={`${address}/print`} icon={Printer} variant="secondary">
              On paper
            </ButtonLink>
            <ButtonLink to={address} icon={PencilLine}>
              Back to the draft
            </ButtonLink>
          </>
        }
      />
      {preview.unfinished.length > 0 ? (
        <Callout tone="caution" title={`${counted(preview.unfinished.length, "item")} not shown`}>
          {`Not finished enough to be shown: ${preview.unfinished.length === 1 ? "item" : "items"} ${preview.unfinished.join(", ")}.`}
        </Callout>
      ) : null}
      <form ref={form} onSubmit={(event) => event.preventDefault()} onKeyDown={onKeyDown} noValidate>
        <div className="sticky top-topbar z-20 -mx-4 mb-4 grid gap-3 border-b border-line bg-canvas px-4 py-3 md:-mx-8 md:grid-cols-2 md:gap-8 md:px-8">
          <Progress label="Answered" value={progress.answered} max={progress.total} />
          <LiveScore preview={preview} answers={answers} />
        </div>
        {draft.instructions ? (
          <p className="mb-4 max-w-prose whitespace-pre-line">{draft.instructions}</p>
        ) : null}
        <div className="mb-6 flex flex-wrap gap-3">
          <Button
            type="button"
            variant="secondary"
            size="small"
            aria-pressed={anchorsOpen}
            onClick={() => setAnchorsOpen(!anchorsOpen)}
          >
            {anchorsOpen ? "Hide what values mean" : "Show what values mean"}
          </Button>
          <Button
            type="button"
            variant="secondary"
            size="small"
            icon={asOnPhone ? Monitor : Smartphone}
            className="max-md:hidden"
            onClick={() => setAsOnPhone(!asOnPhone)}
          >
            {asOnPhone ? "As on a desk" : "As on a phone"}
          </Button>
          <Button type="button" variant="quiet" size="small" onClick={() => setAnswers({})}>
            Clear all answers
          </Button>
        </div>
        <div className={asOnPhone ? "mx-auto mt-4 max-w-90 rounded-card border border-line-strong p-4" : ""}>
          {sections.map((section, index) => (
            <Section
              key={section.id}
              id={sectionId(index)}
              isTurnedTo
              title={`${section.number}. ${section.title}`}
              description={
                isLive ? (
                  <span className={onlyOnPhone}>{`Section ${index + 1} of ${sections.length}`}</span>
                ) : null
              }
              className={!isLive || index === here ? "" : asOnPhone ? "hidden" : "max-md:hidden"}
            >
              {section.items.map((item) => (
                <ChecklistItemFields
                  key={item.id}
                  item={item}
                  index={indexOf.get(item.id) ?? 0}
                  value={answers[item.id] ?? BLANK}
                  anchorsOpen={anchorsOpen}
                  isLive
                  condition={conditionInWords(item.showIf ?? section.showIf, preview.sections)}
                  onChange={change}
                  onSettle={ignore}
                />
              ))}
            </Section>
          ))}
          {isLive && sections.length > 1 ? (
            <div className={`mt-6 flex gap-3 ${onlyOnPhone}`}>
              {here > 0 ? (
                <Button type="button" variant="secondary" className="grow" onClick={() => goTo(here - 1)}>
                  Back
                </Button>
              ) : null}
              {isLast ? null : (
                <Button type="button" className="grow" onClick={() => goTo(here + 1)}>
                  Next section
                </Button>
              )}
            </div>
          ) : null}
        </div>
      </form>
    </>
  );
}

/** Nobody else answers a preview, so there is nothing to settle. */
const ignore = () => {};

function LiveScore({
  preview: { definition },
  answers,
}: {
  preview: ReturnType<typeof previewOf>;
  answers: Record<string, ItemAnswer>;
}) {
  const tried = useMemo(() => definition && tryScore(definition, answers), [definition, answers]);
  if (!tried)
    return <p className="text-sm text-ink-muted">The score can be tried once the draft can be published.</p>;
  const { score, left, canSubmit } = tried;
  const { tone, word } = RESULT_WORDS[score.result.replaceAll("-", "_") as FidelityResult];
  return (
    <div role="status" className="grid content-start gap-1 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">Score now</span>
        <span className="tabular-nums">
          {formatPoints(score.points)} of {formatPoints(score.possible)} points
          {score.percent === null ? "" : `, ${formatPercent(score.percent)}`}
        </span>
        {canSubmit || score.criticalFailures.length > 0 ? <Badge tone={tone}>{word}</Badge> : null}
      </p>
      <p className="text-ink-muted">
        {score.criticalFailures.length > 0
          ? `${counted(score.criticalFailures.length, "critical item")} failed. `
          : ""}
        {canSubmit
          ? (score.reasons[0]?.message ?? "A rater could submit this.")
          : left > 0
            ? `${counted(left, "item")} left to answer.`
            : "A reason is left to give."}
      </p>
    </div>
  );
}
