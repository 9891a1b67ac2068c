/** The event by which the outbox of this device says that something in it changed. */
export const OUTBOX_CHANGED = "throughline:outbox-changed";
