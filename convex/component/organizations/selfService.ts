/**
 * What a signed-in user does for themselves: create an organization, make one active, leave one.
 */
import type { OperationInput } from "../wire/operation";
import { OWNER } from "../rbac/catalogue";
import { findMembership } from "../rbac/userPermissions";
import { setActiveOrganization as storeActiveOrganization } from "../sessions/model";
import { requireCallersSession, type CallersSession } from "../tenancy/caller";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { invalidField, notFound } from "../core/errors";
import { loadAccess, requireAccess } from "./access";
import type { Member, Organization, organizations } from "./contract";
import { assertNotLastOwner, join, leave } from "./members";
import * as model from "./model";
import { presentMember, presentOrganization } from "./present";

type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

/**
 * When a session creates an organization, its user becomes the owner in the same transaction, so
 * that it never lacks one.
 */
export async function createOrganization(
  ctx: WriteContext,
  { keepCurrentActiveOrganization, ...input }: Input<"createOrganization">,
): Promise<Organization> {
  const organization = await model.createOrganization(ctx, input);
  const { session } = ctx.caller;
  if (!session) return organization;
  await join(ctx, await model.requireActiveOrganization(ctx.db, organization.id), session.user, {
    roles: [OWNER],
    source: "manual",
  });
  if (!keepCurrentActiveOrganization) await activateOrganization(ctx, session, organization.id);
  return organization;
}

/**
 * Makes the organization the active one of the session, unless the session does not meet its
 * policies.
 */
export async function activateOrganization(
  { db }: Pick<WriteContext, "db">,
  session: CallersSession,
  organizationId: string,
): Promise<void> {
  const { member, refusal } = await loadAccess(db, session, organizationId);
  if (member && !refusal) await storeActiveOrganization(db, session.row, organizationId);
}

export async function setActiveOrganization(
  ctx: WriteContext,
  { organizationId, organizationSlug }: Input<"setActiveOrganization">,
): Promise<Organization | null> {
  const { db } = ctx;
  const session = requireCallersSession(ctx.caller);
  if (organizationId === null) {
    await storeActiveOrganization(db, session.row, null);
    return null;
  }
  const id =
    organizationId ??
    (organizationSlug === undefined
      ? session.row.activeOrganizationId
      : ((await model.findBySlug(db, organizationSlug))?.id ?? ""));
  if (id == null) return null;
  // Project roles are not enough: access tokens name the active organization, and services take
  // that as proof of membership.
  await requireAccess(db, session, { organizationId: id, permission: null });
  const organization = await model.requireActiveOrganization(db, id);
  await storeActiveOrganization(db, session.row, id);
  return presentOrganization(organization);
}

export async function getActiveMember(ctx: ReadContext) {
  const session = requireCallersSession(ctx.caller);
  const { id, name, email, image } = session.user;
  const organizationId = session.row.activeOrganizationId;
  if (organizationId == null) return null;
  const { member } = await requireAccess(ctx.db, session, { organizationId, permission: null });
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
      "Required, because the session has no active organization",
      "invalid_type",
    );
  const member = await findMembership(ctx.db, organizationId, user.id);
  if (!member) throw notFound("Organization");
  await assertNotLastOwner(ctx, member);
  return await leave(ctx, await model.requireActiveOrganization(ctx.db, organizationId), member);
}
