import { Link } from "@remix-run/react";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { monthName } from "../months.rules.ts";
import type { AssessmentsBehind } from "../site.types.ts";
import { AssessmentsTable } from "./assessments-table.tsx";
import { asOfWords } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { RecordsMonth } from "./records-month.tsx";

export function SiteAssessmentsPage({ records }: { records: AssessmentsBehind }) {
  const { site, month, isProvisional, by, rows, totals, figure, page, hasNext } = records;
  const name = monthName(month);
  const other = by === "due" ? "submitted" : "due";
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: "Rollout", to: "/rollout" },
          { label: site.name, to: `/rollout/sites/${site.id}` },
        ]}
        title={by === "due" ? `Assessments due in ${name}` : `Assessments submitted in ${name}`}
        meta={isProvisional ? "Running month, provisional" : undefined}
        actions={<RecordsMonth month={month} isLast={isProvisional} query={{ by }} />}
      />
      <p className="mb-1 max-w-prose">
        <strong>
          {by === "due"
            ? `${totals.numerator} of ${totals.denominator} done by their due day.`
            : `${totals.numerator} of ${totals.denominator} scored assessments met fidelity.`}
        </strong>{" "}
        {by === "due"
          ? "Waived and cancelled ones, self-ratings, and those whose due day has not passed, are listed but not counted."
          : "Self-ratings and those that could not be scored are listed but not counted."}
      </p>
      <p className="mb-4 max-w-prose text-ink-muted">
        {figure === null
          ? "The figure of this month has not been computed yet."
          : figure.numerator === totals.numerator && figure.denominator === totals.denominator
            ? `The number on the rollout page is the same, ${asOfWords(figure)}.`
            : `The rollout page still says ${figure.numerator} of ${figure.denominator}, ${asOfWords(figure)}: records changed since.`}
      </p>
      <p className="mb-4">
        <Link
          className="link inline-flex min-h-control items-center"
          to={`?month=${month.slice(0, 7)}&by=${other}`}
        >
          Show those {other} in {name}
        </Link>
      </p>
      <AssessmentsTable caption={`Assessments ${by} in ${name} at ${site.name}`} rows={rows} />
      <Pagination
        page={page}
        pageSize={50}
        shown={rows.length}
        total={totals.records}
        hasNext={hasNext}
        noun="assessments"
      />
      <OperationalNotice>
        {records.canSeePeople
          ? "Ratings of single items stay with the rater and the person assessed."
          : "The people assessed are not named to your role."}
      </OperationalNotice>
    </>
  );
}
