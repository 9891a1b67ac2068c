/** One coach assignment of a day with the dose planned for it; a dose of 0 where no schedule is in force. */
export interface LoadRow {
  coachId: string;
  coacheeId: string;
  groupAssignmentId: string | null;
  minutesPerMonth: number;
  isOnLeave: boolean;
}
export interface Capacity {
  minutesPerMonth: number | null;
  coachees: number | null;
}
export interface Load {
  coachees: number;
  /** Of them on leave on the day. Their minutes are planned again when they are back, so they count. */
  onLeave: number;
  /** Minutes of coaching that a full month asks of the coach. */
  minutes: number;
}
export type Fit = "no-capacity-set" | "under" | "full" | "over";

/** From this share of the capacity on there is no room for another person. */
const FULL = 0.95;

/**
 * What one month asks of a coach by the plan of a day. People of a group meet together, so a group is coached once: the
 * most that is planned for one of them.
 */
export function loadOf(rows: readonly LoadRow[]): Load {
  const groups = new Map<string, number>();
  let alone = 0;
  for (const { groupAssignmentId, minutesPerMonth } of rows)
    if (groupAssignmentId === null) alone += minutesPerMonth;
    else groups.set(groupAssignmentId, Math.max(groups.get(groupAssignmentId) ?? 0, minutesPerMonth));
  const people = new Map(rows.map(({ coacheeId, isOnLeave }) => [coacheeId, isOnLeave]));
  return {
    coachees: people.size,
    onLeave: [...people.values()].filter(Boolean).length,
    minutes: Math.round([...groups.values()].reduce((sum, each) => sum + each, alone)),
  };
}

/** The share of the capacity that is used: by minutes or by people, whichever is tighter. Null while none is set. */
export function usedShare(load: Load, capacity: Capacity | null): number | null {
  const shares = [
    shareOf(load.minutes, capacity?.minutesPerMonth ?? null),
    shareOf(load.coachees, capacity?.coachees ?? null),
  ].filter((share) => share !== null);
  return shares.length === 0 ? null : Math.max(...shares);
}

export function fitOf(load: Load, capacity: Capacity | null): Fit {
  const share = usedShare(load, capacity);
  if (share === null) return "no-capacity-set";
  if (share > 1) return "over";
  return share >= FULL ? "full" : "under";
}

function shareOf(used: number, room: number | null): number | null {
  if (room === null) return null;
  return room === 0 ? (used === 0 ? 0 : Number.POSITIVE_INFINITY) : used / room;
}
