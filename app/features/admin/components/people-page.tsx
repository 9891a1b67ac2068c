import { UserPlus, Users } from "lucide-react";
import { ROLE_LABELS, ROLES, type Role } from "#app/access/roles.ts";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type ActiveFilter, FilterBar } from "#app/components/filter-bar.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { PersonListItem } from "#app/features/admin/admin.types.ts";
import type { Page } from "#app/http/pagination.ts";
import { AdminTabs } from "./admin-tabs.tsx";

export interface PeoplePageProps {
  people: Page<PersonListItem>;
  search: { q: string; role?: Role | undefined };
}

export function PeoplePage({ people, search }: PeoplePageProps) {
  const { items, page, pageSize, hasNext } = people;
  const active: ActiveFilter[] = [
    ...(search.q ? [{ param: "q", label: `Name or e-mail: ${search.q}` }] : []),
    ...(search.role ? [{ param: "role", label: `Role: ${ROLE_LABELS[search.role]}` }] : []),
  ];
  return (
    <>
      <PageHeader
        title="People"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        actions={
          <ButtonLink to="/admin/people/new" icon={UserPlus}>
            Add a person
          </ButtonLink>
        }
      />
      <AdminTabs />
      <FilterBar active={active}>
        <TextField name="q" type="search" label="Name or e-mail" defaultValue={search.q} />
        <SelectField
          name="role"
          label="Role today"
          placeholder="Any role"
          defaultValue={search.role ?? ""}
          options={ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
        />
      </FilterBar>
      <DataTable
        caption="People of the program"
        hideCaption
        rows={items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/admin/people/${id}`}
        phone="lines"
        empty={
          <EmptyState icon={Users} title={active.length ? "Nobody matches" : "Nobody is in the program yet"}>
            {active.length
              ? "Try a shorter part of the name, or any role."
              : "Add the first person; roles, site and supervisor follow on their page."}
          </EmptyState>
        }
        columns={[
          { key: "name", header: "Name", rowHeader: true, cell: ({ name }) => name },
          {
            key: "email",
            header: "E-mail",
            from: "md",
            cell: ({ email }) => <span className="break-all">{email}</span>,
          },
          {
            key: "roles",
            header: "Roles today",
            cell: ({ roles }) =>
              roles.length ? roles.map((role) => ROLE_LABELS[role]).join(", ") : <Mark kind="blank" />,
          },
          { key: "site", header: "Site", cell: ({ siteName }) => siteName ?? <Mark kind="blank" /> },
          {
            key: "account",
            header: "Account",
            from: "xl",
            cell: ({ hasAccount, deactivatedOn }) =>
              deactivatedOn ? (
                <Badge tone="neutral">Left</Badge>
              ) : hasAccount ? (
                "Can sign in"
              ) : (
                <span className="text-ink-muted">None yet</span>
              ),
          },
        ]}
      />
      {page > 1 || hasNext ? (
        <Pagination page={page} pageSize={pageSize} shown={items.length} hasNext={hasNext} noun="people" />
      ) : null}
    </>
  );
}
