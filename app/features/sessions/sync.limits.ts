/** How many logs travel together. */
export const BATCH = 10;
