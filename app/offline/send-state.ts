/** How a run of sending what waits on this device ended. */
export type SendState = "sent" | "offline" | "signed-out" | "other-account" | "not-allowed" | "waiting";
