import { Form, Link, useNavigation, useSubmit } from "@remix-run/react";
import { GripVertical, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button, buttonStyle } from "#app/components/button.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { formatDay, formatMonth } from "#app/time/format-day.ts";
import { addDays, endOfMonth, parseCalendarDate, startOfWeek } from "#fidelity/schedule/calendar.ts";
import { closedDays, dayOf, windowInWords } from "../agreed-day.rules.ts";
import type { BoardReview, OpenedCell } from "../review-board.types.ts";
import { boardStateOf } from "./board-words.ts";

/** A review that is being moved, and the day under the pointer or chosen by the keys. */
interface Moving {
  id: string;
  day: string;
  by: "pointer" | "keys";
}

interface Props {
  opened: OpenedCell;
  months: string[];
  newId: string;
  answer: FormAnswer;
  hrefOf: (month: string) => string;
  closeHref: string;
}

/** The reviews of one site in one month: on a calendar to drag in, and in a list to move by keys or by a date. */
export function OpenedMonth({ opened, months, newId, answer, hrefOf, closeHref }: Props) {
  const { reviews, siteName, month, today } = opened;
  const [moving, setMoving] = useState<Moving | null>(null);
  const submit = useSubmit();
  const isSaving = useNavigation().state !== "idle";
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = reviews.find(({ id }) => id === moving?.id);
  const goBackTo = useRef<string | null>(null);

  // why: a review that went to another month takes its button with it, and the focus has to be somewhere
  useEffect(() => {
    if (isSaving || goBackTo.current === null) return;
    (document.getElementById(`move-${goBackTo.current}`) ?? heading.current)?.focus();
    goBackTo.current = null;
  }, [isSaving]);

  function move(review: BoardReview, to: string) {
    setMoving(null);
    if (to === review.plannedOn) return;
    goBackTo.current = review.id;
    const fields = { intent: "move", id: newId, about: review.id, seen: review.moveId ?? "", to };
    submit(fields, { method: "post", preventScrollReset: true });
  }

  return (
    <section aria-labelledby="opened-month" className="mt-8 first:mt-0 md:mt-10">
      <div className="mb-3 flex items-start justify-between gap-4">
        <h2 id="opened-month" ref={heading} tabIndex={-1} className="text-lg font-semibold tracking-tight">
          {siteName}, {formatMonth(month)}
        </h2>
        <Link to={closeHref} preventScrollReset className={buttonStyle({ variant: "quiet", size: "small" })}>
          <X aria-hidden="true" className="size-4" />
          Close
        </Link>
      </div>
      <MonthStrip
        {...{ months, month, moving, hrefOf }}
        dayIn={(of) => moved && nearestIn(moved, of)}
        onOver={(day) => setMoving((now) => now && { ...now, day })}
        onDrop={(day) => moved && move(moved, day)}
      />
      {reviews.length === 0 ? (
        <p className="rounded-card border border-line bg-surface px-4 py-3 text-ink-muted">
          No review is planned here in this month.
        </p>
      ) : (
        <>
          <Calendar
            {...{ opened, moving, moved, setMoving }}
            onDrop={(day) => moved?.days.includes(day) && move(moved, day)}
          />
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {reviews.map((review) => (
              <Review
                key={review.id}
                {...{ review, today, newId, answer }}
                chosen={moving?.by === "keys" && moving.id === review.id ? moving.day : null}
                onChoose={(day) => setMoving(day === null ? null : { id: review.id, day, by: "keys" })}
                onMove={(day) => move(review, day)}
              />
            ))}
          </ul>
          {opened.hasMore ? (
            <p className="mt-2 text-sm text-ink-muted">The first {reviews.length} are shown.</p>
          ) : null}
        </>
      )}
    </section>
  );
}

/** The day of another month that is nearest to where a review is now. */
function nearestIn(review: BoardReview, month: string): string | undefined {
  const days = review.days.filter((day) => day.startsWith(month.slice(0, 7)));
  return month > dayOf(review) ? days[0] : days.at(-1);
}

function MonthStrip({
  months,
  month,
  moving,
  hrefOf,
  dayIn,
  onOver,
  onDrop,
}: {
  months: string[];
  month: string;
  moving: Moving | null;
  hrefOf: (month: string) => string;
  dayIn: (month: string) => string | undefined;
  onOver: (day: string) => void;
  onDrop: (day: string) => void;
}) {
  return (
    <nav aria-label="Months of this site" className="mb-3 flex flex-wrap gap-1.5">
      {months.map((one) => {
        const day = moving?.by === "pointer" ? dayIn(one) : undefined;
        return (
          <Link
            key={one}
            to={hrefOf(one)}
            preventScrollReset
            draggable={false}
            aria-current={one === month ? "page" : undefined}
            data-month={one.slice(0, 7)}
            onDragOver={(event) => {
              if (day === undefined) return;
              event.preventDefault();
              onOver(day);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (day !== undefined) onDrop(day);
            }}
            className={`rounded-control border px-3 py-1 text-sm font-medium pointer-coarse:min-h-11 pointer-coarse:content-center ${
              one === month
                ? "border-accent bg-accent-soft text-accent"
                : "border-line bg-surface hover:bg-sunken"
            } ${day === undefined ? "" : "border-dashed border-accent"}`}
          >
            {formatMonth(one)}
          </Link>
        );
      })}
    </nav>
  );
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** What the list says, laid out by days. It is for the pointer; the list below does the same for everybody. */
function Calendar({
  opened: { month, today, reviews, closures },
  moving,
  moved,
  setMoving,
  onDrop,
}: {
  opened: OpenedCell;
  moving: Moving | null;
  moved: BoardReview | undefined;
  setMoving: (moving: Moving | null) => void;
  onDrop: (day: string) => void;
}) {
  const closedBy = closedDays(closures);
  const first = startOfWeek(parseCalendarDate(month));
  const last = endOfMonth(parseCalendarDate(month));
  const days: string[] = [];
  for (let day = first; day <= addDays(startOfWeek(last), 6); day = addDays(day, 1)) days.push(day);
  return (
    <div aria-hidden="true" className="mb-4 hidden md:block print:hidden" data-calendar={month.slice(0, 7)}>
      <div className="grid grid-cols-7 gap-px overflow-hidden rounded-card border border-line bg-line">
        {WEEKDAYS.map((name) => (
          <p key={name} className="bg-surface px-2 py-1 text-xs font-semibold text-ink-muted">
            {name}
          </p>
        ))}
        {days.map((day) => {
          const closed = closedBy(day);
          const canTake = moved?.days.includes(day) ?? false;
          const isTarget = canTake && moving?.day === day;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the list moves reviews by keys
            <div
              key={day}
              data-day={day}
              onDragOver={(event) => {
                if (!canTake) return;
                event.preventDefault();
                if (moving && moving.day !== day) setMoving({ ...moving, day });
              }}
              onDrop={(event) => {
                event.preventDefault();
                onDrop(day);
              }}
              className={`min-h-20 px-1.5 py-1 ${
                isTarget
                  ? "bg-accent-soft outline-2 -outline-offset-2 outline-accent"
                  : closed || (moved && !canTake)
                    ? "bg-sunken"
                    : "bg-surface"
              } ${day.startsWith(month.slice(0, 7)) ? "" : "text-ink-muted"}`}
            >
              <p className="flex justify-between gap-1 text-xs">
                <span
                  className={
                    day === today ? "rounded-full bg-accent px-1.5 font-semibold text-accent-ink" : ""
                  }
                >
                  {Number(day.slice(8))}
                </span>
                {closed && closed !== "a weekend" ? (
                  <span className="truncate text-ink-muted">{closed}</span>
                ) : null}
              </p>
              {reviews
                .filter((review) => dayOf(review) === day)
                .map((review) => (
                  <Chip
                    key={review.id}
                    review={review}
                    setMoving={setMoving}
                    isMoving={moving?.id === review.id}
                  />
                ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Chip({
  review,
  setMoving,
  isMoving,
}: {
  review: BoardReview;
  setMoving: (moving: Moving | null) => void;
  isMoving: boolean;
}) {
  const { icon: Icon, tone } = boardStateOf(review.status);
  const canMove = review.days.length > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragged by the pointer; the list moves reviews by keys
    <div
      draggable={canMove}
      data-review={review.id}
      title={`${review.coachName}: ${windowInWords(review)}`}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", review.coachName);
        setMoving({ id: review.id, day: dayOf(review), by: "pointer" });
      }}
      onDragEnd={() => setMoving(null)}
      className={`mt-1 flex items-center gap-1 rounded-control border border-line-strong bg-raised px-1.5 py-1 text-xs ${
        canMove ? "cursor-grab" : ""
      } ${isMoving ? "border-dashed" : ""}`}
    >
      <Icon className={`size-3.5 shrink-0 ${tone}`} strokeWidth={2.5} />
      <span className="truncate">{review.coachName}</span>
      {canMove ? <GripVertical className="ml-auto size-3.5 shrink-0 text-ink-muted" /> : null}
    </div>
  );
}

interface ReviewProps {
  review: BoardReview;
  today: string;
  newId: string;
  answer: FormAnswer;
  /** The day chosen by keys while the review is being moved. */
  chosen: string | null;
  onChoose: (day: string | null) => void;
  onMove: (day: string) => void;
}

function Review({ review, today, newId, answer, chosen, onChoose, onMove }: ReviewProps) {
  const { id, coachName, raterName, unassignedReason, ruleTitle, status, plannedOn, plannedByName, days } =
    review;
  const { word, icon: Icon, tone } = boardStateOf(status);
  const hidden = { id: newId, seen: review.moveId ?? "" };
  return (
    <li className="grid gap-1 px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-semibold">
          {coachName}, {formatDay(dayOf(review))}
        </p>
        <span className={`inline-flex items-center gap-1.5 text-sm font-medium ${tone}`}>
          <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={2.25} />
          {status === "in_progress" ? "begun" : word}
        </span>
      </div>
      <p className="text-[0.9375rem] text-ink-muted">
        {raterName ?? unassignedReason ?? "Rater chosen later"}
        {ruleTitle ? ` · ${ruleTitle}` : ""} · window {windowInWords(review)}
        {plannedOn
          ? ` · day agreed${plannedByName ? ` by ${plannedByName}` : ""}`
          : ` · the day its rule aims at`}
      </p>
      {review.plannedLostOn ? (
        <p className="text-[0.9375rem] text-caution">
          {formatDay(review.plannedLostOn)} was agreed, until the window moved away from it. It needs another
          day.
        </p>
      ) : null}
      {days.length === 0 ? null : (
        <div className="flex flex-wrap items-start gap-x-5 gap-y-1">
          {chosen === null ? (
            <button
              type="button"
              id={`move-${id}`}
              className="link hidden min-h-9 items-center text-[0.9375rem] font-medium md:inline-flex"
              onClick={() => onChoose(days.find((day) => day >= dayOf(review)) ?? days.at(-1) ?? today)}
            >
              Move by keys<span className="sr-only"> the review of {coachName}</span>
            </button>
          ) : (
            <DayChooser
              name={coachName}
              days={days}
              chosen={chosen}
              onChoose={onChoose}
              onMove={onMove}
              buttonId={`move-${id}`}
            />
          )}
          <OwnForm
            intent="move"
            about={id}
            label={
              <>
                Choose another day<span className="sr-only"> for the review of {coachName}</span>
              </>
            }
            submitLabel="Move"
            answer={answer}
            hidden={hidden}
          >
            {(field) => (
              <DateField
                {...field("to", dayOf(review))}
                label="Day"
                hint={`From ${windowInWords(review)}, on a day of work`}
                min={days[0]}
                max={days.at(-1)}
                required
              />
            )}
          </OwnForm>
          {plannedOn ? (
            <Form method="post" preventScrollReset>
              {Object.entries({ ...hidden, about: id }).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <button
                type="submit"
                name="intent"
                value="let-go"
                className="link inline-flex min-h-9 items-center text-[0.9375rem] font-medium pointer-coarse:min-h-11"
              >
                Back to the day of the rule<span className="sr-only"> for the review of {coachName}</span>
              </button>
            </Form>
          ) : null}
        </div>
      )}
    </li>
  );
}

/**
 * A day chosen by arrow keys among those that the review can take: left and right by a day, up and down by a week, Enter
 * moves, Escape leaves everything as it was. A slider, so that a screen reader says each day and passes the keys on.
 */
function DayChooser({
  name,
  days,
  chosen,
  onChoose,
  onMove,
  buttonId,
}: {
  name: string;
  days: string[];
  chosen: string;
  onChoose: (day: string | null) => void;
  onMove: (day: string) => void;
  buttonId: string;
}) {
  const slider = useRef<HTMLDivElement>(null);
  useEffect(() => slider.current?.focus(), []);
  const at = days.indexOf(chosen);
  const weekFrom = (weeks: number) => addDays(parseCalendarDate(chosen), 7 * weeks);

  function cancel() {
    onChoose(null);
    requestAnimationFrame(() => document.getElementById(buttonId)?.focus());
  }
  function onKeyDown(event: KeyboardEvent) {
    const next: Record<string, () => string | undefined> = {
      ArrowRight: () => days[at + 1],
      ArrowLeft: () => days[at - 1],
      ArrowDown: () => days.find((day) => day >= weekFrom(1)) ?? days.at(-1),
      ArrowUp: () => days.findLast((day) => day <= weekFrom(-1)) ?? days[0],
      Home: () => days[0],
      End: () => days.at(-1),
    };
    const choose = next[event.key];
    if (!choose && event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Enter") onMove(chosen);
    else if (event.key === "Escape") cancel();
    else onChoose(choose?.() ?? chosen);
  }
  return (
    <div className="grid gap-2 rounded-card border border-accent bg-accent-soft px-3 py-2">
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label={`Day for the review of ${name}`}
        aria-describedby={`${buttonId}-keys`}
        aria-valuemin={0}
        aria-valuemax={days.length - 1}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={formatDay(chosen)}
        onKeyDown={onKeyDown}
        className="w-fit rounded-control bg-surface px-3 py-1 font-semibold"
      >
        {formatDay(chosen)}
      </div>
      <p id={`${buttonId}-keys`} className="text-sm text-ink-muted">
        Left and right change the day, up and down the week. Enter moves, Escape cancels.
      </p>
      <div className="flex gap-2">
        <Button type="button" size="small" onClick={() => onMove(chosen)}>
          Move
        </Button>
        <Button type="button" size="small" variant="secondary" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
