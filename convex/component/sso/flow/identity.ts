/**
 * Which user a verified response belongs to. The key is (connection, subject); an address only
 * matters at the first sign-in, and only in a domain of the connection that its organization has
 * verified.
 */
import type { Doc } from "../../_generated/dataModel";
import { findProblem } from "../../core/errors";
import { newId } from "../../core/ids";
import { sha256 } from "../../core/secrets";
import { findDirectoryUserId, forbidsJit, isBarred } from "../../directories/barred";
import { loadGivenRoles } from "../../directories/groupRoles";
import { findVerifiedDomain } from "../../domains/model";
import { queueMail } from "../../emails/queue";
import { findMember, join, replaceRoles, type MemberRow } from "../../organizations/members";
import { requireActiveOrganization, type OrganizationRow } from "../../organizations/model";
import { DEFAULT_PROJECT_ROLE } from "../../rbac/catalogue";
import { isBanned } from "../../tenancy/ban";
import { settleProof, type ProofContext } from "../../users/addressProof";
import { insertUser, present } from "../../users/model";
import type { Settings } from "../../configuration/settings";
import { findLink, hasProjectRoles, toLinkChange } from "../links";
import type { Connection } from "./connections";
import { getDisplayName, type IdpProfile } from "./profile";
import { mapRoles, omitsMapped, toMemberRoles } from "./roles";
import type { FlowRule } from "./rules";

type ProfileRow = Doc<"ssoProfiles">;

export interface IdentityContext extends ProofContext {
  readonly settings: Settings;
  readonly project: { readonly name: string; readonly isAdmin: boolean };
  /** Rolls the transaction back. */
  readonly refuse: (rule: FlowRule, userId?: string) => never;
}

export interface Identified {
  readonly user: Doc<"users">;
  readonly row: ProfileRow;
  readonly isNewUser: boolean;
}

/** Finds or creates the user, the membership and the profile. */
export async function identify(
  ctx: IdentityContext,
  connection: Connection,
  profile: IdpProfile,
): Promise<Identified> {
  const organization = await requireOrganization(ctx, connection);
  const row = await findProfile(ctx, connection.id, profile.subject);
  const linked = row && (await ctx.db.get("users", row.userId));
  if (linked && (await findPlace(ctx, connection, linked.email)) === "elsewhere")
    ctx.refuse("domain_elsewhere", linked.id);
  const found = linked
    ? { user: linked, isNewUser: false }
    : await findOrCreateUser(ctx, { connection, organization, profile });
  assertMaySignIn(ctx, found.user);
  if (omitsMapped(ctx.settings, connection, profile))
    ctx.refuse("attribute_omitted", found.user.id);
  const mapped = await mapRoles(ctx.db, ctx.settings, connection, profile);
  await keepMember(ctx, { connection, organization, user: found.user, row, mapped });
  const saved = await saveProfile(ctx, {
    connection,
    profile,
    row,
    userId: found.user.id,
    mappedRoles: mapped,
  });
  if (!linked)
    await ctx.record({
      type: "account.linked",
      organizationId: saved.organizationId,
      ...toLinkChange(found.user, saved),
    });
  const user = await ctx.db.get("users", found.user.id);
  if (!user) throw new Error("The user of a sign-in exists.");
  return { ...found, user, row: saved };
}

async function requireOrganization(
  ctx: IdentityContext,
  { organizationId }: Connection,
): Promise<OrganizationRow> {
  try {
    return await requireActiveOrganization(ctx.db, organizationId);
  } catch {
    return ctx.refuse("organization_unavailable");
  }
}

async function findProfile(
  { db }: Pick<IdentityContext, "db">,
  connectionId: string,
  subject: string,
): Promise<ProfileRow | null> {
  const subjectHash = await sha256(subject);
  return await db
    .range("ssoProfiles", "bySubject", (q) =>
      q.eq("connectionId", connectionId).eq("subjectHash", subjectHash),
    )
    .unique();
}

/**
 * Whether the domain of an address is one of the connection that its organization has verified;
 * `unverified` while no organization has. Accounts that are linked go on then, but not after the
 * domain went elsewhere: to another organization, or to another connection of this one.
 */
async function findPlace(
  { db }: Pick<IdentityContext, "db">,
  { domains, organizationId }: Connection,
  email: string,
): Promise<"own" | "unverified" | "elsewhere"> {
  const verified = await findVerifiedDomain(db, email.slice(email.lastIndexOf("@") + 1));
  if (!verified) return "unverified";
  const isOwn = verified.organizationId === organizationId && domains.includes(verified.domain);
  return isOwn ? "own" : "elsewhere";
}

/** The rule by which the address refuses a first sign-in; null for none. */
export async function findAddressFault(
  ctx: Pick<IdentityContext, "db">,
  connection: Connection,
  { email, emailIsUnchecked }: Pick<IdpProfile, "email" | "emailIsUnchecked">,
): Promise<FlowRule | null> {
  if (email === null) return "email_missing";
  if ((await findPlace(ctx, connection, email)) !== "own") return "email_outside_domains";
  return emailIsUnchecked ? "email_unchecked" : null;
}

interface FirstSignIn {
  readonly connection: Connection;
  readonly organization: OrganizationRow;
  readonly profile: IdpProfile;
}

/** A first sign-in of the subject: the address decides. */
async function findOrCreateUser(
  ctx: IdentityContext,
  { connection, organization, profile }: FirstSignIn,
): Promise<Pick<Identified, "user" | "isNewUser">> {
  const { email } = profile;
  const fault = await findAddressFault(ctx, connection, profile);
  if (email === null || fault !== null) return ctx.refuse(fault ?? "email_missing");
  const user = await findUser(ctx, organization.id, email);
  if (!user)
    return { user: await createUser(ctx, connection, { ...profile, email }), isNewUser: true };
  assertMaySignIn(ctx, user);
  if (await findLink(ctx.db, connection.id, user.id)) return ctx.refuse("subject_changed", user.id);
  return { user: await adoptUser(ctx, organization, user), isNewUser: false };
}

/** By the address, or as the organization's directory has sent the user under it. */
async function findUser(
  { db }: IdentityContext,
  organizationId: string,
  email: string,
): Promise<Doc<"users"> | null> {
  const user = await db.range("users", "byEmail", (q) => q.eq("email", email)).first();
  if (user) return user;
  const userId = await findDirectoryUserId(db, organizationId, email);
  return userId === null ? null : await db.get("users", userId);
}

async function createUser(
  ctx: IdentityContext,
  connection: Connection,
  profile: IdpProfile & { readonly email: string },
): Promise<Doc<"users">> {
  if (!(await mayCreate(ctx, connection))) return ctx.refuse("jit_disabled");
  const created = await refusing(ctx, async () =>
    insertUser(ctx, {
      email: profile.email,
      name: getDisplayName(profile),
      image: null,
      username: null,
      phoneNumber: null,
      emailVerified: true,
      roles: [DEFAULT_PROJECT_ROLE],
      metadata: {},
    }),
  );
  return (await ctx.db.get("users", created.id))!; // just inserted
}

const mayCreate = async ({ db }: IdentityContext, { jit, organizationId }: Connection) =>
  jit && !(await forbidsJit(db, organizationId));

/**
 * An unverified address may have been registered by a stranger, so everything that was set before is
 * removed. The owner of a verified one gets a mail.
 */
async function adoptUser(
  ctx: IdentityContext,
  organization: OrganizationRow,
  user: Doc<"users">,
): Promise<Doc<"users">> {
  if (user.emailVerified) {
    await queueMail(ctx, {
      to: user.email,
      template: "sso-linked",
      data: { name: user.name, organization: organization.name },
    });
    return user;
  }
  const after = await ctx.db.patch("users", user, { emailVerified: true, updatedAt: ctx.now });
  await settleProof(ctx, after, null);
  const verified = (await ctx.db.get("users", user.id))!; // as above
  const data = present(verified);
  const targets = [{ type: "user", id: data.id, name: data.email }];
  await ctx.record({ type: "email.verified", targets, data });
  await ctx.record({ type: "user.updated", targets, data, before: present(user) });
  return verified;
}

/** Bans and privileges, for adopted and linked users alike. */
function assertMaySignIn({ now, project, refuse, settings }: IdentityContext, user: Doc<"users">) {
  if (isBanned(user, now)) refuse("user_banned", user.id);
  // Otherwise an organization's administrator could become an administrator of the project.
  const isPrivileged = project.isAdmin || hasProjectRoles(user.roles);
  if (isPrivileged && (project.isAdmin || !settings.features.ssoForProjectRoles))
    refuse("user_privileged", user.id);
}

interface Membership {
  readonly connection: Connection;
  readonly organization: OrganizationRow;
  readonly user: Doc<"users">;
  readonly row: ProfileRow | null;
  readonly mapped: readonly string[];
}

/** Joins the organization, or brings the roles of a member up to date. */
async function keepMember(
  ctx: IdentityContext,
  { connection, organization, user, row, mapped }: Membership,
): Promise<void> {
  const member = await findMember(ctx, organization.id, user.id);
  if (await isBarred(ctx.db, organization.id, { userId: user.id, email: user.email }))
    return ctx.refuse("deprovisioned_by_directory", user.id);
  const [held, before] = [member?.roles ?? [], row?.mappedRoles ?? []];
  const given = await loadGivenRoles(ctx.db, organization.id, user.id);
  const roles = toMemberRoles({
    ...{ held, given, before, mapped },
    defaultRole: connection.defaultRole,
    isSingle: !ctx.settings.multipleRoles,
  });
  if (member) {
    const after = await keepGiven(ctx, member, { given, before, mapped });
    const isSame = roles.length === held.length && roles.every((each) => held.includes(each));
    if (!isSame) await replaceRoles(ctx, after, roles);
    return;
  }
  if (!(await mayCreate(ctx, connection))) return ctx.refuse("jit_disabled", user.id);
  // A linked user whose membership ended joins like a new one.
  if ((await findPlace(ctx, connection, user.email)) !== "own")
    return ctx.refuse("email_outside_domains", user.id);
  await refusing(ctx, async () => join(ctx, organization, user, { roles, source: "sso" }));
}

/**
 * A role that the mapping granted, and only the directory gives from now on, goes when the user leaves
 * the group.
 */
async function keepGiven(
  { db }: Pick<IdentityContext, "db">,
  member: MemberRow,
  { given, before, mapped }: Readonly<Record<"given" | "before" | "mapped", readonly string[]>>,
): Promise<MemberRow> {
  const groupRoles = member.groupRoles ?? [];
  const added = before.filter(
    (role) =>
      given.includes(role) &&
      member.roles.includes(role) &&
      !mapped.includes(role) &&
      !groupRoles.includes(role),
  );
  return added.length === 0
    ? member
    : await db.patch("members", member, { groupRoles: [...groupRoles, ...added] });
}

/** The conflicts that a policy of the organization or a taken address causes, as refusals. */
async function refusing<T>(ctx: IdentityContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = findProblem(error);
    if (problem?.code !== "conflict") throw error;
    const [fault] = problem.errors ?? [];
    if (fault?.code === "email_domain_not_allowed") return ctx.refuse("email_domain_not_allowed");
    return ctx.refuse(fault?.field === "email" ? "email_taken" : "member_limit");
  }
}

interface Saved {
  readonly connection: Connection;
  readonly profile: IdpProfile;
  readonly row: ProfileRow | null;
  readonly userId: string;
  readonly mappedRoles: readonly string[];
}

async function saveProfile(
  { db, now }: IdentityContext,
  { connection, profile, row, userId, mappedRoles }: Saved,
): Promise<ProfileRow> {
  const { subject, email, firstName, lastName, displayName, groups, rawAttributes } = profile;
  const fields = {
    ...{ userId, email, firstName, lastName, displayName, rawAttributes },
    groups: [...groups],
    mappedRoles: [...mappedRoles],
    lastLoginAt: now,
  };
  if (row)
    return await db.patch("ssoProfiles", row, {
      ...fields,
      ...(row.userId === userId ? {} : { createdAt: now }), // linked to another user now
    });
  const id = newId("ssoProfile", now);
  await db.insert("ssoProfiles", {
    ...fields,
    id,
    connectionId: connection.id,
    organizationId: connection.organizationId,
    subjectHash: await sha256(subject),
    idpId: subject,
    createdAt: now,
  });
  return (await db.get("ssoProfiles", id))!; // as above
}
