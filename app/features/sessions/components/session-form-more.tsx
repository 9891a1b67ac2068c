import { lazy, Suspense } from "react";
import type { FormValues } from "../session-form.types.ts";
import { Fold, type FormPartProps, hasError } from "./form-part.tsx";

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
  return (
    <Fold
      summary="More"
      hint="Summary, private note, goals, minutes, who else was there. All optional."
      open={hasError(errors, ...MORE_FIELDS) || page.purpose === "edit"}
    >
      <Suspense fallback={<Kept values={values} personId={page.person.id} />}>
        <MoreParts {...props} />
      </Suspense>
    </Fold>
  );
}

/** Until the fields are here, the form still holds what belongs to them. */
function Kept({ values, personId }: { values: FormValues; personId: string }) {
  const kept = Object.entries(values)
    .filter(([name]) => MORE_FIELDS.includes(name.split(/[.[]/)[0] ?? ""))
    .flatMap(([name, each]) => each.map((value) => ({ name, value })))
    .filter(({ name, value }) => name !== "attendeeIds" || value !== personId);
  return (
    <>
      <p className="text-ink-muted">One moment</p>
      {kept.map(({ name, value }) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} readOnly />
      ))}
    </>
  );
}
