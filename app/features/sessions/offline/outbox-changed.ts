/** The event by which the outbox of this device says that something in it changed. */
export const OUTBOX_CHANGED = "throughline:outbox-changed";
/** The event by which a form says that the log it held back may go out. */
export const LOG_RELEASED = "throughline:log-released";

const OPEN_FORM = "throughline-open-log ";

/** The lock that every open form of a log holds; a tab that closes or crashes lets go of it. */
export const formLockOf = (sessionId: string) => `${OPEN_FORM}${sessionId}`;

/** The logs whose forms are open in any tab of this browser. */
export async function openForms(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => (name?.startsWith(OPEN_FORM) ? [name.slice(OPEN_FORM.length)] : []));
}
