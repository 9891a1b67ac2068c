/** Said when a log could not be sent at once; taken back when it is discarded. */
export function waitingWords({ personName }: { personName: string }): string {
  return `The log of ${personName} is on this device and goes out as soon as there is a connection`;
}
