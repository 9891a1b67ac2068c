import { Form, Link, useNavigation } from "@remix-run/react";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { counted } from "#app/components/counted.ts";
import { DateField } from "#app/components/date-field.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { Finding } from "../draft-findings.rules.ts";
import type { PublishPage } from "../instrument-draft.types.ts";
import { hrefOf } from "./builder-outline.tsx";
import { VersionDiff } from "./version-diff.tsx";

/** What publishing would do, and the form that does it. */
export function PublishDraftPage({ page, answer }: { page: PublishPage; answer: Answer }) {
  const here = `/instruments/drafts/${page.id}`;
  const errors = page.findings.filter(({ level }) => level === "error");
  const warnings = page.findings.filter(({ level }) => level === "warning");
  return (
    <>
      <PageHeader
        title={`Publish ${page.title || "a draft without a title"}`}
        breadcrumb={[
          { label: "Instruments", to: "/instruments" },
          { label: page.title || "Draft", to: here },
        ]}
        intro="A published version never changes. A change is the next version."
      />
      <div className="grid gap-4 empty:hidden">
        {errors.length > 0 ? (
          <Callout
            tone="critical"
            title={`${counted(errors.length, "thing")} to mend before it can be published`}
            actions={
              <ButtonLink to={here} icon={PencilLine} size="small">
                Back to the draft
              </ButtonLink>
            }
          >
            <Said findings={errors} here={here} />
          </Callout>
        ) : null}
        {warnings.length > 0 ? (
          <Callout
            tone="caution"
            title={`Before you publish: ${counted(warnings.length, "thing")} to look at`}
            actions={
              <ButtonLink to={here} icon={PencilLine} size="small" variant="secondary">
                Change the draft
              </ButtonLink>
            }
          >
            <Said findings={warnings} here={here} />
          </Callout>
        ) : null}
      </div>
      {page.hash === null ? null : <Confirm page={page} hash={page.hash} answer={answer} />}
    </>
  );
}

function Said({ findings, here }: { findings: readonly Finding[]; here: string }) {
  return (
    <ul className="list-disc pl-5">
      {findings.map(({ place, where, message }) => (
        <li key={`${place.part} ${message}`} className="wrap-anywhere">
          <Link to={`${here}${hrefOf(place.part)}`} className="link">
            {where}
          </Link>
          : {message}
        </li>
      ))}
    </ul>
  );
}

function Confirm({ page, hash, answer }: { page: PublishPage; hash: string; answer: Answer }) {
  const { before } = page;
  const isSending = useNavigation().state === "submitting";
  const errors = fieldErrorsOf(answer);
  const value = (name: string) => typedValue(answer, name);
  const [continuity, setContinuity] = useState(value("continuity") ?? "");
  return (
    <Form method="post" noValidate>
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <input type="hidden" name="hash" value={hash} />
      <Section title="What would be published">
        <DescriptionList
          items={[
            { label: "Version", value: String(page.version) },
            {
              label: "Content",
              value: `${counted(page.items, "item")} in ${counted(page.sections, "section")}`,
            },
            { label: "Fingerprint", value: <code className="font-mono text-sm break-all">{hash}</code> },
          ]}
        />
        <DateField
          name="effectiveFrom"
          label="In force from"
          hint="Reviews that open on this day or later run under it."
          required
          min={page.today}
          defaultValue={value("effectiveFrom") ?? page.today}
          error={errors.effectiveFrom}
          className="mt-5 max-w-60"
        />
      </Section>
      {before ? (
        <>
          <Section title={`What changes since version ${before.version}`}>
            <VersionDiff lines={before.diff} />
          </Section>
          <Section
            title="How the items go on"
            description="Decides whether results of both versions may be read as one series."
          >
            <div className="grid max-w-3xl gap-5">
              <ChoiceChips
                name="continuity"
                label={`Results of version ${page.version} and of version ${before.version}`}
                required
                options={[
                  { value: "crosswalk", label: "Can be compared" },
                  { value: "break", label: "Cannot be compared: the series breaks" },
                ]}
                value={continuity}
                onChange={setContinuity}
                error={errors.continuity}
              />
              {continuity === "break" ? (
                <GuardedTextArea
                  name="reason"
                  label="Why the series breaks"
                  hint="Shown beside every chart that meets the break. No line is drawn through it."
                  required
                  rows={2}
                  defaultValue={value("reason")}
                  error={errors.reason}
                />
              ) : null}
              <Crosswalk before={before} isOpen={continuity === "crosswalk"} version={page.version} />
            </div>
          </Section>
          <Section title="Reviews that are not finished">
            <p className="mb-3 max-w-prose">
              {before.unfinished.started === 0
                ? "No review is open now."
                : `${counted(before.unfinished.started, "review")} ${before.unfinished.started === 1 ? "is" : "are"} open or begun and ${before.unfinished.started === 1 ? "stays" : "stay"} on version ${before.version}.`}
            </p>
            <ChoiceChips
              name="takesPlanned"
              label={`Reviews that are planned and not open yet (${before.unfinished.planned})`}
              options={[
                { value: "yes", label: `Take version ${page.version} when they open` },
                { value: "no", label: "Keep the version they were planned with" },
              ]}
              defaultValue={value("takesPlanned") ?? "yes"}
            />
          </Section>
        </>
      ) : null}
      <FormActions>
        <Button pending={isSending} pendingLabel="Publishing">
          Publish version {page.version}
        </Button>
        <ButtonLink to={`/instruments/drafts/${page.id}`} variant="secondary">
          Not yet
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

/** For every old item the new one it goes on in, and for every new one that nothing goes on in, what it was part of. */
function Crosswalk({
  before,
  isOpen,
  version,
}: {
  before: NonNullable<PublishPage["before"]>;
  isOpen: boolean;
  version: number;
}) {
  const suggested = new Map(before.suggested.map(({ from, to, kind }) => [from, { to: to ?? "", kind }]));
  const added = new Set(before.suggested.flatMap(({ kind, to }) => (kind === "new" && to ? [to] : [])));
  const same = before.items.filter(({ id }) => suggested.get(id)?.kind === "same");
  const others = before.items.filter(({ id }) => suggested.get(id)?.kind !== "same");
  const newItems = before.newItems.filter(({ id }) => added.has(id));
  const choices = (items: typeof before.items) =>
    items.map(({ id, number, label }) => ({ value: id, label: `${number}. ${label.slice(0, 80)}` }));
  return (
    <div className={isOpen ? "grid gap-5" : "hidden"}>
      {same.map(({ id }, index) => (
        <Kept key={id} list="goesOn" index={index} from={id} to={suggested.get(id)?.to ?? ""} />
      ))}
      {same.length > 0 ? (
        <p className="text-sm text-ink-muted">
          {counted(same.length, "item")} {same.length === 1 ? "is" : "are"} the same in both versions.
        </p>
      ) : null}
      {others.map(({ id, number, label }, index) => (
        <div key={id}>
          <input type="hidden" name={`goesOn[${same.length + index}].from`} value={id} />
          <SelectField
            name={`goesOn[${same.length + index}].to`}
            label={`Item ${number} of version ${before.version}, “${label}”, goes on as`}
            placeholder="Nothing: it is dropped"
            options={choices(before.newItems)}
            defaultValue={suggested.get(id)?.to ?? ""}
          />
        </div>
      ))}
      {newItems.map(({ id, number, label }, index) => (
        <div key={id}>
          <input type="hidden" name={`partOf[${index}].from`} value={id} />
          <SelectField
            name={`partOf[${index}].to`}
            label={`Item ${number} of version ${version}, “${label}”, was part of`}
            placeholder="Nothing: it is new"
            options={choices(before.items)}
          />
        </div>
      ))}
    </div>
  );
}

/** A link that nobody has to look at. */
function Kept({ list, index, from, to }: { list: string; index: number; from: string; to: string }) {
  return (
    <>
      <input type="hidden" name={`${list}[${index}].from`} value={from} />
      <input type="hidden" name={`${list}[${index}].to`} value={to} />
    </>
  );
}
