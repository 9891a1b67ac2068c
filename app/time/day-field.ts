import { z } from "zod";

const FIRST = "1900-01-01";
const LAST = "2199-12-31";

/** A calendar day that somebody gives, in the years that a database, a zone and a person can make sense of. */
export const dayField = (message: string) =>
  z.iso.date(message).refine((day) => day >= FIRST && day <= LAST, message);
