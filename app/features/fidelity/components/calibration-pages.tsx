import { Form, useNavigation } from "@remix-run/react";
import { Plus, Target } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type {
  AttemptItem,
  CalibrationHome,
  CalibrationSetPage as Page,
  SetListItem,
} from "../calibration.types.ts";
import { figureWords, RATER_WORDS, ruleWords } from "../rater-words.ts";

const STATE_WORDS = {
  draft: { tone: "neutral", word: "Draft" },
  "in-use": { tone: "positive", word: "In use" },
  retired: { tone: "neutral", word: "Out of use" },
} as const;

const OWN_WORDS = {
  none: { tone: "neutral", word: "Not rated yet" },
  open: { tone: "info", word: "Begun" },
  passed: { tone: "positive", word: "Passed" },
  practice: { tone: "neutral", word: "Practice" },
  "not-passed": { tone: "caution", word: "Not passed" },
} as const;

const setColumns = ({ canAuthor, canRate }: CalibrationHome["permissions"]): Column<SetListItem>[] => [
  { key: "title", header: "Set", rowHeader: true, cell: ({ title }) => title },
  { key: "instrument", header: "Instrument", cell: ({ instrument }) => instrument },
  { key: "cases", header: "Cases", align: "end", cell: ({ caseCount }) => caseCount },
  {
    key: "rule",
    header: "Passed with",
    from: "xl",
    prose: true,
    cell: ({ passRule }) => ruleWords(passRule),
  },
  ...(canAuthor
    ? [
        {
          key: "state",
          header: "Use",
          cell: ({ state }: SetListItem) => (
            <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</Badge>
          ),
        },
      ]
    : []),
  ...(canRate
    ? [
        {
          key: "own",
          header: "My ratings",
          cell: ({ own }: SetListItem) => (
            <span className="inline-flex flex-wrap items-center gap-x-2">
              <Badge tone={OWN_WORDS[own.state].tone}>{OWN_WORDS[own.state].word}</Badge>
              {own.on ? (
                <span className="text-sm text-ink-muted">{formatDay(own.on, { weekday: false })}</span>
              ) : null}
            </span>
          ),
        },
      ]
    : []),
];

export function CalibrationPage({ sets, standings, permissions }: CalibrationHome) {
  return (
    <>
      <PageHeader
        title="Calibration"
        intro="Cases that an expert has rated as well. Rating them shows where everybody sees the same, and where it is worth talking."
        actions={
          permissions.canAuthor ? (
            <>
              <ButtonLink to="/raters" variant="secondary">
                How raters stand
              </ButtonLink>
              <ButtonLink to="/calibration/new" icon={Plus}>
                Make a set
              </ButtonLink>
            </>
          ) : null
        }
      />
      {standings.length > 0 ? (
        <Section title="How I stand">
          <ul className="grid gap-3 md:grid-cols-2">
            {standings.map(({ instrumentId, instrument, state, validUntil }) => (
              <li key={instrumentId} className="rounded-card border border-line bg-surface p-4">
                <p className="flex flex-wrap items-center justify-between gap-2 font-semibold">
                  {instrument} <Badge tone={RATER_WORDS[state].tone}>{RATER_WORDS[state].word}</Badge>
                </p>
                <p className="mt-1 text-ink-muted">
                  {RATER_WORDS[state].next}
                  {validUntil
                    ? ` My last pass ${state === "lapsed" ? "ended" : "holds until"} ${formatDay(validUntil, { weekday: false })}.`
                    : ""}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Sets of cases">
        <DataTable
          caption="Sets of calibration cases"
          hideCaption
          phone="cards"
          rows={sets}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/calibration/${id}`}
          columns={setColumns(permissions)}
          empty={
            <EmptyState title="No set yet" icon={Target}>
              {permissions.canAuthor
                ? "Choose three recordings or written observations that show different levels, rate them with an expert, and put the set to use."
                : "Your program lead or evaluator puts sets of cases here."}
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

const CASE_LINES = 6;

export function NewCalibrationSetPage({
  versions,
  newId,
  answer,
}: {
  versions: { id: string; label: string }[];
  newId: string;
  answer: Answer;
}) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().state === "submitting";
  const field = (name: string, initial = "") => ({
    name,
    defaultValue: typedValue(answer, name) ?? initial,
    error: errors[name],
  });
  return (
    <>
      <PageHeader
        title="Make a set of cases"
        breadcrumb={[{ label: "Calibration", to: "/calibration" }]}
        intro="After this the cases are rated once by an expert; then the set is put to use and changes no more."
      />
      <Form method="post" noValidate className="grid max-w-3xl gap-5">
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="id" value={newId} />
        <GuardedTextField {...field("title")} label="Name of the set" maxLength={120} required />
        <SelectField
          {...field("instrumentVersionId")}
          label="Instrument"
          placeholder="Choose an instrument"
          options={versions.map(({ id, label }) => ({ value: id, label }))}
          required
        />
        <div className="grid gap-5 md:grid-cols-2">
          <SelectField
            {...field("ruleKind", "exact")}
            label="Passed with"
            options={[
              { value: "exact", label: "Same answers as the master" },
              { value: "icc", label: "ICC(2,1) of the total scores" },
            ]}
          />
          <TextField
            {...field("least", "80")}
            label="At least"
            hint="In hundredths: 80 is 80 % of the answers, or an ICC of .80"
            inputMode="decimal"
            suffix="%"
            required
          />
          <TextField
            {...field("validMonths", "12")}
            label="A pass holds for"
            inputMode="numeric"
            suffix="months"
            required
          />
          <TextField
            {...field("dueDays", "30")}
            label="Renewed within its last"
            inputMode="numeric"
            suffix="days"
            required
          />
        </div>
        <fieldset className="grid gap-4">
          <legend className="mb-1 font-semibold">Cases</legend>
          <p className="text-sm text-ink-muted">
            Say where the recording or document is kept; nothing of it is stored here. Name no family. Lines
            left empty are left out.
          </p>
          {Array.from({ length: CASE_LINES }, (_, index) => `cases[${index}]`).map((place, index) => (
            <div
              key={place}
              className="grid gap-4 rounded-card border border-line bg-surface p-4 md:grid-cols-2"
            >
              <GuardedTextField
                {...field(`${place}.title`)}
                label={`Case ${index + 1}`}
                maxLength={120}
                optional={index > 0}
              />
              <GuardedTextField
                {...field(`${place}.reference`)}
                label={`Where case ${index + 1} is kept`}
                maxLength={500}
                optional={index > 0}
              />
            </div>
          ))}
        </fieldset>
        <Button pending={isSaving} pendingLabel="Saving" className="justify-self-start">
          Make the set
        </Button>
      </Form>
    </>
  );
}

const ATTEMPTS: Column<AttemptItem>[] = [
  {
    key: "who",
    header: "Rater",
    rowHeader: true,
    cell: ({ personName, isOwn, number }) => `${isOwn ? "My" : `${personName},`} attempt ${number}`,
  },
  { key: "on", header: "Handed in", cell: ({ submittedOn }) => formatDay(submittedOn, { weekday: false }) },
  {
    key: "result",
    header: "Result",
    cell: ({ passed, isPractice }) => <ResultOfAttempt passed={passed} isPractice={isPractice} />,
  },
];

/** How an attempt went; practice is neither passed nor failed. */
export function ResultOfAttempt({ passed, isPractice }: { passed: boolean; isPractice: boolean }) {
  if (isPractice) return <Badge tone="neutral">Practice</Badge>;
  return <Badge tone={passed ? "positive" : "caution"}>{passed ? "Passed" : "Not passed"}</Badge>;
}

export function CalibrationSetPage({ page, answer }: { page: Page; answer: Answer }) {
  const { permissions, work } = page;
  const { tone, word } = STATE_WORDS[page.state];
  const isSaving = useNavigation().state === "submitting";
  return (
    <>
      <PageHeader
        title={page.title}
        breadcrumb={[{ label: "Calibration", to: "/calibration" }]}
        meta={
          <>
            <Badge tone={tone}>{word}</Badge>
            <span>
              {page.instrument.title}, version {page.instrument.version}
            </span>
          </>
        }
      />
      <ErrorSummary errors={{}} general={generalErrorOf(answer)} />
      <DescriptionList
        items={[
          { label: "Passed with", value: ruleWords(page.passRule) },
          {
            label: "A pass holds for",
            value: `${page.validMonths} months, to be renewed in its last ${page.dueDays} days`,
          },
          ...(page.master
            ? [
                {
                  label: "Master ratings",
                  value: page.master.submittedOn
                    ? `by ${page.master.by}, ${formatDay(page.master.submittedOn, { weekday: false })}`
                    : `begun by ${page.master.by}`,
                },
              ]
            : []),
        ]}
      />
      <Section
        title="Cases"
        description={
          work === "master"
            ? "Rate every case as the master. Raters never see these answers before theirs are in."
            : work === "attempt" && page.isPractice
              ? "You know the master’s answers of this set, so what you rate now is practice and changes nothing about how you stand. Only a set that is new to you counts."
              : work === "attempt"
                ? "Watch or read each case by yourself and rate what you see. The master’s answers appear once yours are in."
                : undefined
        }
      >
        <ol className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.cases.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="min-w-0 basis-60 grow">
                <p className="font-semibold">
                  <span className="text-ink-muted tabular-nums">{one.number}</span> {one.title}
                </p>
                <p className="text-[0.9375rem] break-words text-ink-muted">
                  <Reference text={one.reference} />
                </p>
              </div>
              {work === "none" ? null : (
                <>
                  <span className="text-sm text-ink-muted tabular-nums">
                    {one.answered} of {one.total} answered
                  </span>
                  <ButtonLink to={`/calibration/${page.id}/cases/${one.id}`} variant="secondary" size="small">
                    {one.answered === 0 ? "Rate" : "Go on"}
                    <span className="sr-only"> case {one.number}</span>
                  </ButtonLink>
                </>
              )}
            </li>
          ))}
        </ol>
        {page.isReady ? (
          <Form method="post" className="mt-4">
            <Button name="intent" value="submit" pending={isSaving} pendingLabel="Handing in">
              {work === "master" ? "Hand in the master ratings" : "Hand in my ratings"}
            </Button>
          </Form>
        ) : null}
      </Section>
      {permissions.canPublish ? (
        <div className="mt-6">
          <Callout
            title="Ready to be put to use"
            actions={
              <Form method="post">
                <Button name="intent" value="publish">
                  Put the set to use
                </Button>
              </Form>
            }
          >
            The master ratings are in. From then on raters can rate it, and nothing of it changes.
          </Callout>
        </div>
      ) : null}
      <Section title="Ratings that are in">
        <DataTable
          caption="Attempts, newest first"
          hideCaption
          phone="cards"
          rows={page.attempts}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/calibration/${page.id}/attempts/${id}`}
          columns={[
            ...ATTEMPTS,
            {
              key: "figure",
              header: "Reached",
              prose: true,
              cell: ({ figure, reason }) => figureWords(page.passRule, figure, reason),
            },
          ]}
          empty={<p className="text-ink-muted">Nobody whom you may see has rated this set yet.</p>}
        />
      </Section>
      {permissions.canRetire ? (
        <div className="mt-6">
          <OwnForm
            intent="retire"
            label="Take the set out of use"
            submitLabel="Take it out of use"
            answer={undefined}
            danger
          >
            {() => (
              <p>
                Nobody can rate it any more, and it does not come back. What was passed with it holds as long
                as it was to hold.
              </p>
            )}
          </OwnForm>
        </div>
      ) : null}
    </>
  );
}

/** Where a case is kept: a link where it is one. */
export function Reference({ text }: { text: string }) {
  return /^https?:\/\/\S+$/.test(text) ? (
    <a href={text} className="link" rel="noreferrer">
      {text}
    </a>
  ) : (
    text
  );
}
