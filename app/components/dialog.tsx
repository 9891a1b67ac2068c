import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Heading, Dialog as RacDialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "#app/components/button.tsx";

type Content = ReactNode | ((close: () => void) => ReactNode);

export interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** `alertdialog` for a question that must be answered: no closing by a press outside. */
  role?: "dialog" | "alertdialog";
  size?: "small" | "medium" | "large";
  children: Content;
}

const WIDTH = { small: "md:max-w-md", medium: "md:max-w-xl", large: "md:max-w-3xl" } as const;

/** A sheet from below on a phone, a window in the middle on a desk. */
export function Dialog({
  title,
  isOpen,
  onOpenChange,
  role = "dialog",
  size = "medium",
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={role === "dialog"}
      className="fixed inset-0 z-40 flex items-end justify-center bg-scrim md:items-center md:p-6 print:hidden"
    >
      <Modal
        className={`max-h-[90dvh] w-full animate-enter overflow-y-auto rounded-t-2xl bg-raised pb-[env(safe-area-inset-bottom)] text-ink shadow-overlay md:rounded-2xl ${WIDTH[size]}`}
      >
        <RacDialog role={role} className="outline-none">
          {({ close }) => (
            <>
              <div className="sticky top-0 z-10 flex items-start justify-between gap-4 bg-raised px-5 pt-4 pb-2 md:px-6">
                <Heading slot="title" className="py-1.5 text-lg leading-snug font-semibold tracking-tight">
                  {title}
                </Heading>
                {role === "dialog" ? (
                  <IconButton label="Close" icon={X} onClick={close} className="-mr-2" />
                ) : null}
              </div>
              <div className="grid gap-4 px-5 pb-5 md:px-6 md:pb-6">
                {typeof children === "function" ? children(close) : children}
              </div>
            </>
          )}
        </RacDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-2 flex flex-col-reverse gap-3 md:flex-row md:justify-end">{children}</div>;
}
