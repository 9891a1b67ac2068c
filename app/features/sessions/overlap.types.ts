/** A session of the coach at the time of another. */
export interface Overlap {
  id: string;
  /** The day of the session that it overlaps. */
  ofOn: string;
  on: string;
  startTime: string;
  endTime: string;
  names: string[];
}

/** What else there is at the time of a session that is being written. */
export interface Clashes {
  /** The coach's own sessions, led or co-coached. */
  own: Overlap[];
  /** Those of the session's people who have coaching with somebody else then: nothing more is known of it. */
  elsewhereIds: string[];
}

/** The time that is asked about. */
export interface AskedTime {
  /** The session that is being written: it is no clash with itself. */
  sessionId: string;
  sessionOn: string;
  startTime: string;
  endTime: string;
}
