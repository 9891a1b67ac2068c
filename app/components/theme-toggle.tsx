import { Monitor, Moon, Sun } from "lucide-react";
import { useId, useState } from "react";
import { showTheme, type Theme } from "#app/components/theme.ts";

const CHOICES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "Device", icon: Monitor },
] as const;

const YEAR = 31_536_000;

function remember(theme: Theme) {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  const age = theme === "system" ? 0 : YEAR;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from browsers we support
  document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  showTheme(theme);
}

/** `theme` is what the server read from the cookie, so the first paint is right. */
export function ThemeToggle({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const name = useId();
  return (
    <fieldset>
      <legend className="eyebrow mb-1.5">Appearance</legend>
      <div className="flex rounded-control bg-sunken p-1">
        {CHOICES.map(({ value, label, icon: Icon }) => (
          <label
            key={value}
            className="relative flex min-h-9 grow items-center justify-center gap-1.5 rounded-md px-2 text-sm has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => {
                setChosen(value);
                remember(value);
              }}
              className="absolute inset-0 size-full cursor-pointer appearance-none outline-none"
            />
            <Icon aria-hidden="true" className="size-4" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
