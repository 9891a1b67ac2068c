import { Link } from "@remix-run/react";
import { CloudOff, CloudUpload, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Stands under the top bar while something waits on this device, and leads to it. */
export function UnsentBanner({
  children,
  needsAttention,
  isOffline,
  isOne,
}: {
  children: ReactNode;
  needsAttention: boolean;
  isOffline: boolean;
  isOne: boolean;
}) {
  const Icon = needsAttention ? TriangleAlert : isOffline ? CloudOff : CloudUpload;
  return (
    <div
      role="status"
      className="flex min-h-11 items-center gap-3 border-b border-caution/35 bg-caution-soft px-4 text-sm lg:px-6 print:hidden"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-caution" />
      <span className="grow py-2 sm:grow-0">{children}</span>
      <Link to="/offline/waiting" className="link inline-flex min-h-11 shrink-0 items-center font-semibold">
        {needsAttention ? (isOne ? "Look at it" : "Look at them") : "Show"}
      </Link>
    </div>
  );
}
