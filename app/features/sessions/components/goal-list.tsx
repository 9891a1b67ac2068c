import { Form } from "@remix-run/react";
import { CalendarClock } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import type { FunctionChoice, GoalItem } from "../people.types.ts";
import { codesOf, GOAL_QUALITY_LABELS, GOAL_STATUS_LABELS, optionsOf } from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold } from "./form-part.tsx";

/** What the server answered about one goal's form. */
export interface GoalAnswer {
  goalId: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  values: FormValues;
}

const QUALITIES = codesOf(GOAL_QUALITY_LABELS).length;

export function GoalFacts({ goal, today }: { goal: GoalItem; today: string }) {
  const isDue = goal.status === "active" && goal.reviewOn !== null && goal.reviewOn < today;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium">{goal.title}</p>
        {isDue ? (
          <Badge tone="caution" icon={CalendarClock}>
            Its day to look at it has passed
          </Badge>
        ) : null}
        <Badge tone={goal.status === "met" ? "positive" : goal.status === "active" ? "info" : "neutral"}>
          {GOAL_STATUS_LABELS[goal.status]}
        </Badge>
      </div>
      <p className="text-sm text-ink-muted">
        {[
          goal.functionTitle,
          goal.baselineLevel ? `from: ${goal.baselineLevel}` : null,
          goal.targetLevel ? `target: ${goal.targetLevel}` : null,
          goal.evidence ? `seen by: ${goal.evidence}` : null,
          goal.reviewOn ? `look at it again on ${formatDay(goal.reviewOn)}` : null,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {goal.quality.length > 0 ? (
        <p className="text-sm text-ink-muted">
          {goal.quality.length} of {QUALITIES} marks of a good goal
        </p>
      ) : null}
    </div>
  );
}

/** Goals of one person, each with its form, and a form for another. */
export function GoalList({
  goals,
  today,
  personId,
  newGoalId,
  functions,
  known,
  answer,
}: {
  goals: GoalItem[];
  today: string;
  personId: string;
  newGoalId: string;
  functions: FunctionChoice[];
  known: readonly string[];
  answer?: GoalAnswer;
}) {
  return (
    <div className="grid gap-3">
      {goals.map((goal) => (
        <div
          key={`${goal.id} ${goal.rowVersion}`}
          className="grid gap-3 rounded-card border border-line bg-surface p-4"
        >
          <GoalFacts goal={goal} today={today} />
          <Fold
            summary={
              <>
                Change this goal<span className="sr-only">: {goal.title}</span>
              </>
            }
            open={answer?.goalId === goal.id}
          >
            <GoalForm
              goal={goal}
              personId={personId}
              functions={functions}
              known={known}
              answer={answer?.goalId === goal.id ? answer : undefined}
            />
          </Fold>
        </div>
      ))}
      <Fold summary="Add a goal" open={answer?.goalId === "" || goals.length === 0}>
        <GoalForm
          key={goals.length}
          personId={personId}
          newGoalId={newGoalId}
          functions={functions}
          known={known}
          answer={answer?.goalId === "" ? answer : undefined}
        />
      </Fold>
    </div>
  );
}

function GoalForm({
  goal,
  personId,
  newGoalId = "",
  functions,
  known,
  answer,
}: {
  goal?: GoalItem;
  personId: string;
  newGoalId?: string;
  functions: FunctionChoice[];
  known: readonly string[];
  answer?: GoalAnswer;
}) {
  const id = (field: string) => `${field}-${goal?.id ?? "new"}`;
  const given = (field: string, stored: string | null | undefined) =>
    answer ? firstValue(answer.values, field) : (stored ?? "");
  const groups = [...new Set(functions.map(({ componentTitle }) => componentTitle))].map((group) => ({
    group,
    options: functions
      .filter(({ componentTitle }) => componentTitle === group)
      .map(({ id: value, label }) => ({ value, label })),
  }));
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="intent" value="goal" />
      {goal ? (
        <input type="hidden" name="goalId" value={goal.id} />
      ) : (
        <input type="hidden" name="id" value={given("id", newGoalId)} />
      )}
      {goal ? <input type="hidden" name="rowVersion" value={goal.rowVersion} /> : null}
      {answer && !answer.fieldErrors ? (
        <p role="alert" className="font-medium text-critical">
          {answer.message}
        </p>
      ) : null}
      <KeptWords name={`goal:${goal?.id ?? personId}`} restores={!answer} />
      <GuardedTextField
        name="title"
        id={id("title")}
        label="What will be seen when it is reached"
        hint="Something one can observe, such as “asks two open questions in every first visit”."
        known={known}
        required
        defaultValue={given("title", goal?.title)}
        error={answer?.fieldErrors?.title}
        autoComplete="off"
      />
      <SelectField
        name="essentialFunctionId"
        id={id("essentialFunctionId")}
        label="Essential function"
        placeholder="None"
        options={groups}
        defaultValue={given("essentialFunctionId", goal?.essentialFunctionId)}
        error={answer?.fieldErrors?.essentialFunctionId}
      />
      <GuardedTextField
        name="baselineLevel"
        id={id("baselineLevel")}
        label="Where it stands today"
        optional
        known={known}
        defaultValue={given("baselineLevel", goal?.baselineLevel)}
        error={answer?.fieldErrors?.baselineLevel}
      />
      <GuardedTextField
        name="targetLevel"
        id={id("targetLevel")}
        label="Target"
        optional
        known={known}
        defaultValue={given("targetLevel", goal?.targetLevel)}
        error={answer?.fieldErrors?.targetLevel}
      />
      <GuardedTextField
        name="evidence"
        id={id("evidence")}
        label="What will show that it is reached"
        optional
        known={known}
        defaultValue={given("evidence", goal?.evidence)}
        error={answer?.fieldErrors?.evidence}
      />
      <DateField
        name="reviewOn"
        id={id("reviewOn")}
        label="Look at it again on"
        optional
        defaultValue={given("reviewOn", goal?.reviewOn)}
        error={answer?.fieldErrors?.reviewOn}
      />
      <Fold summary="Is it a good goal?" hint="A check-list to look at together. Nothing is scored.">
        <ChoiceChips
          multiple
          name="quality"
          id={id("quality")}
          label="What is true of it"
          options={optionsOf(GOAL_QUALITY_LABELS)}
          defaultValue={answer ? (answer.values.quality ?? []) : (goal?.quality ?? [])}
        />
      </Fold>
      {goal ? (
        <SelectField
          name="status"
          id={id("status")}
          label="Status"
          options={optionsOf(GOAL_STATUS_LABELS)}
          defaultValue={given("status", goal.status)}
        />
      ) : null}
      <div>
        <Button>{goal ? "Save goal" : "Add goal"}</Button>
      </div>
    </Form>
  );
}
