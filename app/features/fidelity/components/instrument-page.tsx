import { Form, Link, useNavigation } from "@remix-run/react";
import { Download, PencilLine, Printer, TriangleAlert } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type {
  ChecklistItem,
  ChecklistSection,
  InstrumentVersionDetail,
  VersionStep,
} from "../assessment.types.ts";
import { conditionInWords } from "../checklist.rules.ts";
import { bandInWords } from "../review-words.ts";
import { VersionDiff } from "./version-diff.tsx";

const EXPORTS = [
  { format: "xlsform", label: "XLSForm" },
  { format: "redcap", label: "REDCap" },
  { format: "json", label: "JSON" },
] as const;

export function InstrumentPage({ instrument }: { instrument: InstrumentVersionDetail }) {
  const bands = [...instrument.thresholds].sort((a, b) => b.from - a.from);
  return (
    <>
      <PageHeader
        title={instrument.title}
        breadcrumb={[{ label: "Instruments", to: "/instruments" }]}
        meta={
          <>
            <span>Version {instrument.version}</span>
            <span>in force from {formatDay(instrument.effectiveFrom)}</span>
          </>
        }
        intro={instrument.purpose}
        actions={
          <>
            {EXPORTS.map(({ format, label }) => (
              <ButtonLink
                key={format}
                to={`/instruments/${instrument.versionId}/${format}`}
                icon={Download}
                variant="secondary"
                size="small"
                reloadDocument
                aria-label={`Download as ${label}`}
              >
                {label}
              </ButtonLink>
            ))}
            <ButtonLink
              to={`/instruments/${instrument.versionId}/print`}
              icon={Printer}
              variant="secondary"
              size="small"
            >
              On paper
            </ButtonLink>
            {instrument.nextDraftId ? <DraftNext {...instrument} draftId={instrument.nextDraftId} /> : null}
          </>
        }
      />
      {instrument.isHashRight ? null : (
        <Callout tone="critical" title="The content does not match its fingerprint">
          This definition is not what was published. Tell the administrator before it is used.
        </Callout>
      )}
      <Section title="How it is used">
        <p className="mb-3 max-w-prose">{instrument.instructions}</p>
        <DescriptionList
          items={[
            { label: "Rates", value: `the ${instrument.subject}` },
            { label: "Rated by", value: instrument.raterTypes.join(", ").replaceAll("-", " ") },
            { label: "Published", value: formatDay(instrument.publishedOn) },
            {
              label: "Score",
              value:
                "100 × points ÷ possible points, added up over all items with their weights. Items answered N/A leave both sums.",
            },
            {
              label: "Bands",
              value: `${bands.map(bandInWords).join(", ")}, compared before rounding`,
            },
            {
              label: "Not applicable",
              value: `At most ${Math.round(100 * instrument.maxNotApplicableShare)} % of the items; with more there is no score.`,
            },
            { label: "Blanks", value: instrument.missing },
            {
              label: "Fingerprint",
              value: <code className="font-mono text-sm break-all">{instrument.contentHash}</code>,
            },
          ]}
        />
      </Section>
      {instrument.sections.map((section, index) => (
        <Section
          key={section.id}
          title={`${index + 1}. ${section.title}`}
          description={aboutSection(section, instrument.sections)}
        >
          <ol className="divide-y divide-line">
            {section.items.map((item) => (
              <ItemText
                key={item.id}
                item={item}
                earns={instrument.earns[item.id]}
                sections={instrument.sections}
              />
            ))}
          </ol>
        </Section>
      ))}
      <Series series={instrument.series} versionId={instrument.versionId} />
    </>
  );
}

/** Begins the next version with the content of this one, or leads to the draft that somebody has begun. */
function DraftNext({ versionId, draftId }: { versionId: string; draftId: string }) {
  const isSending = useNavigation().formData?.get("versionId") === versionId;
  return (
    <Form method="post" action="/instruments/new">
      <input type="hidden" name="from" value="version" />
      <input type="hidden" name="id" value={draftId} />
      <input type="hidden" name="versionId" value={versionId} />
      <Button icon={PencilLine} size="small" pending={isSending} pendingLabel="Beginning">
        Draft the next version
      </Button>
    </Form>
  );
}

const KIND_WORDS: Record<string, string> = {
  same: "the same",
  reworded: "reworded",
  split: "split",
  merged: "merged",
  dropped: "dropped",
  new: "new",
};

/** Every version of the instrument, with how each goes on from the one before. */
function Series({ series, versionId }: { series: readonly VersionStep[]; versionId: string }) {
  return (
    <Section title="Versions">
      <ol className="grid gap-4">
        {series.map((step) => (
          <li key={step.versionId} className="grid gap-2 border-l-2 border-line pl-4">
            <p className="flex flex-wrap items-center gap-2">
              {step.versionId === versionId ? (
                <span className="font-semibold">Version {step.version}, this one</span>
              ) : (
                <Link to={`/instruments/${step.versionId}`} className="link font-semibold">
                  Version {step.version}
                </Link>
              )}
              <span className="text-ink-muted">in force from {formatDay(step.effectiveFrom)}</span>
              {step.continuity?.kind === "break" ? (
                <Badge tone="caution" icon={TriangleAlert}>
                  Break in series
                </Badge>
              ) : null}
            </p>
            <Continuity step={step} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Continuity({ step }: { step: VersionStep }) {
  const { continuity, diff, version } = step;
  if (version === 1) return null;
  const before = `version ${version - 1}`;
  return (
    <>
      {continuity?.kind === "break" ? (
        <p className="max-w-prose">
          Results cannot be compared with those of {before}: {continuity.reason}
        </p>
      ) : null}
      {continuity?.kind === "crosswalk" ? (
        <p>
          Goes on from {before}:{" "}
          {Object.entries(continuity.counts)
            .map(([kind, count]) => `${count} ${KIND_WORDS[kind] ?? kind}`)
            .join(", ")}
          .
        </p>
      ) : null}
      <p className="text-sm text-ink-muted">
        {step.takesPlanned
          ? `Reviews that were planned before it run under it once they open; open ones stayed on ${before}.`
          : `Reviews that were planned or open before it stayed on ${before}.`}
      </p>
      <details className="text-sm">
        <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
          What changed since {before}
        </summary>
        <div className="mt-2 grid gap-4">
          {continuity?.kind === "crosswalk" && continuity.lines.length > 0 ? (
            <ul className="grid gap-1">
              {continuity.lines.map(({ kind, from, to }) => (
                <li key={`${from} ${to}`}>
                  {kind === "dropped"
                    ? `${from}: dropped`
                    : kind === "new"
                      ? `${to}: new`
                      : `${from} → ${to} (${KIND_WORDS[kind] ?? kind})`}
                </li>
              ))}
            </ul>
          ) : null}
          <VersionDiff lines={diff} />
        </div>
      </details>
    </>
  );
}

function aboutSection(
  section: InstrumentVersionDetail["sections"][number],
  sections: InstrumentVersionDetail["sections"],
): string | undefined {
  const { weight, thresholds, showIf } = section;
  const condition = conditionInWords(showIf, sections);
  const about = [
    condition ? `Part of the form ${condition}` : "",
    weight === 1 ? "" : `Counts ${weight} times`,
    thresholds.length > 0 ? `On its own: ${thresholds.map(bandInWords).join(", ")}` : "",
  ];
  return about.filter(Boolean).join(". ") || undefined;
}

function ItemText({
  item,
  earns,
  sections,
}: {
  item: ChecklistItem;
  earns: string | undefined;
  sections: ChecklistSection[];
}) {
  const condition = conditionInWords(item.showIf, sections);
  const how = [item.guidance, item.functionCode, condition ? `Asked ${condition}` : "", earns];
  const hasAnchors = item.options.some(({ anchor }) => anchor);
  return (
    <li className="grid gap-1.5 py-4">
      <p className="flex gap-2 font-medium">
        <span className="text-ink-muted tabular-nums">{item.number}</span>
        <span>
          {item.label}{" "}
          {item.isCritical ? (
            <Badge tone="critical" icon={TriangleAlert}>
              Critical
            </Badge>
          ) : null}
        </span>
      </p>
      <p className="text-sm text-ink-muted">{how.filter(Boolean).join(" · ")}</p>
      {item.parts && item.parts.length > 0 ? (
        <ul className="list-disc pl-5 text-sm">
          {item.parts.map(({ id, label, options }) => (
            <li key={id}>
              <span className="inline-block first-letter:uppercase">{label}</span>
              {options.length > 0 ? `: ${options.map(({ mark }) => mark).join(" · ")}` : ": how often"}
            </li>
          ))}
        </ul>
      ) : null}
      {hasAnchors ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
          {item.options.map(({ value, mark, label, anchor }) => (
            <div key={value} className="contents">
              <dt className="font-semibold tabular-nums">{mark}</dt>
              <dd>{anchor ?? label}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="text-sm">
          {item.options.map(({ mark, label }) => `${mark} ${label ?? ""}`).join(" · ")}
        </p>
      )}
    </li>
  );
}
