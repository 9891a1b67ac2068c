import { UsersRound } from "lucide-react";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { Mark } from "#app/components/mark.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { GroupItem, GroupsPage as Page } from "../caseload.types.ts";
import { KIND_WORDS, number } from "./caseload-words.ts";

export function GroupsPage({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { groups, permissions } = page;
  return (
    <>
      <PageHeader
        title="Groups"
        breadcrumb={[{ label: "Caseload", to: "/caseload" }]}
        intro="Pairs, groups and units that are coached together. Assigning a coach assigns each of their people; who joins or leaves follows by itself."
      />
      <DataTable
        caption="Groups"
        hideCaption
        columns={COLUMNS}
        rows={groups}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/groups/${id}`}
        phone="cards"
        dense
        empty={
          <EmptyState title="Nobody is coached together yet" icon={UsersRound}>
            {permissions.canAdd ? "Add a pair, a group or a unit below." : "A coaching lead adds groups."}
          </EmptyState>
        }
      />
      {permissions.canAdd ? (
        <div className="mt-4">
          <OwnForm
            key={page.newId}
            intent="add"
            label="Add a group"
            submitLabel="Add"
            answer={answer}
            open={groups.length === 0}
            hidden={{ id: page.newId }}
          >
            {(field) => (
              <>
                <SelectField
                  {...field("kind", "group")}
                  label="What it is"
                  hint="The people of a unit are those who work there. A pair or group has the members you add."
                  options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
                />
                <GuardedTextField {...field("name")} label="Name" required autoComplete="off" />
                <SelectField
                  {...field("siteId")}
                  label="Site, for a pair or group"
                  placeholder="Choose a site"
                  options={page.sites.map(({ id, name }) => ({ value: id, label: name }))}
                />
                <SelectField
                  {...field("unitId")}
                  label="Unit, for a whole unit"
                  placeholder="Choose a unit"
                  options={page.units}
                />
              </>
            )}
          </OwnForm>
        </div>
      ) : null}
    </>
  );
}

const COLUMNS: readonly Column<GroupItem>[] = [
  { key: "name", header: "Group", rowHeader: true, cell: ({ name }) => name },
  { key: "kind", header: "What", cell: ({ kind }) => KIND_WORDS[kind] },
  { key: "site", header: "Site", cell: ({ siteName }) => siteName },
  { key: "people", header: "People", align: "end", cell: ({ people }) => number(people) },
  {
    key: "coach",
    header: "Coach",
    cell: ({ coachNames }) => (coachNames.length > 0 ? coachNames.join(", ") : <Mark kind="blank" />),
  },
];
