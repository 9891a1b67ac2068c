import type { ReactNode } from "react";

export interface FormActionsProps {
  /** The primary button first. */
  children: ReactNode;
  /** A quiet line above the buttons, such as the saved indicator. */
  status?: ReactNode;
}

/** Sticks to the thumb on a phone, stands at the end of the form on a desk. */
export function FormActions({ children, status }: FormActionsProps) {
  return (
    <div
      data-actions=""
      className="sticky bottom-tabbar z-20 -mx-4 mt-6 border-t border-line bg-canvas px-4 py-3 pb-[max(0.75rem,calc(env(safe-area-inset-bottom)-var(--tabbar-size)))] md:static md:mx-0 md:border-line md:bg-transparent md:px-0 md:pt-5 print:hidden"
    >
      {status ? <div className="mb-2 max-md:has-[p:empty]:mb-0">{status}</div> : null}
      <div className="flex gap-3 *:flex-1 max-md:*:px-2 md:flex-wrap md:*:flex-none">{children}</div>
    </div>
  );
}
