import type { PersonContext } from "#app/access/context.ts";
import type { Verdict } from "#app/errors/problem.ts";
import { addLeave } from "./add-leave.server.ts";
import { assignCoach } from "./assign-coach.server.ts";
import { assignRole } from "./assign-role.server.ts";
import { assignSite } from "./assign-site.server.ts";
import { assignSupervisor } from "./assign-supervisor.server.ts";
import { awardCertification } from "./award-certification.server.ts";
import { endAssignment } from "./end-assignment.server.ts";
import { endMembership } from "./end-membership.server.ts";
import { invitePerson } from "./invite-person.server.ts";
import type { PersonForm } from "./person.schema.ts";
import { revokeCertification } from "./revoke-certification.server.ts";

/** The one change of a person that a form of the person's page asked for. */
export function changePerson(ctx: PersonContext, personId: string, form: PersonForm): Promise<Verdict> {
  switch (form.intent) {
    case "role":
      return assignRole(ctx, { personId, ...form });
    case "site":
      return assignSite(ctx, { personId, ...form });
    case "supervision":
      return assignSupervisor(ctx, { personId, ...form });
    case "coach":
      return assignCoach(ctx, { personId, ...form });
    case "end":
      return endAssignment(ctx, { personId, ...form });
    case "certification":
      return awardCertification(ctx, { personId, ...form });
    case "revoke":
      return revokeCertification(ctx, { personId, ...form });
    case "leave":
      return addLeave(ctx, { personId, ...form });
    case "invite":
      return invitePerson(ctx, { personId });
    case "leave-program":
      return endMembership(ctx, { personId, leftOn: form.leftOn });
    case "return-to-program":
      return endMembership(ctx, { personId, leftOn: null });
  }
}
