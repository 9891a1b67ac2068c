import { useNavigate } from "@remix-run/react";
import { Ellipsis, type LucideIcon } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { MenuItem, MenuTrigger, Menu as RacMenu } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { type ButtonVariant, buttonStyle } from "#app/components/button.tsx";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: LucideIcon;
  /** Goes there; otherwise `onAction` is called. */
  to?: string;
  onAction?: () => void;
  danger?: boolean;
  disabled?: boolean;
}

export interface MenuProps {
  /** Words on the button, or its name when it shows only an icon. */
  label: string;
  items: readonly MenuEntry[];
  icon?: LucideIcon;
  iconOnly?: boolean;
  variant?: ButtonVariant;
}

export function Menu({ label, items, icon: Icon = Ellipsis, iconOnly = true, variant = "quiet" }: MenuProps) {
  const navigate = useNavigate();
  return (
    <MenuTrigger>
      <Button
        aria-label={iconOnly ? label : undefined}
        className={buttonStyle({ variant, size: iconOnly ? "icon" : "medium" })}
      >
        {iconOnly ? null : label}
        <Icon aria-hidden="true" className="size-5" />
      </Button>
      <Popover
        placement="bottom end"
        className="min-w-52 animate-enter rounded-card border border-line bg-raised p-1.5 text-ink shadow-overlay print:hidden"
      >
        <RacMenu aria-label={label} className="grid max-h-[60dvh] overflow-y-auto outline-none">
          {items.map(({ id, label: words, icon: Sign, to, onAction, danger, disabled }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={words}
              isDisabled={disabled}
              onAction={() => (to ? navigate(to) : onAction?.())}
              className={`flex min-h-11 cursor-pointer items-center gap-2.5 rounded-control px-3 outline-none focus:bg-sunken focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus disabled:cursor-not-allowed disabled:text-ink-muted lg:pointer-fine:min-h-9 ${danger ? "text-critical" : ""}`}
            >
              {Sign ? <Sign aria-hidden="true" className="size-4.5 shrink-0" /> : null}
              {words}
            </MenuItem>
          ))}
        </RacMenu>
      </Popover>
    </MenuTrigger>
  );
}
