import { Callout } from "#app/components/callout.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { Review } from "#app/features/fidelity/assessment.types.ts";
import { OfflineReviews } from "#app/features/fidelity/components/offline-reviews.tsx";
import { OfflinePeople } from "#app/features/sessions/components/offline-people.tsx";
import type { OfflinePack } from "#app/features/sessions/session-form.types.ts";
import { NotOnDevice } from "#app/offline/not-on-device.tsx";

/** What this device keeps of whoever was signed in here last: a coach's people, a rater's open reviews, or both. */
export function OfflineHome({
  pack,
  reviews,
  wanted,
}: {
  pack: OfflinePack | null;
  reviews: Review[] | null;
  /** The page that could not be reached. */
  wanted: string | null;
}) {
  if (!pack && !reviews) return <NotOnDevice />;
  const needsConnection = wanted ? (
    <Callout tone="caution" title="That page needs a connection">
      What you can do without one is here. Nothing you finished is lost.
    </Callout>
  ) : null;
  if (!pack)
    return (
      <>
        <PageHeader title="My reviews" intro="You can answer your open checklists without a connection." />
        <div className="grid gap-6">
          {needsConnection}
          <OfflineReviews reviews={reviews ?? []} />
        </div>
      </>
    );
  return (
    <>
      <PageHeader
        title="My people"
        intro={`As of ${formatDay(pack.home.today)}. You can log without a connection.`}
      />
      <div className="grid gap-6">
        {needsConnection}
        <OfflinePeople pack={pack} />
        {reviews ? (
          <Section
            title="My reviews"
            description="Your open checklists can be answered without a connection."
          >
            <OfflineReviews reviews={reviews} />
          </Section>
        ) : null}
      </div>
    </>
  );
}
