import { Form, Link, useNavigate, useNavigation, useSearchParams } from "@remix-run/react";
import { ArrowDown, ArrowLeft, ArrowUp, Copy, Eye, Send, Trash2 } from "lucide-react";
import { lazy, type MouseEvent, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Answer, generalErrorOf } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SavedIndicator } from "#app/components/saved-indicator.tsx";
import {
  addItem,
  addSection,
  changeItem,
  changeSection,
  duplicateItem,
  type ItemPlace,
  moveItem,
  moveSection,
  placeItem,
  removeItem,
  removeSection,
} from "../draft-edits.rules.ts";
import { findingsOf, whereOf } from "../draft-findings.rules.ts";
import type { DraftDefinition } from "../instrument-draft.schema.ts";
import type { DraftPage } from "../instrument-draft.types.ts";
import type { DraftConflict } from "../merge-drafts.rules.ts";
import { saidOf } from "./builder-fields.tsx";
import { ItemEditor } from "./builder-item.tsx";
import { BuilderOutline, entryId, FindingsList, hrefOf, type PartName } from "./builder-outline.tsx";
import { AboutEditor, ScoringEditor, SectionEditor } from "./builder-whole.tsx";
import { useDraft } from "./use-draft.ts";

// why: the dialog is fetched when a sign-in has ended, so that no page carries it
const SignInOnTop = lazy(() =>
  import("#app/offline/sign-in-on-top.tsx").then(({ SignInOnTop }) => ({ default: SignInOnTop })),
);

const LINT_MS = 300;
const newId = () => crypto.randomUUID().slice(0, 8);

/** Where an instrument is written: its parts on the left, one of them on the right; on a phone one after the other. */
export function BuilderPage({ page, answer }: { page: DraftPage; answer: Answer }) {
  const { draft, change, conflicts, settle, saved, hindrance, news, flush } = useDraft(page);
  const { part, isChosen, open, close } = usePart();
  const [undo, setUndo] = useState<{ draft: DraftDefinition; words: string } | null>(null);
  const [told, setTold] = useState("");
  const findings = useFindings(draft, page);
  const latest = useRef(draft);
  latest.current = draft;
  const navigate = useNavigate();

  const edit = useCallback(
    (next: DraftDefinition, taken?: string) => {
      setUndo(taken ? { draft: latest.current, words: taken } : null);
      change(next);
    },
    [change],
  );
  const move = useCallback(
    (name: PartName, step: 1 | -1) => {
      const [kind, id = ""] = name.split(/:(.*)/s);
      const before = latest.current;
      const next = kind === "item" ? moveItem(before, id, step) : moveSection(before, id, step);
      if (next === before) return;
      edit(next);
      setTold(`Now ${whereOf(next, { part: name })}`);
      const focused = document.activeElement?.id;
      // React moves the entry itself, which lets go of the focus.
      setTimeout(() => focused && document.getElementById(focused)?.focus());
    },
    [edit],
  );

  function place(id: string, at: ItemPlace) {
    const next = placeItem(draft, id, at);
    if (next === draft) return;
    edit(next);
    setTold(`Now ${whereOf(next, { part: `item:${id}` })}`);
  }
  function append(sectionId: string) {
    const id = `item-${newId()}`;
    edit(addItem(draft, sectionId, id));
    open(`item:${id}`, "label");
  }
  function appendSection() {
    const id = `section-${newId()}`;
    edit(addSection(draft, id));
    open(`section:${id}`, "title");
  }

  /** The next page reads what the server has: what was typed last goes first. */
  function leaveFor(to: string) {
    return (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void flush().then(() => navigate(to));
    };
  }

  const here = `/instruments/drafts/${page.id}`;
  return (
    <>
      <PageHeader
        title={draft.title || "A draft without a title"}
        breadcrumb={[{ label: "Instruments", to: "/instruments" }]}
        meta={
          <>
            <span>Draft of version {page.version}</span>
            <SavedIndicator state={saved.state} at={saved.at} device="device" />
          </>
        }
        actions={
          <>
            <ButtonLink
              to={`${here}/preview`}
              icon={Eye}
              variant="secondary"
              onClick={leaveFor(`${here}/preview`)}
            >
              Preview
            </ButtonLink>
            <ButtonLink to={`${here}/publish`} icon={Send} onClick={leaveFor(`${here}/publish`)}>
              Publish
            </ButtonLink>
          </>
        }
      />
      <noscript>
        <p className="mb-4">
          This page can be read without JavaScript; changing a draft needs it. Previewing and publishing do
          not.
        </p>
      </noscript>
      <p role="status" className="sr-only">
        {told}
      </p>
      <div className="mb-4 grid gap-3 empty:hidden">
        {hindrance === "signed-out" ? (
          <Suspense>
            <SignInOnTop what="draft is" onSignedIn={() => void flush()} />
          </Suspense>
        ) : null}
        <ErrorSummary errors={{}} general={generalErrorOf(answer)} />
        {saved.message ? (
          <Callout tone="critical" announce title="Not saved">
            {saved.message} What you wrote is kept on this device.
          </Callout>
        ) : null}
        {conflicts.length > 0 ? <Conflicts conflicts={conflicts} settle={settle} /> : null}
        {news ? <Callout announce>{news}</Callout> : null}
        {undo ? (
          <Callout
            announce
            title={`${undo.words} is removed`}
            actions={
              <Button type="button" size="small" variant="secondary" onClick={() => edit(undo.draft)}>
                Undo
              </Button>
            }
          />
        ) : null}
      </div>
      <div className="grid gap-8 md:grid-cols-[17rem_minmax(0,1fr)] lg:grid-cols-[21rem_minmax(0,1fr)]">
        <div
          className={`md:sticky md:top-[calc(var(--spacing-topbar)+1rem)] md:-ml-2 md:max-h-[calc(100dvh-var(--spacing-topbar)-2rem)] md:self-start md:overflow-y-auto md:p-2 ${isChosen ? "max-md:hidden" : ""}`}
        >
          <FindingsList findings={findings} onOpen={open} />
          <BuilderOutline
            {...{ draft, part, findings }}
            onOpen={open}
            onMove={move}
            onPlace={place}
            onAddItem={append}
            onAddSection={appendSection}
          />
          <DeleteDraft />
        </div>
        <div className={isChosen ? "" : "max-md:hidden"}>
          <Button
            type="button"
            variant="quiet"
            size="small"
            icon={ArrowLeft}
            className="mb-2 md:hidden"
            onClick={close}
          >
            All parts
          </Button>
          <PartEditor {...{ page, draft, part, findings, edit, move, open }} />
        </div>
      </div>
    </>
  );
}

function PartEditor({
  page,
  draft,
  part,
  findings,
  edit,
  move,
  open,
}: {
  page: DraftPage;
  draft: DraftDefinition;
  part: PartName;
  findings: ReturnType<typeof findingsOf>;
  edit: (next: DraftDefinition, taken?: string) => void;
  move: (part: PartName, step: 1 | -1) => void;
  open: (part: PartName, field?: string) => void;
}) {
  const said = saidOf(findings, part);
  const [kind, id = ""] = part.split(/:(.*)/s);
  const item = kind === "item" ? draft.items.find((one) => one.id === id) : undefined;
  const section = kind === "section" ? draft.sections.find((one) => one.id === id) : undefined;
  const where = whereOf(draft, { part });
  const heading = (
    <h2
      id="part-heading"
      tabIndex={-1}
      className="text-lg font-semibold tracking-tight outline-none wrap-anywhere"
    >
      {kind === "item"
        ? where.replace(/ “.*$/s, "")
        : kind === "section"
          ? where.replace(/ “.*$/s, "")
          : where}
    </h2>
  );
  if (kind === "about" || kind === "scoring") {
    const onChange = (fields: Partial<DraftDefinition>) => edit({ ...draft, ...fields } as DraftDefinition);
    return (
      <>
        <div className="mb-4">{heading}</div>
        {kind === "about" ? (
          <AboutEditor {...{ draft, said, onChange }} fixedCode={page.instrumentCode} />
        ) : (
          <ScoringEditor {...{ draft, said, onChange }} />
        )}
      </>
    );
  }
  if (!item && !section)
    return (
      <>
        {heading}
        <EmptyState title="This part is no longer in the draft">Choose another one of the list.</EmptyState>
      </>
    );
  const list = item ? draft.items : draft.sections;
  const at = (list as { id: string }[]).findIndex((one) => one.id === id);
  const remove = () => {
    edit(item ? removeItem(draft, id) : removeSection(draft, id), where);
    const next = item && (draft.items[at + 1] ?? draft.items[at - 1]);
    open(next ? `item:${next.id}` : "about");
  };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        {heading}
        <div className="flex flex-wrap gap-1">
          <Button
            {...{ type: "button", variant: "quiet", size: "small", icon: ArrowUp }}
            disabled={item ? isFirst(draft, at) : at === 0}
            onClick={() => move(part, -1)}
          >
            Move up
          </Button>
          <Button
            {...{ type: "button", variant: "quiet", size: "small", icon: ArrowDown }}
            disabled={item ? isLast(draft, at) : at === list.length - 1}
            onClick={() => move(part, 1)}
          >
            Move down
          </Button>
          {item ? (
            <Button
              {...{ type: "button", variant: "quiet", size: "small", icon: Copy }}
              onClick={() => {
                const copy = `item-${newId()}`;
                edit(duplicateItem(draft, id, copy));
                open(`item:${copy}`, "label");
              }}
            >
              Duplicate
            </Button>
          ) : null}
          <Button {...{ type: "button", variant: "quiet", size: "small", icon: Trash2 }} onClick={remove}>
            Remove
          </Button>
        </div>
      </div>
      {item ? (
        <ItemEditor
          key={item.id}
          {...{ draft, item, said, newId }}
          functions={page.functions}
          onChange={(fields) => edit(changeItem(draft, id, fields))}
        />
      ) : section ? (
        <SectionEditor
          key={section.id}
          {...{ draft, section, said }}
          onChange={(fields) => edit(changeSection(draft, id, fields))}
        />
      ) : null}
      {item ? (
        <nav
          aria-label="Items beside this one"
          className="mt-8 flex justify-between gap-4 border-t border-line pt-4"
        >
          <Neighbour item={draft.items[at - 1]} label="Item before" open={open} />
          <Neighbour item={draft.items[at + 1]} label="Next item" open={open} />
        </nav>
      ) : null}
    </>
  );
}

const isFirst = ({ items, sections }: DraftDefinition, at: number) =>
  at === 0 && items[at]?.sectionId === sections[0]?.id;
const isLast = ({ items, sections }: DraftDefinition, at: number) =>
  at === items.length - 1 && items[at]?.sectionId === sections.at(-1)?.id;

function Neighbour({
  item,
  label,
  open,
}: {
  item: { id: string } | undefined;
  label: string;
  open: (part: PartName) => void;
}) {
  if (!item) return <span />;
  const part = `item:${item.id}` as const;
  return (
    <a
      href={hrefOf(part)}
      className="link inline-flex min-h-6 items-center pointer-coarse:min-h-11"
      onClick={(event) => {
        event.preventDefault();
        open(part);
      }}
    >
      {label}
    </a>
  );
}

/** Both forms of what two writers changed at once. */
function Conflicts({
  conflicts,
  settle,
}: {
  conflicts: readonly DraftConflict[];
  settle: (part: string, whose: "mine" | "theirs") => void;
}) {
  return (
    <Callout
      tone="caution"
      announce
      title="Somebody else changed the same parts: choose for each which one is kept. Until then nothing is sent."
    >
      <ul className="grid gap-4">
        {conflicts.map(({ part, where, lines }) => (
          <li key={part} className="grid gap-2">
            <p className="font-medium">{where}</p>
            <dl className="grid gap-2 text-sm">
              {lines.map(({ what, mine, theirs }) => (
                <div key={what}>
                  <dt className="text-ink-muted">{what}</dt>
                  <dd>Here: {mine ?? "nothing"}</dd>
                  <dd>There: {theirs ?? "nothing"}</dd>
                </div>
              ))}
            </dl>
            <div className="flex flex-wrap gap-2">
              <Button type="button" size="small" onClick={() => settle(part, "mine")}>
                Keep what is here
              </Button>
              <Button type="button" size="small" variant="secondary" onClick={() => settle(part, "theirs")}>
                Take the other
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function DeleteDraft() {
  const isDeleting = useNavigation().formData?.get("intent") === "delete";
  return (
    <Form method="post" action="?index" className="mt-6">
      <Button name="intent" value="delete" variant="quiet" size="small" icon={Trash2} pending={isDeleting}>
        Delete this draft
      </Button>
      <p className="text-sm text-ink-muted">
        It can be restored from{" "}
        <Link to="/instruments" className="link">
          the list
        </Link>
        .
      </p>
    </Form>
  );
}

function isPart(name: string | null): name is PartName {
  return name !== null && /^(about|scoring|section:.+|item:.+)$/s.test(name);
}

/** Which part is open. The address says so, too, without asking the server again. */
function usePart() {
  const [params] = useSearchParams();
  const given = params.get("part");
  const [chosen, setChosen] = useState<PartName | null>(isPart(given) ? given : null);
  /** Where the focus goes once the part is there; a new one each time, also for the same place. */
  const [goal, setGoal] = useState<{ field: string } | null>(null);

  const open = useCallback((part: PartName, field = "") => {
    setGoal({ field });
    setChosen(part);
    window.history.replaceState(window.history.state, "", hrefOf(part));
  }, []);
  const close = useCallback(() => {
    setChosen((before) => {
      if (before) setTimeout(() => document.getElementById(entryId(before))?.focus());
      return null;
    });
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);

  useEffect(() => {
    if (!goal) return;
    const { field } = goal;
    const found = field === "" ? null : document.getElementById(field);
    const control = found?.matches("fieldset")
      ? (found.querySelector<HTMLElement>("input, textarea, select") ?? found)
      : found;
    const target = control ?? document.getElementById("part-heading");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: control ? "center" : "nearest" });
  }, [goal]);

  return { part: chosen ?? ("about" as const), isChosen: chosen !== null, open, close };
}

/** What the linter says, once the writer pauses: a long instrument takes it a moment. */
function useFindings(draft: DraftDefinition, { version, functions, instrumentCode }: DraftPage) {
  const [paused, setPaused] = useState(draft);
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(draft), LINT_MS);
    return () => window.clearTimeout(timer);
  }, [draft]);
  return useMemo(
    () =>
      findingsOf(instrumentCode ? { ...paused, code: instrumentCode } : paused, {
        version,
        functionCodes: functions.map(({ code }) => code),
      }),
    [paused, version, functions, instrumentCode],
  );
}
