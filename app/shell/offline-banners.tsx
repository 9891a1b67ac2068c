import { useLocation } from "@remix-run/react";
import { lazy, Suspense, useEffect, useState } from "react";

const UnsentLogs = lazy(() =>
  import("#app/features/sessions/components/outbox-banner.tsx").then(({ UnsentLogs }) => ({
    default: UnsentLogs,
  })),
);
const UnsentAnswers = lazy(() =>
  import("#app/features/fidelity/components/answers-banner.tsx").then(({ UnsentAnswers }) => ({
    default: UnsentAnswers,
  })),
);

/** On the pages that need no connection, what waits of whoever was signed in here last. The page of what waits says it itself. */
export function OfflineBanners() {
  const { pathname } = useLocation();
  const [accountId, setAccountId] = useState<string | null>(null);
  useEffect(() => {
    import("#app/offline/device-store.client.ts")
      .then(({ rememberedAccount }) => setAccountId(rememberedAccount()))
      .catch(() => {});
  }, []);
  if (!accountId || pathname === "/offline/waiting") return null;
  return (
    <Suspense fallback={null}>
      <UnsentLogs accountId={accountId} />
      <UnsentAnswers accountId={accountId} />
    </Suspense>
  );
}
