import { LATE_NOTICE_HOURS } from "#fidelity/dosage/limits.ts";

const DAYS_FROM_HOURS = 48;

/** "30 hours of notice", in days from two on, and whether that was late. */
export function noticeWords(hours: number): string {
  const late = hours < LATE_NOTICE_HOURS ? ` (late: under ${LATE_NOTICE_HOURS} hours)` : "";
  if (hours === 0) return `No notice${late}`;
  const whole = Math.floor(hours);
  if (whole >= DAYS_FROM_HOURS) return `${Math.floor(whole / 24)} days of notice`;
  const words = whole === 0 ? "Less than an hour" : whole === 1 ? "1 hour" : `${whole} hours`;
  return `${words} of notice${late}`;
}
