import { Form, useNavigation } from "@remix-run/react";
import { FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { counted } from "#app/components/counted.ts";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import type { NewInstrument } from "../instrument-draft.types.ts";
import { choicesOf, SUBJECT_WORDS } from "../instrument-words.ts";

/** The ways in which an instrument begins. */
export function NewInstrumentPage({ page, answer }: { page: NewInstrument; answer: Answer }) {
  const { draftId, profile } = page;
  return (
    <>
      <PageHeader
        title="New instrument"
        breadcrumb={[{ label: "Instruments", to: "/instruments" }]}
        intro="Begin a draft and change it as long as you like. Raters see it once you publish it."
      />
      <div className="grid max-w-5xl gap-6 lg:grid-cols-2">
        <Card title="From the practice profile" headingLevel={2}>
          {profile && profile.activities > 0 ? (
            <>
              <p className="mb-4">
                {`${profile.title}, version ${profile.version}: ${counted(profile.functions, "function")} with ${counted(profile.activities, "core activity").replace("activitys", "activities")}. Each activity becomes an item, anchored by the levels of the profile, and stays linked to its function.`}
              </p>
              <Beginning from="profile" draftId={draftId} answer={answer} label="Begin with the profile">
                {(errors, value) => (
                  <>
                    <ChoiceChips
                      name="subject"
                      label="Whose fidelity is rated"
                      required
                      options={choicesOf(SUBJECT_WORDS)}
                      defaultValue={value("subject")}
                      error={errors.subject}
                    />
                    <ChoiceChips
                      name="grouping"
                      label="A section for each"
                      options={[
                        { value: "function", label: "Essential function" },
                        { value: "component", label: "Core component" },
                      ]}
                      defaultValue={value("grouping") ?? "function"}
                    />
                  </>
                )}
              </Beginning>
            </>
          ) : (
            <p>
              {profile
                ? "The practice profile has no core activities yet. Once they are described, each can become an item."
                : "No practice profile is published yet. Once one is, each of its core activities can become an item."}
            </p>
          )}
        </Card>
        <div className="grid content-start gap-6">
          <Card title="From nothing" headingLevel={2}>
            <Beginning from="nothing" draftId={draftId} answer={answer} label="Begin an empty draft" />
          </Card>
          <Card title="From a file" headingLevel={2}>
            {typedValue(answer, "from") === "file" ? (
              <Beginning
                from="file"
                draftId={draftId}
                answer={answer}
                label="Begin a draft with the file"
                hidden={{ definition: typedValue(answer, "definition") ?? "" }}
              />
            ) : null}
            <p className="mb-4">
              An XLSForm workbook, a REDCap data dictionary or our own JSON. First you see what would become
              of every row.
            </p>
            <ButtonLink to="/instruments/import" icon={FileUp} variant="secondary">
              Choose a file
            </ButtonLink>
          </Card>
        </div>
      </div>
    </>
  );
}

/** A form that begins a draft; what it asks for besides a title stands inside. */
export function Beginning({
  from,
  draftId,
  answer,
  label,
  title,
  hidden = {},
  children,
}: {
  from: "nothing" | "profile" | "file";
  draftId: string;
  answer: Answer;
  label: string;
  title?: string;
  hidden?: Record<string, string>;
  children?: (errors: Record<string, string[]>, value: (name: string) => string | undefined) => ReactNode;
}) {
  const { formData } = useNavigation();
  const own = typedValue(answer, "from") === from ? answer : undefined;
  const errors = fieldErrorsOf(own);
  const idOf = (name: string) => (name === "title" ? `${from}-title` : name);
  return (
    <Form method="post" action="/instruments/new" noValidate className="grid gap-4">
      <ErrorSummary
        errors={Object.fromEntries(Object.entries(errors).map(([name, said]) => [idOf(name), said]))}
        general={generalErrorOf(own)}
      />
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="id" value={draftId} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <GuardedTextField
        name="title"
        id={idOf("title")}
        label="Title"
        required
        defaultValue={typedValue(own, "title") ?? title}
        error={errors.title}
      />
      {children?.(errors, (name) => typedValue(own, name))}
      <div>
        <Button pending={formData?.get("from") === from} pendingLabel="Beginning">
          {label}
        </Button>
      </div>
    </Form>
  );
}
