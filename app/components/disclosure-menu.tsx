import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";

export interface DisclosureMenuProps {
  /** Content of the button. */
  summary: ReactNode;
  label: string;
  summaryClass: string;
  panelClass: string;
  children: ReactNode;
}

/** A native disclosure that works without JavaScript; with it, Escape, a press outside and navigation close it. */
export function DisclosureMenu({ summary, label, summaryClass, panelClass, children }: DisclosureMenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new location closes the menu
  useEffect(() => {
    if (details.current) details.current.open = false;
  }, [key]);

  useEffect(() => {
    function closeOutside(event: PointerEvent) {
      const menu = details.current;
      if (menu?.open && !menu.contains(event.target as Node)) menu.open = false;
    }
    function closeOnEscape(event: KeyboardEvent) {
      const menu = details.current;
      if (event.key !== "Escape" || !menu?.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("keydown", closeOnEscape);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("keydown", closeOnEscape);
    };
  }, []);

  return (
    <details ref={details} data-print="hide" className="relative h-full print:hidden">
      <summary aria-label={label} className={summaryClass}>
        {summary}
      </summary>
      <div className={`animate-enter rounded-card border border-line bg-raised shadow-overlay ${panelClass}`}>
        {children}
      </div>
    </details>
  );
}
