import { PrintSheet } from "#app/components/print-sheet.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { AgreementPage } from "../agreement.types.ts";
import { STATE_WORDS, VERSION_WORDS } from "./agreement-words.ts";
import { VersionText } from "./version-text.tsx";

/** The agreement on paper: the version that the viewer's page is about. */
export function AgreementPrint({ page }: { page: AgreementPage }) {
  const { current } = page;
  return (
    <PrintSheet
      title="Coaching agreement"
      facts={[
        `Coach ${page.coach.name}`,
        `Coachee ${page.coachee.name}`,
        page.siteName,
        ...(current.isSupervisory ? ["Supervisory coaching"] : []),
        STATE_WORDS[page.state].word,
      ]}
      back={{ to: `/agreements/${page.id}`, label: "Back to the agreement" }}
      footer={`Version ${current.version}, ${VERSION_WORDS[current.state].toLowerCase()}. Printed ${formatDay(page.today)}. For coaching, not for evaluating a person.`}
    >
      <VersionText version={current} />
    </PrintSheet>
  );
}
