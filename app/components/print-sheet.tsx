import { Link } from "@remix-run/react";
import { ArrowLeft, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";

export interface PrintSheetProps {
  title: string;
  /** Facts that tell one sheet from another, in one line under the title. */
  facts: readonly string[];
  back: { to: string; label: string };
  /** The last line of the sheet. */
  footer: ReactNode;
  children: ReactNode;
}

/** A page made for paper: US Letter, black on white, nothing to press once it is printed. */
export function PrintSheet({ title, facts, back, footer, children }: PrintSheetProps) {
  return (
    <div className="page max-w-212! py-6 print:py-0">
      <nav
        aria-label="This sheet"
        className="mb-6 flex flex-wrap items-center justify-between gap-4 print:hidden"
      >
        <Link to={back.to} className="link inline-flex min-h-11 items-center gap-1.5">
          <ArrowLeft aria-hidden="true" className="size-4" />
          {back.label}
        </Link>
        <Button type="button" icon={Printer} onClick={() => window.print()}>
          Print
        </Button>
      </nav>
      <main
        id="main"
        className="rounded-card border border-line bg-surface p-5 md:p-10 print:border-0 print:bg-transparent print:p-0"
      >
        <header className="mb-5 border-b-2 print:mb-3 border-ink pb-3">
          <p className="text-sm font-semibold">Throughline</p>
          <h1 className="text-2xl leading-tight font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 text-sm">{facts.join(" · ")}</p>
        </header>
        {children}
        <footer className="mt-6 border-t border-line-strong pt-2 text-sm">{footer}</footer>
      </main>
    </div>
  );
}
