import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { ATTENDEE_LIMIT } from "./session.codes.ts";

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const ids = z.array(z.guid()).min(1).max(ATTENDEE_LIMIT);

/** `?session=…&on=2026-11-17&start=09:00&end=10:00&person=…`: what a form is about to say. Null when it is none of that. */
export const clashSearch = z
  .object({
    session: z.guid(),
    on: dayField("Enter a day"),
    start: time,
    end: time,
    person: z.union([z.guid().transform((id) => [id]), ids]),
  })
  .transform(({ session, on, start, end, person }) => ({
    ...{ sessionId: session, sessionOn: on, startTime: start, endTime: end, personIds: [...new Set(person)] },
  }))
  .nullable()
  .catch(null);
export type ClashSearch = NonNullable<z.infer<typeof clashSearch>>;
