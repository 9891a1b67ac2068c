import { Lock, Users } from "lucide-react";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { SUMMARY_LIMIT } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { type FormPartProps, knownNames, peopleThere } from "./form-part.tsx";
import { Afterwards } from "./session-form-after.tsx";
import { Goals } from "./session-form-goals.tsx";
import type { MoreProps } from "./session-form-more.tsx";
import { Observation } from "./session-form-observation.tsx";
import { WhoWasThere } from "./session-form-people.tsx";

/** All that a log may say beyond the necessary. */
export function MoreParts(props: MoreProps) {
  return (
    <>
      <Texts {...props} />
      <div className={props.onlyIfHeld}>
        <Goals {...props} people={[props.page.person]} />
      </div>
      <Observation {...props} />
      <WhoWasThere {...props} />
      <Afterwards {...props} />
    </>
  );
}

function Texts({ page, values, current, errors }: FormPartProps) {
  const coached = peopleThere({ page, current });
  const known = knownNames({ page, current });
  return (
    <>
      <GuardedTextArea
        name="summary"
        label="Shared summary"
        hint={
          <span className="flex gap-2">
            <Users aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {coached.map(({ name }) => name).join(", ")}, you and co-coaches of this session see this. In a
            safety case an administrator may open it, and you would be told. No names or numbers of clients.
          </span>
        }
        limit={SUMMARY_LIMIT}
        known={known}
        defaultValue={firstValue(values, "summary")}
        error={errors.summary}
      />
      <GuardedTextArea
        name="privateNote"
        label="Private note"
        hint={
          <span className="flex gap-2">
            <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            For you alone, and encrypted. It still belongs to your agency: in a safety case an administrator
            may open it, and you would be told; whoever runs the system could; and it may be a public record.
            Write as if it could be asked for.
          </span>
        }
        limit={SUMMARY_LIMIT}
        known={known}
        defaultValue={firstValue(values, "privateNote")}
        error={errors.privateNote}
      />
    </>
  );
}
