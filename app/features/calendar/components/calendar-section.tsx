import { Form } from "@remix-run/react";
import { CalendarPlus, Copy } from "lucide-react";
import { useRef } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button, buttonStyle } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { showToast } from "#app/components/toast.tsx";

/** The secret address of one's calendar. `address` is there once, right after it was made. */
export function CalendarSection({ since, address }: { since: string | null; address: string | null }) {
  return (
    <Section id="calendar" title="Calendar feed">
      <Card>
        <div className="grid gap-4">
          <div className="flex flex-wrap items-center gap-3">
            <Badge tone={since ? "positive" : "neutral"}>{since ? "On" : "Off"}</Badge>
            <p className="text-ink-muted">
              {since
                ? `The present address was made on ${formatDay(since)}.`
                : "See your coaching sessions in Outlook, Google Calendar or on your phone."}
            </p>
          </div>
          <p className="max-w-prose">
            The feed tells with whom and when: planned, held and cancelled sessions from 90 days back to a
            year ahead, and assessments that wait for your rating. Nothing that was said, agreed or noted is
            in it.
          </p>
          {address ? <NewAddress address={address} /> : null}
          <Form method="post" className="flex flex-wrap gap-2">
            <Button
              type="submit"
              name="intent"
              value="renew-calendar"
              icon={CalendarPlus}
              variant={since ? "secondary" : "primary"}
            >
              {since ? "Make a new address" : "Make an address"}
            </Button>
            {since ? (
              <Button type="submit" name="intent" value="end-calendar" variant="secondary">
                Turn the feed off
              </Button>
            ) : null}
          </Form>
          {since ? (
            <p className="text-sm text-ink-muted">
              A new address ends the old one. Turned off, the address opens nothing any more.
            </p>
          ) : null}
        </div>
      </Card>
    </Section>
  );
}

/** The address, to be taken over at once: by a press, by hand, or by the calendar program of this device. */
function NewAddress({ address }: { address: string }) {
  const text = useRef<HTMLElement>(null);

  async function copy() {
    // Without a secure connection there is no clipboard at all.
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    if (isCopied) {
      showToast({ message: "Address copied", tone: "info" });
      return;
    }
    if (text.current) getSelection()?.selectAllChildren(text.current);
    showToast({
      message: "This browser does not let us copy. The address is marked: copy it by hand",
      tone: "caution",
    });
  }
  return (
    <Callout
      tone="caution"
      title="Copy this address now. It is not shown again"
      actions={
        <>
          <Button type="button" icon={Copy} className="max-w-full shrink" onClick={() => void copy()}>
            Copy the address
          </Button>
          <a
            href={address.replace(/^https?:/, "webcal:")}
            className={buttonStyle({ variant: "secondary", className: "max-w-full shrink" })}
          >
            <CalendarPlus aria-hidden="true" className="size-4.5 shrink-0" />
            Add to my calendar
          </a>
        </>
      }
    >
      <code ref={text} className="block font-mono break-all select-all">
        {address}
      </code>
      <p className="mt-2">
        Add it in your calendar program as a subscription “from the internet” or “by URL”. Whoever has it can
        see your sessions, so give it to nobody else.
      </p>
    </Callout>
  );
}
