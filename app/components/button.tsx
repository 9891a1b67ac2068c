import { Link, type LinkProps } from "@remix-run/react";
import type { LucideIcon } from "lucide-react";
import type { ComponentPropsWithoutRef, ReactNode, Ref } from "react";
import { tv } from "tailwind-variants/lite";
import { Spinner } from "#app/components/spinner.tsx";

export const buttonStyle = tv({
  base: "inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-semibold leading-tight text-center no-underline transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed print:hidden",
  variants: {
    variant: {
      primary:
        "border-transparent bg-accent text-accent-ink enabled:hover:bg-accent-hover [a]:hover:bg-accent-hover",
      secondary:
        "border-line-strong bg-surface text-ink enabled:hover:border-ink enabled:hover:bg-sunken [a]:hover:border-ink [a]:hover:bg-sunken",
      quiet:
        "border-transparent bg-transparent text-accent enabled:hover:bg-accent-soft [a]:hover:bg-accent-soft",
      danger:
        "border-transparent bg-critical text-critical-ink enabled:hover:bg-critical-hover [a]:hover:bg-critical-hover",
    },
    size: {
      small: "min-h-9 px-3 py-1 text-sm pointer-coarse:min-h-11",
      medium: "min-h-control px-4 py-1.5 text-[0.9375rem]",
      large: "min-h-12 px-6 py-2 text-base",
      icon: "size-control p-0",
    },
    wide: { true: "w-full" },
  },
  defaultVariants: { variant: "primary", size: "medium" },
});

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Full width of its container. */
  wide?: boolean;
  className?: string;
}

export interface ButtonProps extends Look, Omit<ComponentPropsWithoutRef<"button">, "className"> {
  /** Shows a spinner and ignores presses, keeps focus and size. */
  pending?: boolean;
  pendingLabel?: string;
  buttonRef?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export function Button({
  variant,
  size,
  icon: Icon,
  wide,
  className,
  pending = false,
  pendingLabel,
  buttonRef,
  type = "submit",
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      ref={buttonRef}
      type={type}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest["aria-disabled"]}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={buttonStyle({ variant, size, wide, className })}
    >
      {pending ? <Spinner /> : Icon ? <Icon aria-hidden="true" className="size-4.5 shrink-0" /> : null}
      {pending && pendingLabel ? pendingLabel : children}
    </button>
  );
}

export interface ButtonLinkProps extends Look, Omit<LinkProps, "className"> {}

export function ButtonLink({
  variant,
  size,
  icon: Icon,
  wide,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={buttonStyle({ variant, size, wide, className })}>
      {Icon ? <Icon aria-hidden="true" className="size-4.5 shrink-0" /> : null}
      {children}
    </Link>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithoutRef<"button">, "className" | "children"> {
  /** Read aloud and shown as the native title. */
  label: string;
  icon: LucideIcon;
  variant?: ButtonVariant;
  className?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({
  label,
  icon: Icon,
  variant = "quiet",
  className,
  type = "button",
  buttonRef,
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      ref={buttonRef}
      type={type}
      aria-label={label}
      title={label}
      className={buttonStyle({ variant, size: "icon", className })}
    >
      <Icon aria-hidden="true" className="size-5" />
    </button>
  );
}
