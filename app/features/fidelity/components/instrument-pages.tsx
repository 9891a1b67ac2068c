import { BookOpenCheck, Download, FileUp, TriangleAlert } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type {
  ChecklistItem,
  ChecklistSection,
  InstrumentListItem,
  InstrumentVersionDetail,
} from "../assessment.types.ts";
import { conditionInWords } from "../checklist.rules.ts";
import { bandInWords } from "../review-words.ts";

const COLUMNS: Column<InstrumentListItem>[] = [
  {
    key: "title",
    header: "Instrument",
    rowHeader: true,
    cell: ({ title, version }) => `${title}, version ${version}`,
  },
  {
    key: "state",
    header: "Use",
    cell: ({ isCurrent }) => (isCurrent ? <Badge tone="positive">In use</Badge> : <Badge>Not in use</Badge>),
  },
  { key: "subject", header: "Rates", cell: ({ subject }) => `the\u00a0${subject}` },
  { key: "items", header: "Items", align: "end", cell: ({ itemCount }) => itemCount },
  {
    key: "from",
    header: "In force from",
    cell: ({ effectiveFrom }) => (
      <span className="whitespace-nowrap">{formatDay(effectiveFrom, { weekday: false })}</span>
    ),
  },
];

export function InstrumentsPage({
  versions,
  permissions,
}: {
  versions: InstrumentListItem[];
  permissions: { canImport: boolean };
}) {
  return (
    <>
      <PageHeader
        title="Instruments"
        intro="Published checklists. A published version never changes; a change is the next version."
        actions={
          permissions.canImport ? (
            <ButtonLink to="/instruments/import" icon={FileUp} variant="secondary">
              Import an instrument
            </ButtonLink>
          ) : null
        }
      />
      <DataTable
        caption="Published instrument versions"
        hideCaption
        phone="cards"
        rows={versions}
        rowKey={({ versionId }) => versionId}
        rowHref={({ versionId }) => `/instruments/${versionId}`}
        columns={COLUMNS}
        empty={
          <EmptyState title="No instrument is published" icon={BookOpenCheck}>
            Reviews can be scheduled once an instrument has a published version and a schedule rule.
          </EmptyState>
        }
      />
    </>
  );
}

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
        actions={EXPORTS.map(({ format, label }) => (
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
