import { Form, useNavigation } from "@remix-run/react";
import { CalendarOff } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { ClosureItem, ClosuresPage as Page } from "#app/features/admin/admin.types.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { AdminTabs } from "./admin-tabs.tsx";

export function ClosuresPage({ page, newId, answer }: { page: Page; newId: string; answer: Answer }) {
  const ahead = page.closures.filter(({ lastOn }) => lastOn >= page.today);
  const past = page.closures.filter(({ lastOn }) => lastOn < page.today).reverse();
  return (
    <>
      <PageHeader
        title="Closures"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        intro="Days on which the agency, or one site, is closed. They plan no sessions and move due days on, and what the agency cancels in them is nobody’s missed session."
      />
      <AdminTabs />
      <div className="grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div className="lg:order-last">
          <NewClosure key={newId} page={page} newId={newId} answer={answer} />
        </div>
        <div className="grid gap-8">
          <Section title="Running and to come">
            {ahead.length > 0 ? (
              <ClosureList closures={ahead} />
            ) : (
              <EmptyState icon={CalendarOff} title="No closure is ahead">
                Enter the legal holidays of the coming year: until then those days count as coaching days.
              </EmptyState>
            )}
          </Section>
          {past.length > 0 ? (
            <Section title="The last twelve months">
              <ClosureList closures={past} />
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}

function NewClosure({ page, newId, answer }: { page: Page; newId: string; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().formData?.get("intent") === "add";
  const field = (name: string, initial = "") => ({
    name,
    defaultValue: typedValue(answer, name) ?? initial,
    error: errors[name],
  });
  return (
    <Card title="Add a closure" headingLevel={2}>
      <Form method="post" noValidate className="grid gap-4">
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="id" value={newId} />
        <TextField
          {...field("name")}
          label="What it is"
          hint="Such as Thanksgiving"
          maxLength={80}
          required
        />
        <DateField {...field("firstOn")} label="First day" required />
        <DateField {...field("lastOn")} label="Last day" hint="Leave it empty for a single day" optional />
        <SelectField
          {...field("siteId")}
          label="Where"
          placeholder="The whole program"
          options={page.sites.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DateField
          {...field("announcedOn", page.today)}
          label="People were told on"
          hint="Each day after this one excuses a session; the days up to it do not"
          required
        />
        <Button
          name="intent"
          value="add"
          pending={isSaving}
          pendingLabel="Adding"
          className="justify-self-start"
        >
          Add the closure
        </Button>
      </Form>
    </Card>
  );
}

function ClosureList({ closures }: { closures: readonly ClosureItem[] }) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {closures.map((closure) => (
        <li key={closure.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
          <div className="min-w-0 grow basis-40">
            <p className={closure.isWithdrawn ? "text-ink-muted line-through" : "font-semibold"}>
              {closure.name}
            </p>
            <p className="text-[0.9375rem] text-ink-muted">
              {daysOf(closure)} · {closure.siteName ?? "the whole program"}
            </p>
          </div>
          {closure.isWithdrawn ? <Badge>Withdrawn</Badge> : null}
          {!closure.isWithdrawn && closure.announcedOn >= closure.firstOn ? (
            <Badge tone="caution">
              {closure.announcedOn >= closure.lastOn
                ? "Told too late"
                : `Excuses from ${formatDay(addDays(parseCalendarDate(closure.announcedOn), 1))}`}
            </Badge>
          ) : null}
          <Form method="post" preventScrollReset className="-mr-3">
            <input type="hidden" name="id" value={closure.id} />
            <Button
              variant="quiet"
              name="intent"
              value={closure.isWithdrawn ? "put-back" : "withdraw"}
              aria-label={`${closure.isWithdrawn ? "Put back" : "Withdraw"} ${closure.name}, ${daysOf(closure)}`}
            >
              {closure.isWithdrawn ? "Put back" : "Withdraw"}
            </Button>
          </Form>
        </li>
      ))}
    </ul>
  );
}

function daysOf({ firstOn, lastOn }: ClosureItem): string {
  return firstOn === lastOn ? formatDay(firstOn) : `${formatDay(firstOn)} to ${formatDay(lastOn)}`;
}
