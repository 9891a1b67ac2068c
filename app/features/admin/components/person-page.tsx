import { ROLE_LABELS, ROLES } from "#app/access/roles.ts";
import { Checkbox } from "#app/components/checkbox.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { type FieldOf, type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { PersonDetail } from "#app/features/admin/admin.types.ts";
import { AssignmentList } from "./assignment-list.tsx";
import { CertificationList } from "./certification-list.tsx";

function SpanFields({ field, today }: { field: (name: string, initial?: string) => FieldOf; today: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <DateField {...field("startsOn", today)} label="From" />
      <DateField
        {...field("endsOn")}
        label="Ends on"
        optional
        hint="The first day on which it no longer holds."
      />
    </div>
  );
}

function TickField({ name, id, defaultValue, label }: FieldOf & { label: string }) {
  return <Checkbox name={name} id={id} label={label} defaultChecked={defaultValue === "on"} />;
}

/** Whether the person may sign in, and whether they still belong to the program. */
function MembershipForms({
  person,
  today,
  answer,
}: {
  person: PersonDetail["person"];
  today: string;
  answer: FormAnswer;
}) {
  if (person.deactivatedOn)
    return (
      <OwnForm
        intent="return-to-program"
        label="Bring back into the program"
        submitLabel="Bring back"
        answer={answer}
      >
        {() => <p>They can sign in again, with the roles that hold then.</p>}
      </OwnForm>
    );
  return (
    <>
      <OwnForm
        key={`invite-${person.hasAccount}`}
        intent="invite"
        label={person.hasAccount ? "Send a new password link" : "Invite to sign in"}
        submitLabel="Send the mail"
        answer={answer}
      >
        {() => (
          <p>
            {person.email} gets a link to choose a password. It works for one hour; after that the sign-in
            page sends another.
          </p>
        )}
      </OwnForm>
      <OwnForm
        intent="leave-program"
        label="Leaves the program"
        submitLabel="Record that they leave"
        answer={answer}
        danger
      >
        {(field) => (
          <DateField
            {...field("leftOn", today)}
            label="First day no longer here"
            hint="From that day on they cannot sign in. What they recorded stays."
          />
        )}
      </OwnForm>
    </>
  );
}

export function PersonPage({ detail, answer }: { detail: PersonDetail; answer: FormAnswer }) {
  const { person, today, assignments, certifications, leaves, options } = detail;
  const list = { answer, today };
  const role = (
    <OwnForm
      key={`role-${assignments.role.length}`}
      intent="role"
      label="Give a role"
      submitLabel="Give the role"
      answer={answer}
    >
      {(field) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              {...field("role")}
              label="Role"
              placeholder="Choose a role"
              options={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
            />
            <SelectField
              {...field("scope")}
              label="Where"
              placeholder="Choose where it holds"
              options={[
                { value: "program", label: "Whole program" },
                { group: "Regions", options: options.regions },
                ...options.places,
              ]}
            />
          </div>
          <SpanFields field={field} today={today} />
        </>
      )}
    </OwnForm>
  );
  const site = (
    <OwnForm
      key={`site-${assignments.site.length}`}
      intent="site"
      label="Assign a site"
      submitLabel="Assign the site"
      answer={answer}
    >
      {(field) => (
        <>
          <SelectField
            {...field("place")}
            label="Site or unit"
            placeholder="Choose a place"
            options={options.places}
          />
          <SpanFields field={field} today={today} />
          <TickField {...field("endsCurrent")} label="The site until now ends on that day" />
        </>
      )}
    </OwnForm>
  );
  const supervisor = (
    <OwnForm
      key={`supervision-${assignments.supervision.length}`}
      intent="supervision"
      label="Assign a supervisor"
      submitLabel="Assign the supervisor"
      answer={answer}
    >
      {(field) => (
        <>
          <SelectField
            {...field("supervisorId")}
            label="Supervisor"
            hint="People who hold the role Supervisor today."
            placeholder="Choose a supervisor"
            options={options.supervisors}
          />
          <SpanFields field={field} today={today} />
          <TickField {...field("endsCurrent")} label="The supervisor until now ends on that day" />
        </>
      )}
    </OwnForm>
  );
  const coach = (
    <OwnForm
      key={`coach-${assignments.coach.length}`}
      intent="coach"
      label="Assign a coach"
      submitLabel="Assign the coach"
      answer={answer}
    >
      {(field) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              {...field("coachId")}
              label="Coach"
              hint="People who hold the role Coach today."
              placeholder="Choose a coach"
              options={options.coaches}
            />
            <SelectField
              {...field("intensity")}
              label="Intensity"
              hint="Fixes how much coaching is planned."
              placeholder="Choose an intensity"
              options={[
                { value: "high", label: "High" },
                { value: "moderate", label: "Moderate" },
                { value: "low", label: "Low" },
              ]}
            />
          </div>
          <SpanFields field={field} today={today} />
        </>
      )}
    </OwnForm>
  );
  const certification = (
    <OwnForm
      key={`certification-${certifications.length}`}
      intent="certification"
      label="Award a certification"
      submitLabel="Award it"
      answer={answer}
    >
      {(field) => (
        <>
          <SelectField
            {...field("kind", "coach")}
            label="Certification"
            hint="A coach’s award starts the schedule of fidelity assessments."
            options={[
              { value: "coach", label: "Coach" },
              { value: "rater", label: "Rater" },
            ]}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField {...field("awardedOn", today)} label="Awarded on" />
            <DateField {...field("validUntil")} label="Valid until" hint="The last day on which it holds." />
          </div>
          <TickField {...field("isProvisional")} label="Provisional" />
        </>
      )}
    </OwnForm>
  );
  const leave = (
    <OwnForm
      key={`leave-${leaves.length}`}
      intent="leave"
      label="Record a leave"
      submitLabel="Record the leave"
      answer={answer}
    >
      {(field) => (
        <div className="grid gap-4 sm:grid-cols-2">
          <DateField {...field("firstOn")} label="First day" />
          <DateField {...field("lastOn")} label="Last day" />
        </div>
      )}
    </OwnForm>
  );
  return (
    <>
      <PageHeader
        title={person.name}
        breadcrumb={[
          { label: "Administration", to: "/admin" },
          { label: "People", to: "/admin/people" },
        ]}
        meta={
          <>
            <span className="break-all">{person.email}</span>
            {person.jobTitle ? <span>{person.jobTitle}</span> : null}
            {person.employeeId ? <span>Employee {person.employeeId}</span> : null}
            <span>{person.hasAccount ? "Can sign in" : "No sign-in account yet"}</span>
            {person.deactivatedOn ? <span>Left {formatDay(person.deactivatedOn)}</span> : null}
            <a href={`/admin/audit?subject=${person.id}`} className="link">
              What was changed
            </a>
          </>
        }
        intro="Everything here has dates and nothing is overwritten: end what no longer holds, and add what comes next."
      />
      <div className="mb-2 flex flex-wrap gap-x-6 gap-y-2">
        <MembershipForms person={person} today={today} answer={answer} />
      </div>
      <div className="grid gap-8 lg:grid-cols-2">
        <div>
          <Section title="Roles">
            <AssignmentList {...list} label="Roles" assignments={assignments.role} empty="No role yet." />
            <div className="mt-2">{role}</div>
          </Section>
        </div>
        <div>
          <Section title="Site">
            <AssignmentList {...list} label="Sites" assignments={assignments.site} empty="At no site yet." />
            <div className="mt-2">{site}</div>
          </Section>
        </div>
        <div>
          <Section title="Supervision">
            <AssignmentList
              {...list}
              label="Supervision"
              assignments={assignments.supervision}
              empty="No supervisor yet."
            />
            <div className="mt-2">{supervisor}</div>
          </Section>
        </div>
        <div>
          <Section title="Coaching">
            <AssignmentList
              {...list}
              label="Coaching"
              assignments={assignments.coach}
              empty="Neither coach nor coachee yet."
            />
            <div className="mt-2">{coach}</div>
          </Section>
        </div>
        <div>
          <Section title="Certifications">
            <CertificationList certifications={certifications} answer={answer} today={today} />
            <div className="mt-2">{certification}</div>
          </Section>
        </div>
        <div>
          <Section title="Leave">
            {leaves.length === 0 ? (
              <p className="text-ink-muted">No leave recorded.</p>
            ) : (
              <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
                {leaves.map(({ id, firstOn, lastOn }) => (
                  <li key={id} className="px-4 py-3 tabular-nums">
                    {formatDay(firstOn)} to {formatDay(lastOn)}
                  </li>
                ))}
              </ul>
            )}
            <div className="mt-2">{leave}</div>
          </Section>
        </div>
      </div>
    </>
  );
}
