import { Form, useNavigation } from "@remix-run/react";
import { FileUp } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Answer } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { counted } from "#app/components/counted.ts";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import type { InstrumentCheck, InstrumentHeading } from "../instrument-import.types.ts";
import { InstrumentHeadingForm } from "./instrument-heading-form.tsx";

type Values = Record<string, string | string[]>;
type Checked = {
  values: Values;
  check?: Omit<InstrumentCheck, "heading">;
  problems?: { path: string; where: string; found: string; expected: string }[];
} & Answer;

/** The second step of an import: what would be published, and the form again where something is missing. */
export function PublishInstrumentPage({ answer }: { answer: Checked | undefined }) {
  if (!answer) return <NothingChosen />;
  const heading = headingOf(answer.values);
  const { check, problems = [] } = answer;
  return (
    <>
      <PageHeader
        title={check ? `Publish ${heading.title}` : "Complete the instrument"}
        breadcrumb={[
          { label: "Instruments", to: "/instruments" },
          { label: "Import", to: "/instruments/import" },
        ]}
        intro="A published version never changes. A change is the next version."
      />
      {check ? <Confirm heading={heading} check={check} values={answer.values} /> : null}
      {problems.length > 0 ? (
        <Callout tone="critical" title="What keeps it from being published">
          <ul className="list-disc pl-5">
            {problems.map(({ path, where, found, expected }) => (
              <li key={`${path} ${expected}`} className="wrap-anywhere">
                {where}: found {found}, expected {expected}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <Section title={check ? "Change it first" : "Complete it"}>
        <InstrumentHeadingForm heading={heading} answer={check ? undefined : answer} />
      </Section>
    </>
  );
}

/** The definition is carried from page to page, so an address alone leads to none. */
function NothingChosen() {
  return (
    <>
      <PageHeader
        title="Publish an instrument"
        breadcrumb={[
          { label: "Instruments", to: "/instruments" },
          { label: "Import", to: "/instruments/import" },
        ]}
      />
      <EmptyState
        title="No file is chosen"
        icon={FileUp}
        action={<ButtonLink to="/instruments/import">Choose a file</ButtonLink>}
      >
        Publishing begins with a file. Nothing is kept of one that was tried before.
      </EmptyState>
    </>
  );
}

function Confirm({
  heading,
  check,
  values,
}: {
  heading: InstrumentHeading;
  check: Omit<InstrumentCheck, "heading">;
  values: Values;
}) {
  const isSending = useNavigation().formData?.get("intent") === "publish";
  const { warnings, hash } = check;
  const start = useRef<HTMLParagraphElement>(null);

  // why: a posted form leaves the page scrolled to its button, far below what is to be confirmed
  useEffect(() => {
    if (!hash) return;
    start.current?.focus({ preventScroll: true });
    start.current?.scrollIntoView({ block: "center" });
  }, [hash]);

  return (
    <>
      <p ref={start} tabIndex={-1} className="mb-4 max-w-prose outline-none">
        Nothing is published yet: read what would be, then confirm it.
      </p>
      {warnings.length > 0 ? (
        <Callout tone="caution" title={`Before you publish: ${counted(warnings.length, "thing")} to look at`}>
          <ul className="list-disc pl-5">
            {warnings.map(({ path, where, message, code }) => (
              <li key={`${code} ${path} ${message}`} className="wrap-anywhere">
                {where}: {message}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <Section title="What would be published">
        <DescriptionList
          items={[
            { label: "Version", value: "1, in force from today" },
            { label: "Code", value: heading.code },
            {
              label: "Content",
              value: `${counted(check.items, "item")} in ${counted(check.sections, "section")}`,
            },
            { label: "Rates", value: `the ${heading.subject}` },
            { label: "Rated by", value: heading.raterTypes.join(", ").replaceAll("-", " ") },
            {
              label: "Bands",
              value: `met from ${heading.met} %${heading.developing ? `, developing from ${heading.developing} %` : ""}`,
            },
            {
              label: "Fingerprint",
              value: <code className="font-mono text-sm break-all">{hash}</code>,
            },
          ]}
        />
        <Form method="post" action="/instruments/publish" className="mt-4">
          {Object.entries({ ...values, intent: "publish", hash }).flatMap(([name, value]) =>
            [value]
              .flat()
              .map((one) => <input key={`${name} ${one}`} type="hidden" name={name} value={one} />),
          )}
          <FormActions>
            <Button pending={isSending} pendingLabel="Publishing">
              Publish version 1
            </Button>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}

function headingOf(values: Values): InstrumentHeading {
  const text = (name: string) => [values[name] ?? ""].flat()[0] ?? "";
  const list = (name: string) => [values[name] ?? []].flat();
  return {
    ...{ code: text("code"), title: text("title"), subject: text("subject"), purpose: text("purpose") },
    ...{ raterTypes: list("raterTypes"), dimensions: list("dimensions") },
    ...{ met: text("met"), developing: text("developing"), definition: text("definition") },
  };
}
