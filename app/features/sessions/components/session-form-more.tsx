import { lazy, Suspense } from "react";
import { Fold, type FormPartProps, hasError, isAmong, Kept, peopleThere } from "./form-part.tsx";

// why: most logs are saved without any of it, so no log waits for its code
const MoreParts = lazy(() =>
  import("./session-form-more-parts.tsx").then(({ MoreParts }) => ({ default: MoreParts })),
);

/** Fields that a log may do without, or how the names of their kind begin. */
const MORE_FIELDS = [
  ...["summary", "privateNote", "progress", "selfScale"],
  ...["observationKind", "artefactRef", "hasRecordingConsent", "plannedStartTime", "plannedEndTime"],
  ...["observationMinutes", "meetingMinutes", "preparationMinutes", "travelMinutes", "documentationMinutes"],
  ...["attendeeIds", "format", "attendance", "attendeeMinutes", "alsoThere"],
  ...["strengthNoted", "correctiveFeedback", "dataShared", "feedbackAfterHours", "barriers"],
  ...["escalation", "escalatedOn", "escalatedTo", "nextSessionOn", "nextFocusId"],
];

export interface MoreProps extends FormPartProps {
  /** The class of what can be said only of a session that was held. */
  onlyIfHeld: "hidden" | "contents";
}

/** What a log may say beyond the necessary. All of it is optional. */
export function MoreFields(props: MoreProps) {
  const { values, errors, page } = props;
  // The person themselves stands in the form already.
  const others = (values.attendeeIds ?? []).filter((id) => id !== page.person.id);
  // What became of their steps stands among the fields below; of the person's own, above.
  const theirs = page.openSteps.filter(({ personId }) => personId !== page.person.id);
  const told = theirs.flatMap(({ id }) => [`reviews.${id}`, `dropReasons.${id}`]);
  const fields = [...MORE_FIELDS, ...told];
  const [, ...alsoCoached] = peopleThere(props).map(({ name }) => name);
  return (
    <Fold
      summary="More"
      hint={`${alsoCoached.length > 0 ? `Also coached: ${alsoCoached.join(", ")}. ` : ""}Summary, private note, goals, minutes, who else was there. All optional.`}
      open={hasError(errors, ...fields) || page.purpose === "edit" || isBegun(props, fields)}
    >
      <Suspense
        fallback={
          <>
            <p className="text-ink-muted">One moment</p>
            <Kept values={{ ...values, attendeeIds: others }} fields={fields} />
          </>
        }
      >
        <MoreParts {...props} />
      </Suspense>
    </Fold>
  );
}

/** Whether a draft that came back says something here: what was typed is seen again, not folded away. */
function isBegun({ values, page }: FormPartProps, fields: readonly string[]): boolean {
  return Object.entries(values).some(
    ([name, each]) => isAmong(name, fields) && String(each) !== String(page.values[name] ?? ""),
  );
}
