import { Badge } from "#app/components/badge.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { VersionItem } from "../agreement.types.ts";
import { EXCEPTIONS, NEVER_SHARED, profileText } from "../visibility-profiles.ts";
import { PARTY_LABELS } from "./agreement-words.ts";

/** What one version says, whole: on the screen and on paper. */
export function VersionText({ version }: { version: VersionItem }) {
  const profile = profileText(version.profile, version.profileVersion);
  return (
    <DescriptionList
      items={[
        { label: "What it is for", value: <p className="whitespace-pre-line">{version.purpose}</p> },
        {
          label: "Holds",
          value: `from ${formatDay(version.startsOn)}${version.endsOn ? ` until the day before ${formatDay(version.endsOn)}` : ", without an end"}`,
        },
        {
          label: "What others see",
          value: (
            <div className="grid gap-2">
              <p className="font-medium">{profile.label}</p>
              <p>
                <strong className="font-medium">Supervisor.</strong> {profile.supervisor}
              </p>
              <p>
                <strong className="font-medium">Coaching lead.</strong> {profile.lead}
              </p>
              <p className="text-sm text-ink-muted">{NEVER_SHARED}</p>
              <p className="text-sm text-ink-muted">{EXCEPTIONS}</p>
            </div>
          ),
        },
        { label: "Signatures", value: <Signatures version={version} /> },
      ]}
    />
  );
}

function Signatures({ version }: { version: VersionItem }) {
  return (
    <ul className="grid gap-2">
      {version.parties.map(({ party, personId, name, signedOn, isViewer }) => (
        <li key={personId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            {name}
            {isViewer ? " (you)" : ""},{" "}
            <span className="text-ink-muted">{PARTY_LABELS[party].toLowerCase()}</span>
          </span>
          {signedOn ? (
            <Badge tone="positive">signed {formatDay(signedOn, { weekday: false })}</Badge>
          ) : version.state === "withdrawn" || version.state === "draft" ? (
            <Badge>not signed</Badge>
          ) : (
            <Badge tone="caution">has not signed yet</Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
