import { Form, useNavigate } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Progress } from "#app/components/progress.tsx";
import { Section } from "#app/components/section.tsx";
import type { ItemAnswer } from "../assessment.types.ts";
import type { CaseRatingPage as Page } from "../calibration.types.ts";
import { conditionInWords, progressOf, shownSections } from "../checklist.rules.ts";
import { Reference } from "./calibration-pages.tsx";
import { ChecklistItemFields } from "./checklist-item.tsx";
import { useItemKeys } from "./use-item-keys.ts";

const BLANK: ItemAnswer = { answer: "", reason: "", comment: "", version: 0 };
const TYPING_MS = 800;
const RETRY_MS = 5000;

type Kept = "idle" | "keeping" | "kept" | "unreachable" | "refused";
const KEPT_WORDS: Record<Kept, string> = {
  idle: "",
  keeping: "Saving",
  kept: "Saved",
  unreachable: "Not saved yet: the server cannot be reached. It is tried again; keep this page open.",
  refused: "",
};

/** One case with its checklist. What is answered is kept as one goes; the page stays when the server cannot be reached. */
export function CaseRatingPage({ page, answer }: { page: Page; answer: Answer }) {
  const { answers, kept, message, isLive, change, save } = useKeptCase(page);
  const form = useRef<HTMLFormElement>(null);
  const onKeyDown = useItemKeys(form);
  const navigate = useNavigate();
  const sections = isLive
    ? shownSections(page.sections, answers)
    : page.sections.map((section, index) => ({ ...section, number: index + 1 }));
  const indexOf = new Map(sections.flatMap(({ items }) => items).map(({ id }, index) => [id, index]));
  const { answered, total } = progressOf(page.sections, answers);
  const errors = fieldErrorsOf(answer);
  const back = `/calibration/${page.set.id}`;

  return (
    <>
      <PageHeader
        title={`Case ${page.case.number}: ${page.case.title}`}
        breadcrumb={[
          { label: "Calibration", to: "/calibration" },
          { label: page.set.title, to: back },
        ]}
        meta={
          <>
            <span>
              {page.instrument.title}, version {page.instrument.version}
            </span>
            {page.isMaster ? <span>Master ratings</span> : null}
          </>
        }
        intro={
          <>
            Rate what you find here: <Reference text={page.case.reference} />
          </>
        }
      />
      <Form
        method="post"
        ref={form}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void save().then((isKept) => {
            if (isKept) navigate(page.case.nextId ? `${back}/cases/${page.case.nextId}` : back);
          });
        }}
      >
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="attempt" value={page.attempt} />
        <input type="hidden" name="rowVersion" value={page.rowVersion} />
        <div className="sticky top-topbar z-20 -mx-4 mb-4 border-b border-line bg-canvas px-4 py-3 md:-mx-8 md:px-8">
          <Progress label="Answered" value={answered} max={total} />
        </div>
        {sections.map((section) => (
          <Section key={section.id} title={`${section.number}. ${section.title}`}>
            {section.items.map((item) => {
              const at = indexOf.get(item.id) ?? 0;
              return (
                <ChecklistItemFields
                  key={item.id}
                  item={item}
                  index={at}
                  value={answers[item.id] ?? BLANK}
                  error={errors[`items[${at}].answer`]}
                  anchorsOpen={false}
                  isLive={isLive}
                  condition={isLive ? null : conditionInWords(item.showIf ?? section.showIf, page.sections)}
                  onChange={change}
                  onSettle={() => {}}
                />
              );
            })}
          </Section>
        ))}
        {message ? (
          <div className="mt-6">
            <Callout tone="critical" announce title="Not saved">
              {message}
            </Callout>
          </div>
        ) : null}
        <FormActions
          status={
            <p role="status" className="text-sm text-ink-muted">
              {KEPT_WORDS[kept]}
            </p>
          }
        >
          <Button name="intent" value="save" pending={kept === "keeping"} pendingLabel="Saving">
            {page.case.isLast ? "Save and back to the set" : "Save and next case"}
          </Button>
        </FormActions>
      </Form>
    </>
  );
}

/** The answers of a case, sent as they change, one request at a time, each on the version that the last one got. */
function useKeptCase(page: Page) {
  const address = `/api/calibration/${page.set.id}/cases/${page.case.id}`;
  const [answers, setAnswers] = useState(page.answers);
  const [kept, setKept] = useState<Kept>("idle");
  const [message, setMessage] = useState("");
  const [isLive, setLive] = useState(false);
  const latest = useRef(page.answers);
  const version = useRef(page.rowVersion);
  const isDirty = useRef(false);
  const running = useRef<Promise<boolean>>(Promise.resolve(true));
  const timer = useRef<number>();
  useEffect(() => setLive(true), []);

  const send = useCallback(async (): Promise<boolean> => {
    if (!isDirty.current) return true;
    isDirty.current = false;
    setKept("keeping");
    const items = Object.entries(latest.current).map(([itemId, given]) => ({ itemId, ...given }));
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ intent: "keep", attempt: page.attempt, rowVersion: version.current, items }),
      });
      const body = await response.json();
      if (response.ok) {
        version.current = body.rowVersion;
        setMessage("");
        setKept(isDirty.current ? "keeping" : "kept");
        return true;
      }
      setKept("refused");
      setMessage(body.message ?? "The server did not take it.");
      isDirty.current = true;
      return false;
    } catch {
      isDirty.current = true;
      setKept("unreachable");
      return false;
    }
  }, [address, page.attempt]);

  const save = useCallback((): Promise<boolean> => {
    window.clearTimeout(timer.current);
    running.current = running.current.then(send, send);
    return running.current;
  }, [send]);

  const change = useCallback(
    (itemId: string, fields: Partial<ItemAnswer>) => {
      latest.current = { ...latest.current, [itemId]: { ...BLANK, ...latest.current[itemId], ...fields } };
      isDirty.current = true;
      setAnswers(latest.current);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void save(), TYPING_MS);
    },
    [save],
  );

  useEffect(() => {
    const again = window.setInterval(() => isDirty.current && void save(), RETRY_MS);
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.clearInterval(again);
      window.removeEventListener("beforeunload", warn);
      void save();
    };
  }, [save]);

  return { answers, kept, message, isLive, change, save };
}
