import type { Day } from "#app/time/days.ts";

/** Days from the first to the day before the end; no end means for good. */
export interface Span {
  startsOn: Day;
  endsOn: Day | null;
}
export interface MemberSpan extends Span {
  personId: string;
  unitId: string | null;
}
export interface StoredAssignment extends Span {
  id: string;
  personId: string;
  /** Whether it follows from the group at hand; otherwise the coach has the person anyway. */
  isOfGroup: boolean;
  endedByGroup: boolean;
}
export interface GroupPlan {
  add: (MemberSpan & { endedByGroup: boolean })[];
  /** New ends; `endedByGroup` is false where the end was taken away. */
  end: { id: string; endsOn: Day | null; endedByGroup: boolean }[];
  /** Rows that have not begun and are no longer expected. */
  remove: string[];
}

const FOREVER = "9999-12-31";
const endOf = ({ endsOn }: Span) => endsOn ?? FOREVER;
const spanOf = (startsOn: Day, end: Day): Span => ({ startsOn, endsOn: end === FOREVER ? null : end });
const byStart = (a: Span, b: Span) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0);

/**
 * What has to be written so that a coach of a group coaches each of its people on exactly the days on which both hold:
 * the assignment of the coach to the group, and the person's place in it.
 *
 * A day on which the coach has the person anyway is not assigned twice. An assignment that somebody ended by hand stays
 * ended, and its intensity is its own: a person of the group may have faded. What has not begun may be removed; what
 * has begun only gets another end. Planned again after it was carried out, nothing is left to do.
 */
export function planGroup(
  coaching: Span,
  members: readonly MemberSpan[],
  stored: readonly StoredAssignment[],
  today: Day,
): GroupPlan {
  const plan: GroupPlan = { add: [], end: [], remove: [] };
  const people = new Set(
    [...members, ...stored.filter(({ isOfGroup }) => isOfGroup)].map(({ personId }) => personId),
  );
  for (const personId of people) {
    const own = stored.filter((row) => row.personId === personId && row.isOfGroup).sort(byStart);
    const others = stored.filter((row) => row.personId === personId && !row.isOfGroup);
    const wanted = joined(members.filter((member) => member.personId === personId)).flatMap((span) =>
      within(span, coaching),
    );
    const kept = keep(own, others, wanted, today, plan);
    for (const span of wanted) {
      const stop = stoppedOn(kept, span);
      if (stop !== null && stop <= span.startsOn) continue;
      const open = stop === null ? span : spanOf(span.startsOn, stop);
      for (const part of without(open, [...kept, ...others])) {
        const unitId =
          members.find((member) => member.personId === personId && overlaps(member, part))?.unitId ?? null;
        plan.add.push({
          personId,
          unitId,
          ...part,
          endedByGroup: part.endsOn !== null && part.endsOn === span.endsOn,
        });
      }
    }
  }
  return plan;
}

/** The rows as they will stand; what has to change of them goes into the plan. */
function keep(
  own: readonly StoredAssignment[],
  others: readonly Span[],
  wanted: readonly Span[],
  today: Day,
  plan: GroupPlan,
): StoredAssignment[] {
  return own.flatMap((row) => {
    const around = wanted.find((span) => span.startsOn <= row.startsOn && row.startsOn < endOf(span));
    const expected = around ?? wanted.find((span) => overlaps(span, row));
    if (!around && row.startsOn >= today) {
      plan.remove.push(row.id);
      return [];
    }
    const next = [...own, ...others].filter((other) => other.startsOn > row.startsOn).sort(byStart)[0];
    const last = expected ? endOf(expected) : today;
    const end = expected && next && next.startsOn < last ? next.startsOn : last;
    const shortens = endOf(row) > end;
    const lengthens = expected !== undefined && endOf(row) < end && row.endedByGroup;
    if ((!shortens && !lengthens) || end <= row.startsOn) return [row];
    const changed = { ...row, endsOn: end === FOREVER ? null : end, endedByGroup: end !== FOREVER };
    plan.end.push({ id: row.id, endsOn: changed.endsOn, endedByGroup: changed.endedByGroup });
    return [changed];
  });
}

/** The day from which somebody ended the coaching of the person by hand, within a span; null when nobody did. */
function stoppedOn(rows: readonly StoredAssignment[], span: Span): Day | null {
  const inside = rows.filter((row) => overlaps(row, span));
  const last = inside.at(-1);
  if (!last || last.endsOn === null || last.endedByGroup || last.endsOn >= endOf(span)) return null;
  return last.endsOn;
}

function overlaps(a: Span, b: Span): boolean {
  return a.startsOn < endOf(b) && b.startsOn < endOf(a);
}

function within(span: Span, limits: Span): Span[] {
  const startsOn = span.startsOn > limits.startsOn ? span.startsOn : limits.startsOn;
  const end = endOf(span) < endOf(limits) ? endOf(span) : endOf(limits);
  return startsOn < end ? [spanOf(startsOn, end)] : [];
}

/** Spans that touch or overlap as one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort(byStart)) {
    const last = result.at(-1);
    if (last && span.startsOn <= endOf(last)) {
      if (endOf(span) > endOf(last)) result[result.length - 1] = spanOf(last.startsOn, endOf(span));
    } else result.push({ startsOn: span.startsOn, endsOn: span.endsOn });
  }
  return result;
}

/** The days of a span that none of the others covers. */
function without(span: Span, covered: readonly Span[]): Span[] {
  let from = span.startsOn;
  const parts: Span[] = [];
  for (const each of joined(covered.filter((other) => overlaps(other, span)))) {
    if (each.startsOn > from) parts.push(spanOf(from, each.startsOn));
    if (endOf(each) > from) from = endOf(each);
  }
  if (from < endOf(span)) parts.push(spanOf(from, endOf(span)));
  return parts;
}
