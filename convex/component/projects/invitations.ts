/**
 * Accepts an invitation by the link in its mail: creates the operator if none has the address, adds
 * the member, and begins a session. The link proves the mailbox, as an operator's sign-in link
 * does, so the second factor is still missing.
 */
import { v } from "convex/values";
import { internalMutation } from "../_generated/server";
import type { Doc } from "../_generated/dataModel";
import { countAttempt } from "../auditLogs/denialCounts";
import { permissionsOfRole } from "../core/operatorRoles";
import { REFUSAL_LIMIT, STRANGER } from "../operators/links";
import { findMember, insertMember } from "../operators/members";
import { insertOperator } from "../operators/newOperator";
import { OPERATOR_IDLE_MS, OPERATOR_SESSION_MS } from "../operators/sessionRules";
import { createSession } from "../sessions/model";
import { isBanned } from "../tenancy/ban";
import type { TenantReader, TenantWriter } from "../tenancy/database";
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
    const opened = await openInvitation({ operators, db, now }, invitation);
    if ("reason" in opened) {
      const outbox = new Outbox(db, scheduler, project.hasWebhooks);
      const recorder = new Recorder({ db, actor: STRANGER, request, now, outbox });
      await recordRefusal({ db, recorder, now }, invitation, opened.reason);
      return null;
    }
    const { invitation: accepted, operator: found } = opened;

    const actor = {
      type: "admin" as const,
      id: found?.id ?? accepted.id,
      name: found?.name ?? accepted.email,
    };
    const recorderIn = (of: Doc<"projects">, at: typeof db) => {
      const outbox = new Outbox(at, scheduler, of.hasWebhooks);
      const recorder = new Recorder({ db: at, actor, request, now, outbox });
      return async (change: Change) => await recorder.record(change);
    };
    const context = { db: operators, now, scheduler, record: recorderIn(admin, operators) };
    const operator = found ?? (await createOperator(context, accepted.email));
    await db.delete("projectInvitations", accepted);
    if (!(await findMember(db, operator.id))) {
      const { id, role } = accepted;
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

type Reason = "unknown" | "expired" | "sender" | "banned" | "state_changed";

interface Opening {
  readonly operators: TenantReader;
  readonly db: TenantReader;
  readonly now: number;
}

async function openInvitation(
  { operators, db, now }: Opening,
  invitation: Doc<"projectInvitations"> | null,
): Promise<
  | { readonly reason: Reason }
  | { readonly invitation: Doc<"projectInvitations">; readonly operator: Doc<"users"> | null }
> {
  if (!invitation) return { reason: "unknown" }; // also one that was used or replaced
  if (invitation.expiresAt <= now) return { reason: "expired" };
  if (!(await maySenderStillInvite({ operators, db, now }, invitation)))
    return { reason: "sender" };
  const operator = await findOperatorByEmail(operators, invitation.email);
  if (operator && isBanned(operator, now)) return { reason: "banned" };
  return (operator ? stateVersion(operator) : 0) === invitation.stateVersion
    ? { invitation, operator }
    : { reason: "state_changed" };
}

async function recordRefusal(
  { db, recorder, now }: { db: TenantWriter; recorder: Recorder; now: number },
  invitation: Doc<"projectInvitations"> | null,
  reason: Reason,
): Promise<void> {
  const { isDue, suppressed } = await countAttempt(db, "projectInvitations", REFUSAL_LIMIT, now);
  if (!isDue) return;
  await recorder.audit({
    type: "project_member.invitation_refused",
    outcome: "denied",
    targets: invitation
      ? [{ type: "project_member", id: invitation.id, name: invitation.email }]
      : [],
    metadata: { reason },
    suppressed,
  });
}

/** An operator who was removed, banned or demoted leaves no invitation behind that works. */
async function maySenderStillInvite(
  { operators, db, now }: Opening,
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
