import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  id?: string;
  headingLevel?: 2 | 3;
  /** The heading can be given the focus, where one section is shown after another. */
  isTurnedTo?: boolean;
  className?: string;
  children: ReactNode;
}

export function Section({
  title,
  description,
  actions,
  id,
  headingLevel = 2,
  isTurnedTo = false,
  className = "",
  children,
}: SectionProps) {
  const own = useId();
  const headingId = `${id ?? own}-title`;
  const Heading = `h${headingLevel}` as const;
  return (
    <section id={id} aria-labelledby={headingId} className={`mt-8 first:mt-0 md:mt-10 ${className}`}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <Heading
            id={headingId}
            tabIndex={isTurnedTo ? -1 : undefined}
            className={`font-semibold outline-none tracking-tight ${headingLevel === 2 ? "text-lg" : "text-base"}`}
          >
            {title}
          </Heading>
          {description ? <p className="max-w-prose text-sm text-ink-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2 print:hidden">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
