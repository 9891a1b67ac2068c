import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { section as sectionShape } from "#fidelity/instruments/instrument.schema.ts";
import type { DraftDefinition, DraftSection } from "../instrument-draft.schema.ts";
import { choicesOf, DIMENSION_WORDS, RATER_WORDS, SUBJECT_WORDS } from "../instrument-words.ts";
import { BandsEditor, ConditionEditor, type Said, TypedNumber, WithWarnings } from "./builder-fields.tsx";

interface Whole {
  draft: DraftDefinition;
  said: (field: string) => Said;
  onChange: (fields: Partial<DraftDefinition>) => void;
}

/** What the instrument is called, whom it rates and who rates. */
export function AboutEditor({ draft, said, onChange, fixedCode }: Whole & { fixedCode: string | null }) {
  return (
    <div className="grid max-w-3xl gap-5">
      <GuardedTextField
        name="title"
        label="Title"
        required
        value={draft.title}
        error={said("title").errors}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextField
        name="code"
        label="Code"
        hint={
          fixedCode
            ? "Names the instrument for ever, in exports too."
            : "Names the instrument for ever, in exports too: small letters, digits, hyphens and underscores."
        }
        required
        readOnly={fixedCode !== null}
        value={fixedCode ?? draft.code}
        error={said("code").errors}
        onChange={(event) => onChange({ code: event.currentTarget.value })}
      />
      <ChoiceChips
        name="subject"
        label="Whose fidelity is rated"
        required
        options={choicesOf(SUBJECT_WORDS)}
        value={draft.subject ?? ""}
        error={said("subject").errors}
        onChange={(subject) => onChange({ subject })}
      />
      <ChoiceChips
        multiple
        name="raterTypes"
        label="Who may rate"
        required
        options={choicesOf(RATER_WORDS)}
        value={draft.raterTypes}
        error={said("raterTypes").errors}
        onChange={(raterTypes) => onChange({ raterTypes })}
      />
      <ChoiceChips
        multiple
        name="dimensions"
        label="What it looks at"
        required
        options={choicesOf(DIMENSION_WORDS)}
        value={draft.dimensions}
        error={said("dimensions").errors}
        onChange={(dimensions) => onChange({ dimensions })}
      />
      <GuardedTextArea
        name="purpose"
        label="Purpose"
        optional
        rows={2}
        value={draft.purpose}
        error={said("purpose").errors}
        onChange={(event) => onChange({ purpose: event.currentTarget.value })}
      />
      <GuardedTextArea
        name="instructions"
        label="Instructions for raters"
        optional
        rows={3}
        value={draft.instructions}
        error={said("instructions").errors}
        onChange={(event) => onChange({ instructions: event.currentTarget.value })}
      />
    </div>
  );
}

/** A share as it is kept, 0 to 1, and as it is read, in percent. */
const percentOf = (share: unknown) =>
  typeof share === "number" ? Math.round(share * 10_000) / 100 : (share as string | undefined);
const shareOf = (percent: number | string | undefined) =>
  typeof percent === "number" ? percent / 100 : percent;

/** How answers become a result. */
export function ScoringEditor({ draft, said, onChange }: Whole) {
  const { scoring } = draft;
  const change = (fields: Partial<DraftDefinition["scoring"]>) =>
    onChange({ scoring: { ...scoring, ...fields } });
  const isProrated = scoring.missing?.policy === "prorate";
  return (
    <div className="grid max-w-3xl gap-6">
      <p className="max-w-prose text-sm text-ink-muted">
        The score is 100 × points ÷ possible points, added up over all items with their weights. A band begins
        at its percentage, compared before rounding.
      </p>
      <BandsEditor
        bands={scoring.thresholds}
        said={said("thresholds")}
        hint="What lies below the lowest band is not met. A failed critical item is not met, whatever the total."
        onChange={(thresholds) => change({ thresholds })}
      />
      <WithWarnings said={said("maxNotApplicableShare")}>
        <TypedNumber
          name="maxNotApplicableShare"
          label="Largest share of items that may leave the score"
          hint="As not applicable, not observed or don't know. With more there is no score; 25 % when nothing is said."
          unit="%"
          value={percentOf(scoring.maxNotApplicableShare)}
          error={said("maxNotApplicableShare").errors}
          onValue={(percent) => change({ maxNotApplicableShare: shareOf(percent) })}
        />
      </WithWarnings>
      <SelectField
        name="missing"
        label="Blanks"
        options={[
          { value: "not-scorable", label: "Every applicable item must be answered" },
          { value: "prorate", label: "Blank items leave the score while enough are answered" },
        ]}
        value={scoring.missing?.policy ?? "not-scorable"}
        error={isProrated ? undefined : said("missing").errors}
        onChange={(event) => {
          const policy = event.currentTarget.value;
          change({ missing: policy === "prorate" ? { policy, minAnsweredShare: 0.8 } : { policy } });
        }}
        className="max-w-md"
      />
      {isProrated ? (
        <TypedNumber
          name="minAnsweredShare"
          label="Share of applicable items that must be answered"
          unit="%"
          value={percentOf(scoring.missing?.minAnsweredShare)}
          error={said("missing").errors}
          onValue={(percent) =>
            change({ missing: { policy: "prorate", minAnsweredShare: shareOf(percent) } })
          }
        />
      ) : null}
    </div>
  );
}

/** A subscale. */
export function SectionEditor({
  draft,
  section,
  said,
  onChange,
}: {
  draft: DraftDefinition;
  section: DraftSection;
  said: (field: string) => Said;
  onChange: (fields: Partial<DraftSection>) => void;
}) {
  const at = draft.sections.indexOf(section);
  const before = new Set(draft.sections.slice(0, at).map(({ id }) => id));
  const earlier = draft.items
    .map((item, index) => ({ item, number: index + 1 }))
    .filter(({ item }) => before.has(item.sectionId) && item.type !== "text");
  return (
    <div className="grid max-w-3xl gap-5">
      <WithWarnings said={said("title")}>
        <GuardedTextField
          name="title"
          label="Title of the section"
          required
          value={section.title}
          error={[...said("title").errors, ...said("").errors]}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
      </WithWarnings>
      <SelectField
        name="direction"
        label="Direction"
        options={[
          { value: "higher-is-better", label: "High values are good" },
          { value: "lower-is-better", label: "High values are bad, as of red flags" },
        ]}
        value={String(section.direction ?? "higher-is-better")}
        error={said("direction").errors}
        onChange={(event) => onChange({ direction: event.currentTarget.value })}
        className="max-w-md"
      />
      <div className="flex flex-wrap gap-5">
        <WithWarnings said={said("weight")}>
          <TypedNumber
            name="weight"
            label="Weight"
            hint="1 when nothing is said."
            optional
            value={section.weight as number}
            error={said("weight").errors}
            onValue={(weight) => onChange({ weight })}
          />
        </WithWarnings>
        <WithWarnings said={said("minAnswered")}>
          <TypedNumber
            name="minAnswered"
            label="Fewest items with a score"
            hint="With fewer the section has no result of its own."
            optional
            value={section.minAnswered as number}
            error={said("minAnswered").errors}
            onValue={(minAnswered) => onChange({ minAnswered })}
          />
        </WithWarnings>
      </div>
      <BandsEditor
        bands={section.thresholds}
        said={said("thresholds")}
        hint="Of this section alone; none when it has no result of its own."
        onChange={(thresholds) => onChange({ thresholds })}
      />
      {"showIf" in sectionShape.shape ? (
        <ConditionEditor
          condition={section.showIf}
          earlier={earlier}
          what="section"
          said={said("showIf")}
          onChange={(showIf) => onChange({ showIf })}
        />
      ) : null}
    </div>
  );
}
