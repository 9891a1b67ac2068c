import { describe, expect, it } from "vitest";
import { themeAttribute, themeFromCookie } from "#app/components/theme.ts";

describe("the theme cookie", () => {
  it("is found among others", () => {
    expect(themeFromCookie("a=1; theme=dark; b=2")).toBe("dark");
    expect(themeFromCookie("theme=light")).toBe("light");
  });

  it("falls back to the device for anything unknown", () => {
    expect(themeFromCookie(null)).toBe("system");
    expect(themeFromCookie("theme=purple")).toBe("system");
    expect(themeFromCookie("mytheme=dark")).toBe("system");
    expect(themeAttribute("system")).toBeUndefined();
  });
});
