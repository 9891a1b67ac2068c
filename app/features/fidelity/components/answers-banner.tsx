import { useEffect, useState } from "react";
import { ageWords } from "#app/offline/age-words.ts";
import { UnsentBanner } from "#app/offline/unsent-banner.tsx";
import { useDevice } from "#app/offline/use-device.ts";
import { useWaitingAnswers } from "../offline/use-waiting-answers.ts";
import type { WaitingAnswer } from "../offline/waiting-answer.rules.ts";

const loadRefresh = () =>
  import("../offline/refresh-device.client.ts").then(({ refreshReviews }) => refreshReviews);

/** An answer on its way is no news; the checklist itself says how each stands. */
const NEWS_MS = 4_000;

/**
 * Stands on every page of a rater while answers wait on this device, and says since when. Sends them by itself, and
 * keeps this device ready for work without a connection.
 */
export function AnswersBanner({ accountId }: { accountId: string }) {
  const { rows, state } = useWaitingAnswers(accountId, { sends: true });
  useDevice(accountId, loadRefresh);
  const oldest = rows?.[0];
  const now = useNow(oldest?.waitingSince);
  const stopped = rows?.filter((row) => row.state !== "waiting").length ?? 0;
  if (!rows || !oldest || (stopped === 0 && now - oldest.waitingSince < NEWS_MS)) return null;
  return (
    <UnsentBanner needsAttention={stopped > 0} isOffline={state === "offline"} isOne={stopped === 1}>
      {words(rows, oldest, stopped, now)}
    </UnsentBanner>
  );
}

/** The time, read again when an item has waited long enough to be news, and every minute from then on. */
function useNow(since: number | undefined): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (since === undefined) return;
    const look = () => setNow(Date.now());
    look();
    const first = window.setTimeout(look, Math.max(0, since + NEWS_MS - Date.now()));
    const ages = window.setInterval(look, 60_000);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(ages);
    };
  }, [since]);
  return now;
}

function words(rows: readonly WaitingAnswer[], oldest: WaitingAnswer, stopped: number, now: number): string {
  const age = ageWords(oldest.waitingSince, now);
  const attention = stopped > 0 ? `; ${stopped} ${stopped === 1 ? "needs" : "need"} you` : "";
  if (rows.length === 1) return `1 answer from ${age} is not sent yet${stopped > 0 ? " and needs you" : ""}`;
  return `${rows.length} answers on this device are not sent yet, the oldest from ${age}${attention}`;
}
