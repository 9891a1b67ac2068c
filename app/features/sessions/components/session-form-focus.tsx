import { ChoiceChips } from "#app/components/choice-chips.tsx";
import {
  FOCUS_LIMIT,
  optionsOf,
  PHASE_LABELS,
  STRATEGY_LABELS,
  type StrategyPhase,
} from "../session.codes.ts";
import { Fold, type FormPartProps } from "./form-part.tsx";

const MANY = 8;

/** One to three essential functions of the practice profile, those of goals, of last time and of reviews first. */
export function FocusChoice({ page, values, errors }: FormPartProps) {
  const chosen = values.focusIds ?? [];
  const option = ({ id, label, reason }: (typeof page.functions)[number]) => ({
    value: id,
    label,
    ...(reason && { hint: reason }),
  });
  const suggested = page.functions.filter(({ isSuggested }) => isSuggested);
  const others = page.functions.filter(({ isSuggested }) => !isSuggested);
  const isShort = page.functions.length <= MANY || suggested.length === 0;
  const shown = isShort ? page.functions : suggested;
  return (
    <section aria-labelledby="focus-title" className="grid gap-3">
      <h2 id="focus-title" className="text-lg font-semibold tracking-tight">
        What was it about?
      </h2>
      {page.functions.length === 0 ? (
        <p className="text-ink-muted">
          No practice profile was in force on this day. The planning team publishes it; then its functions
          stand here.
        </p>
      ) : (
        <ChoiceChips
          multiple
          name="focusIds"
          label="Essential functions"
          hint={`Choose one to ${FOCUS_LIMIT}.${isShort ? "" : " These belong to the goals, the last session and the last review."}`}
          options={shown.map(option)}
          defaultValue={chosen}
          error={errors.focusIds}
        />
      )}
      {isShort ? null : (
        <Fold
          summary={`All other functions (${others.length})`}
          open={others.some(({ id }) => chosen.includes(id))}
        >
          <ChoiceChips
            multiple
            name="focusIds"
            id="otherFocusIds"
            label="Other essential functions"
            options={others.map(option)}
            defaultValue={chosen}
          />
        </Fold>
      )}
    </section>
  );
}

function Strategies({ phase, chosen }: { phase: StrategyPhase; chosen: readonly string[] }) {
  return (
    <ChoiceChips
      multiple
      name="strategies"
      id={`strategies-${phase}`}
      label={PHASE_LABELS[phase]}
      options={optionsOf(STRATEGY_LABELS).map(({ value, label }) => ({ value: `${phase}:${value}`, label }))}
      defaultValue={chosen}
    />
  );
}

export function StrategyChoice({ values }: FormPartProps) {
  const chosen = values.strategies ?? [];
  const isUsed = (phase: StrategyPhase) => chosen.some((each) => each.startsWith(`${phase}:`));
  return (
    <section aria-labelledby="strategies" className="grid gap-3">
      <h2 id="strategies" tabIndex={-1} className="text-lg font-semibold tracking-tight">
        How did you coach?
      </h2>
      <Strategies phase="debrief" chosen={chosen} />
      <Fold
        summary="During an observation, or afterwards"
        open={isUsed("observation") || isUsed("follow_up")}
      >
        <Strategies phase="observation" chosen={chosen} />
        <Strategies phase="follow_up" chosen={chosen} />
      </Fold>
    </section>
  );
}
