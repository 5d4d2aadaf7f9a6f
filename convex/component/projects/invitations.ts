/**
 * Accepts an invitation by the link in its mail: creates the operator if none has the address, adds
 * the member, and begins a session. The link proves the mailbox, as an operator's sign-in link
 * does, so the second factor is still missing.
 */
import { v } from "convex/values";
import { internalMutation } from "../_generated/server";
import type { Doc } from "../_generated/dataModel";
import { permissionsOfRole } from "../core/operatorRoles";
import { findMember, insertMember } from "../operators/members";
import { insertOperator } from "../operators/newOperator";
import { OPERATOR_IDLE_MS, OPERATOR_SESSION_MS } from "../operators/sessionRules";
import { createSession } from "../sessions/model";
import { isBanned } from "../tenancy/ban";
import type { TenantReader } from "../tenancy/database";
import { DeploymentWriter } from "../tenancy/deployment";
import { Outbox } from "../tenancy/outbox";
import { Recorder, requestMetadata, type Change } from "../tenancy/records";
import { stateVersion } from "../users/stateVersion";
import { findOperatorByEmail, presentMember, toTarget } from "./members";

/** Null for a link that was used, replaced or expired, or whose sender may no longer invite. */
export const accept = internalMutation({
  args: {
    adminProjectId: v.string(),
    projectId: v.string(),
    tokenHash: v.string(),
    request: requestMetadata,
  },
  returns: v.union(v.object({ token: v.string() }), v.null()),
  handler: async (ctx, { adminProjectId, projectId, tokenHash, request }) => {
    const now = Date.now();
    const scheduler = ctx.scheduler;
    const deployment = new DeploymentWriter(ctx.db);
    const admin = await deployment.adminProject();
    const project = await deployment.project(projectId);
    if (admin?.id !== adminProjectId || !project) return null;
    const [operators, db] = [deployment.writerFor(admin), deployment.writerFor(project)];
    const invitation = await db
      .range("projectInvitations", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
      .unique();
    if (!invitation || invitation.expiresAt <= now) return null;
    if (!(await maySenderStillInvite({ operators, db, now }, invitation))) return null;
    const found = await findOperatorByEmail(operators, invitation.email);
    if (found && isBanned(found, now)) return null;
    if ((found ? stateVersion(found) : 0) !== invitation.stateVersion) return null;

    const actor = {
      type: "admin" as const,
      id: found?.id ?? invitation.id,
      name: found?.name ?? invitation.email,
    };
    const recorderIn = (of: Doc<"projects">, at: typeof db) => {
      const outbox = new Outbox(at, scheduler, of.hasWebhooks);
      const recorder = new Recorder({ db: at, actor, request, now, outbox });
      return async (change: Change) => await recorder.record(change);
    };
    const context = { db: operators, now, scheduler, record: recorderIn(admin, operators) };
    const operator = found ?? (await createOperator(context, invitation.email));
    await db.delete("projectInvitations", invitation);
    if (!(await findMember(db, operator.id))) {
      const { id, role } = invitation;
      const row = await insertMember(deployment, db, { id, operatorId: operator.id, role }, now);
      const member = presentMember(row, operator);
      await recorderIn(
        project,
        db,
      )({
        type: "project_member.added",
        targets: [toTarget(member)],
        data: member,
      });
    }
    const { token } = await createSession(context, {
      userId: operator.id,
      expiresAt: now + OPERATOR_IDLE_MS,
      endsAt: now + OPERATOR_SESSION_MS,
      ipAddress: request.ip,
      ipAddressVerified: request.hasTrustedIp,
      userAgent: request.userAgent,
      proofs: ["operatorLink"],
    });
    return { token };
  },
});

/** An operator who was removed, banned or demoted leaves no invitation behind that works. */
async function maySenderStillInvite(
  { operators, db, now }: { operators: TenantReader; db: TenantReader; now: number },
  { inviterId, role }: Doc<"projectInvitations">,
): Promise<boolean> {
  if (inviterId === null) return true;
  const member = await findMember(db, inviterId);
  const operator = await operators.get("users", inviterId);
  if (!member || !operator || isBanned(operator, now)) return false;
  const needed = ["project_member.create", ...permissionsOfRole(role).list()];
  return permissionsOfRole(member.role).missing(needed) === null;
}

async function createOperator(
  context: Parameters<typeof insertOperator>[0],
  email: string,
): Promise<Doc<"users">> {
  const { id } = await insertOperator(context, { email });
  const row = await context.db.get("users", id);
  if (!row) throw new Error("The operator was inserted in this transaction.");
  return row;
}
