/** Waits until `check` answers something truthy, and answers that. @throws after `timeout` ms, saying what was awaited */
export async function until<T>(
  what: string,
  check: () => Promise<T | null | undefined | false>,
  timeout = 60_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
