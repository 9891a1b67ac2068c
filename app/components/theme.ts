export type Theme = "light" | "dark" | "system";

/** Reads the `theme` cookie out of a Cookie header or `document.cookie`. */
export function themeFromCookie(cookies: string | null | undefined): Theme {
  const found = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(cookies ?? "");
  return found?.[1] === "light" || found?.[1] === "dark" ? found[1] : "system";
}

/** Value for `<html data-theme>`: nothing means "as the device says". */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}

/** Dresses the open page in a theme. */
export function showTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
}
