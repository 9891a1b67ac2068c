import type { Database } from "#app/db/client.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Actor, PersonActor } from "./roles.ts";

/** Everything a use case needs from outside, made by the request, the job or the test. */
export interface Context<A extends Actor = Actor> {
  actor: A;
  database: Database;
  now: Date;
  /** The day of `now` in the program's zone. Days of a site's records use the site's zone. */
  today: Day;
  requestId: string;
}

export type PersonContext = Context<PersonActor>;
