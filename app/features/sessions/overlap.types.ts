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
