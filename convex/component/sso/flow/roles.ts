/** The organization roles that a sign-in grants and removes. */
import type { Settings } from "../../configuration/settings";
import { MEMBER, OWNER, SUPER_ADMIN } from "../../rbac/catalogue";
import { findRole } from "../../rbac/model";
import type { TenantReader } from "../../tenancy/database";
import type { Connection } from "./connections";
import type { IdpProfile } from "./profile";

/**
 * The roles that the connection's mapping grants to the person: `owner` too, which only an owner can
 * map (sso/mapping.ts), but no role that was deleted since.
 */
export async function mapRoles(
  db: TenantReader,
  { roleAssignment }: Pick<Settings, "roleAssignment">,
  { roleMapping }: Pick<Connection, "roleMapping">,
  profile: Pick<IdpProfile, "attributes">,
): Promise<string[]> {
  if (!roleAssignment) return [];
  const named = roleMapping.flatMap((mapping) => (isMet(profile, mapping) ? [mapping.role] : []));
  const distinct = [...new Set(named)].filter((role) => role !== SUPER_ADMIN);
  const found = await Promise.all(
    distinct.map(async (role) => ((await findRole(db, "organization", role)) ? role : null)),
  );
  return found.filter((role) => role !== null);
}

/**
 * Whether the identity provider may have an attribute that the mapping names and did not send, so
 * that the roles of the person are unknown.
 */
export const omitsMapped = (
  { roleAssignment }: Pick<Settings, "roleAssignment">,
  { roleMapping }: Pick<Connection, "roleMapping">,
  { attributes, omitted }: Pick<IdpProfile, "attributes" | "omitted">,
): boolean =>
  roleAssignment &&
  roleMapping.some(
    ({ attribute }) =>
      (omitted === "unknown" || omitted.includes(attribute)) &&
      !Object.hasOwn(attributes, attribute),
  );

/** The profile with what the mapping asks for alone: all attributes may be too large to store. */
export function withMappedAttributes(
  profile: IdpProfile,
  { roleMapping }: Pick<Connection, "roleMapping">,
): IdpProfile {
  const attributes: Record<string, string[]> = {};
  for (const mapping of roleMapping)
    if (isMet(profile, mapping)) (attributes[mapping.attribute] ??= []).push(mapping.value);
  return { ...profile, attributes };
}

const isMet = (
  { attributes }: Pick<IdpProfile, "attributes">,
  { attribute, value }: Connection["roleMapping"][number],
): boolean => Object.hasOwn(attributes, attribute) && attributes[attribute]!.includes(value);

interface Roles {
  /** The member's; empty for a new one. */
  readonly held: readonly string[];
  /** What the mapping granted at the last sign-in. */
  readonly before: readonly string[];
  readonly mapped: readonly string[];
  /** Null: `member`. */
  readonly defaultRole: string | null;
  /** The project allows only one role at a time. */
  readonly isSingle: boolean;
}

/**
 * What the mapping granted before and no longer grants is removed, except `owner`, so that no
 * organization loses its owners by a change of groups; roles that were assigned by hand stay. A
 * member without any role gets the default one.
 */
export function toMemberRoles({ held, before, mapped, defaultRole, isSingle }: Roles): string[] {
  const kept = held.filter((role) => role === OWNER || !before.includes(role));
  const roles = [...new Set([...kept, ...mapped])];
  if (roles.length === 0) return [defaultRole ?? MEMBER];
  if (!isSingle) return roles;
  return [kept.find((role) => role === OWNER) ?? mapped[0] ?? roles[0]!]; // not empty
}
