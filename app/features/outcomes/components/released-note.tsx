import { Link } from "@remix-run/react";

/** What it means that a figure was released, wherever released figures stand. */
export function ReleasedNote() {
  return (
    <p className="mt-3 max-w-prose text-sm text-ink-muted">
      A month that was released shows the figure of its release. Where the records say something else since,
      that stands beside it as today’s.{" "}
      <Link className="link" to="/rollout/released">
        Released months
      </Link>
    </p>
  );
}
