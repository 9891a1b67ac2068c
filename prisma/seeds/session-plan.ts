import { covers, isActive, minutesOf, type SeedAssignment, type SeedCoach, weightOf } from "./coaching.ts";
import { itemAt, type Random, randomFor } from "./random.ts";
import { isWorkingDay, seasonOf, weekdayOf } from "./working-days.ts";

/** A session's place in the calendar: minutes are those of the site's clock. */
export interface Slot {
  day: number;
  startMinute: number;
  endMinute: number;
  attendees: SeedAssignment[];
}

const OPENS = 7 * 60;
const CLOSES = 18 * 60;
const BETWEEN = 5;
const GRID = 5;
const SHORTEST = 20;
/** Most sessions of a coach in a day: as many of the shortest kind as the office hours hold with room to spare. */
const MOST_A_DAY = 11;
const AHEAD_DAYS = 12;
const ORDINARY_MINUTES = 9 * 60;

interface WorkDay {
  day: number;
  weight: number;
  room: number;
}

/** The days on which a coach may hold sessions, each with how much happens on it and how many fit. */
export function workDays(coach: SeedCoach, seed: number, today: number): WorkDay[] {
  const random = randomFor(seed, "days", coach.person.id);
  const first = Math.min(...coach.assignments.map(({ from }) => from));
  const days: WorkDay[] = [];
  for (let day = first; day <= today + AHEAD_DAYS; day += 1) {
    const noise = 0.35 + 1.3 * random.next();
    if (!isWorkingDay(day) || !covers(coach.certified, day) || covers(coach.leave, day)) continue;
    const active = coach.assignments.filter((assignment) => isActive(assignment, day));
    if (active.length === 0) continue;
    const load = active.reduce((sum, { intensity }) => sum + weightOf(intensity), 0);
    const { pace, stalledFrom, startsOn } = coach.site;
    const ramp = Math.min(1, 0.45 + (day - startsOn) / 110);
    const halt = stalledFrom !== null && day >= stalledFrom ? 0.03 : 1;
    const ahead = day >= today ? 0.35 : 1;
    const friday = weekdayOf(day) === 5 ? 0.75 : 1;
    const weight = load * pace * ramp * halt * ahead * friday * seasonOf(day) * noise;
    days.push({ day, weight, room: Math.min(MOST_A_DAY, active.length) });
  }
  return days;
}

/** Spreads `count` sessions over the days by weight, within what each day holds; what does not fit moves on. */
export function spread(days: readonly WorkDay[], count: number, random: Random): number[] {
  const total = days.reduce((sum, { weight }) => sum + weight, 0);
  const offset = random.next();
  const counts: number[] = [];
  let cumulative = 0;
  let before = Math.floor(offset);
  let left = 0;
  for (const { weight, room } of days) {
    cumulative += weight;
    const after = Math.floor((count * cumulative) / total + offset);
    const wanted = after - before + left;
    before = after;
    counts.push(Math.min(wanted, room));
    left = wanted - Math.min(wanted, room);
  }
  left = count - counts.reduce((sum, each) => sum + each, 0);
  for (let index = days.length - 1; index >= 0 && left > 0; index -= 1) {
    const more = Math.min(left, itemAt(days, index).room - itemAt(counts, index));
    counts[index] = itemAt(counts, index) + more;
    left -= more;
  }
  return counts;
}

/** The calendar of one coach: `count` sessions, none overlapping, each with people whose turn it is. */
export function planSlots(coach: SeedCoach, days: readonly WorkDay[], count: number, random: Random): Slot[] {
  const counts = spread(days, count, random);
  const credit = new Map<SeedAssignment, number>();
  const slots: Slot[] = [];
  days.forEach(({ day }, index) => {
    const active = coach.assignments.filter((assignment) => isActive(assignment, day));
    for (const assignment of active)
      credit.set(assignment, (credit.get(assignment) ?? random.next()) + weightOf(assignment.intensity) / 8);
    const wanted = itemAt(counts, index);
    if (wanted === 0) return;
    const turn = active
      .map((assignment) => ({ assignment, urgency: (credit.get(assignment) ?? 0) + random.next() / 2 }))
      .sort((a, b) => b.urgency - a.urgency)
      .map(({ assignment }) => assignment);
    const groups = turn.slice(0, wanted).map((assignment) => [assignment]);
    let spare = turn.slice(wanted);
    for (const group of groups) {
      if (spare.length === 0 || !random.chance(0.05)) continue;
      const others = spare.slice(0, random.int(1, 3));
      spare = spare.slice(others.length);
      group.push(...others);
    }
    for (const assignment of groups.flat()) credit.set(assignment, (credit.get(assignment) ?? 0) - 1);
    slots.push(...timesOf(groups, day, random));
  });
  return slots;
}

/** Lays the day's sessions one after the other, with chance gaps between them. */
function timesOf(groups: SeedAssignment[][], day: number, random: Random): Slot[] {
  const most = Math.floor(((CLOSES - OPENS) / groups.length - BETWEEN) / GRID) * GRID;
  const lengths = groups.map((group) => {
    const planned = minutesOf(itemAt(group, 0).intensity) + GRID * random.int(-3, 4);
    return Math.max(SHORTEST, Math.min(most, planned));
  });
  const busy = lengths.reduce((sum, length) => sum + length + BETWEEN, 0);
  // A day with few sessions keeps to the middle of the office hours.
  const isQuiet = busy < ORDINARY_MINUTES / 2;
  const from = isQuiet ? OPENS + 60 : OPENS;
  let slack = (isQuiet ? OPENS + 60 + ORDINARY_MINUTES : CLOSES) - from - busy;
  let minute = from;
  return lengths.map((length, index) => {
    const gap = Math.floor((slack * random.next() * 1.6) / (lengths.length - index + 0.6) / GRID) * GRID;
    slack -= gap;
    const startMinute = minute + gap;
    minute = startMinute + length + BETWEEN;
    return { day, startMinute, endMinute: startMinute + length, attendees: itemAt(groups, index) };
  });
}
