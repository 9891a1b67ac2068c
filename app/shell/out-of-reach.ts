/** Whether a page could not be loaded because the server did not answer. Browsers have a sentence each for it. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}
