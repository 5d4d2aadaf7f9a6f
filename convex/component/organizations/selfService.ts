/**
 * What somebody who is signed in does about themselves: begins an organization, turns to one,
 * leaves one.
 */
import type { OperationInput } from "../wire/operation";
import { OWNER } from "../rbac/catalogue";
import { membershipOf } from "../rbac/userPermissions";
import { setActiveOrganization as turnTo } from "../sessions/model";
import { requireCallersSession, type CallersSession } from "../tenancy/caller";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { invalidField, notFound } from "../core/errors";
import { accessTo, requireAccess } from "./access";
import type { Member, Organization, organizations } from "./contract";
import { assertNotLastOwner, join, leave } from "./members";
import * as model from "./model";
import { presentMember, presentOrganization } from "./present";

type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

/** Made by a session, its user owns it: in the same transaction, or it would be nobody's. */
export async function createOrganization(
  ctx: WriteContext,
  { keepCurrentActiveOrganization, ...input }: Input<"createOrganization">,
): Promise<Organization> {
  const organization = await model.createOrganization(ctx, input);
  const { session } = ctx.caller;
  if (!session) return organization;
  await join(
    ctx,
    await model.activeOrganization(ctx.db, organization.id),
    session.user,
    [OWNER],
    "manual",
  );
  if (!keepCurrentActiveOrganization) await enter(ctx, session, organization.id);
  return organization;
}

/** Makes it the active one, unless a policy keeps the session out. */
export async function enter(
  { db }: Pick<WriteContext, "db">,
  session: CallersSession,
  organizationId: string,
): Promise<void> {
  const { member, refusal } = await accessTo(db, session, organizationId);
  if (member && !refusal) await turnTo(db, session.row, organizationId);
}

export async function setActiveOrganization(
  ctx: WriteContext,
  { organizationId, organizationSlug }: Input<"setActiveOrganization">,
): Promise<Organization | null> {
  const { db } = ctx;
  const session = requireCallersSession(ctx.caller);
  if (organizationId === null) {
    await turnTo(db, session.row, null);
    return null;
  }
  const id =
    organizationId ??
    (organizationSlug === undefined
      ? session.row.activeOrganizationId
      : ((await model.findBySlug(db, organizationSlug))?.id ?? ""));
  if (id == null) return null;
  // Project roles are not enough: tokens name the active organization, and whoever reads that takes
  // the user for a member.
  await requireAccess(db, session, id, null);
  const organization = await model.activeOrganization(db, id);
  await turnTo(db, session.row, id);
  return presentOrganization(organization);
}

export async function getActiveMember(ctx: ReadContext) {
  const session = requireCallersSession(ctx.caller);
  const { id, name, email, image } = session.user;
  const organizationId = session.row.activeOrganizationId;
  if (organizationId == null) return null;
  const { member } = await requireAccess(ctx.db, session, organizationId, null);
  return member && { ...presentMember(member), user: { id, name, email, image } };
}

export async function leaveOrganization(
  ctx: WriteContext,
  input: Input<"leaveOrganization">,
): Promise<Member> {
  const { row, user } = requireCallersSession(ctx.caller);
  const organizationId = input.organizationId ?? row.activeOrganizationId;
  if (organizationId == null)
    throw invalidField(
      "organizationId",
      "Required: none is active in this session",
      "invalid_type",
    );
  const member = await membershipOf(ctx.db, organizationId, user.id);
  if (!member) throw notFound("Organization");
  await assertNotLastOwner(ctx, member);
  return await leave(ctx, await model.activeOrganization(ctx.db, organizationId), member);
}
