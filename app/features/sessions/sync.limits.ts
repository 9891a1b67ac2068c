/** How many logs travel together. */
export const BATCH = 10;
/** So many characters travel together at most: the server reads no more than 512 KB at once. */
export const BATCH_CHARACTERS = 160_000;
/** A log longer than this the server would not even read. */
export const LOG_CHARACTERS = 500_000;
