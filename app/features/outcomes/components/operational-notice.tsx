import type { ReactNode } from "react";

/** Says what kind of view this is, and what the person does not see of it. */
export function OperationalNotice({
  hiddenSites = 0,
  children,
}: {
  hiddenSites?: number;
  children?: ReactNode;
}) {
  return (
    <p className="mt-8 max-w-prose border-t border-line pt-4 text-sm text-ink-muted">
      Operational view: not for publication. Small numbers are shown as they are to people who need them for
      their work; they are used for support, not for evaluation.
      {hiddenSites > 0
        ? ` ${hiddenSites} ${hiddenSites === 1 ? "site of the program lies" : "sites of the program lie"} outside your scope and ${hiddenSites === 1 ? "is" : "are"} not counted here.`
        : ""}
      {children ? <> {children}</> : null}
    </p>
  );
}
