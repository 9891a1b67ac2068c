import type { Locator, Page } from "playwright-core";
import { until } from "./conditions.ts";

const MOST_TABS = 600;

/** Whether a key pressed on it is heard: the page's code has taken the element over, or the page runs none. */
function isAlive(element: Element): boolean {
  if (document.readyState !== "complete") return false;
  return !("__remixContext" in window) || Object.keys(element).some((key) => key.startsWith("__reactFiber$"));
}

/** Moves the focus to an element by the Tab key alone, once it hears keys. @throws when it cannot be reached */
export async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await until(`${target} to hear keys`, () => target.evaluate(isAlive));
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await isFocused()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not reach ${target}`);
}

/** Presses a link, button or summary by keyboard. */
export async function activate(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}

/** Types a day into a date field as its segments take it in the browser's language: month, day, year. */
export async function typeDay(page: Page, target: Locator, day: string): Promise<void> {
  const [year, month, date] = day.split("-");
  await reach(page, target);
  await page.keyboard.type(`${month}${date}${year}`);
}

/** Chooses an option of a native select with the arrow keys. */
export async function choose(page: Page, target: Locator, label: string | RegExp): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Home");
  const chosen = () =>
    target.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.label ?? "");
  const options = await target.evaluate((select) => (select as HTMLSelectElement).options.length);
  for (let presses = 0; presses <= options; presses += 1) {
    if ((await chosen()).match(label)) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`No option fits ${label}`);
}

/** Ticks a checkbox, or chooses the first radio button of a group, with the space bar. */
export async function tick(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Space");
}
