import type { ComponentProps, ReactNode } from "react";
import { Focusable, Tooltip as RacTooltip, TooltipTrigger } from "react-aria-components/Tooltip";

export interface TooltipProps {
  /** A supplement only: nothing a person needs may live here alone. */
  content: ReactNode;
  /** One focusable element. */
  children: ComponentProps<typeof Focusable>["children"];
}

export function Tooltip({ content, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={150}>
      <Focusable>{children}</Focusable>
      <RacTooltip
        offset={6}
        className="max-w-72 rounded-control bg-ink px-3 py-1.5 text-sm text-canvas shadow-overlay print:hidden"
      >
        {content}
      </RacTooltip>
    </TooltipTrigger>
  );
}
