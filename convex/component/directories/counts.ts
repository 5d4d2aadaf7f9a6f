/** The numbers of a directory's users by state, without a row that every request changes. */
import type { TenantReader, TenantWriter } from "../tenancy/database";
import {
  addToTotal,
  changeCount,
  deleteTotal,
  loadTotal,
  subtractFromTotal,
  type Total,
} from "../tenancy/totals";
import { bounds, userStates, type DirectoryUserState } from "./fields";

/** As many as a directory's own requests rarely meet on; the state is read with each directory. */
const SHARDS = 4;

/** `unlinked`: active users without a user of the project. */
const counted = [...userStates, "unlinked"] as const;
type Counted = (typeof counted)[number];

const toTotal = (directoryId: string, what: Counted): Total => ({
  subject: `directory:${directoryId}:${what}`,
  maximum: what === "active" || what === "suspended" ? bounds.users : null,
  shards: SHARDS,
  countExisting: () => Promise.resolve(0),
});

interface CountedUser {
  readonly directoryId: string;
  readonly state: DirectoryUserState;
  readonly userId: string | null;
}

const getCounts = ({ state, userId }: CountedUser): Counted[] =>
  state === "active" && userId === null ? [state, "unlinked"] : [state];

/**
 * Counts a change of a directory user; null for one that does not exist. Returns false when the
 * directory has reached its maximum of users.
 */
export async function countChange(
  db: TenantWriter,
  before: CountedUser | null,
  after: CountedUser | null,
): Promise<boolean> {
  const [was, is] = [before, after].map((user) => (user ? getCounts(user) : [])) as [
    Counted[],
    Counted[],
  ]; // two of two
  const directoryId = (after ?? before)!.directoryId; // one of them exists
  for (const what of was)
    if (!is.includes(what)) await subtractFromTotal(db, toTotal(directoryId, what));
  for (const what of is)
    if (!was.includes(what) && !(await addToTotal(db, toTotal(directoryId, what)))) return false;
  return true;
}

const toGroupTotal = (directoryId: string): Total => ({
  subject: `directory:${directoryId}:groups`,
  maximum: bounds.groups,
  shards: SHARDS,
  countExisting: () => Promise.resolve(0),
});

/** Returns false when the directory has reached its maximum of groups. */
export const countGroup = async (db: TenantWriter, directoryId: string): Promise<boolean> =>
  await addToTotal(db, toGroupTotal(directoryId));

export const discountGroup = async (db: TenantWriter, directoryId: string): Promise<void> =>
  await subtractFromTotal(db, toGroupTotal(directoryId));

export const loadGroupCount = async (db: TenantReader, directoryId: string): Promise<number> =>
  await loadTotal(db, toGroupTotal(directoryId));

const toMembersSubject = (groupId: string): string => `group:${groupId}`;

/** Must be called in the transaction that inserts or deletes members. */
export const countMembers = async (db: TenantWriter, groupId: string, by: number): Promise<void> =>
  await changeCount(db, { subject: toMembersSubject(groupId), shards: SHARDS }, by);

/** Must be called when a deleted group has no member left. */
export const deleteMemberCount = async (db: TenantWriter, groupId: string): Promise<void> =>
  await deleteTotal(db, toMembersSubject(groupId));

export const loadMemberCount = async (db: TenantReader, groupId: string): Promise<number> =>
  await loadTotal(db, { subject: toMembersSubject(groupId) });

export async function loadCounts(
  db: TenantReader,
  directoryId: string,
): Promise<Record<Counted, number>> {
  const entries = await Promise.all(
    counted.map(async (what) => [what, await loadTotal(db, toTotal(directoryId, what))] as const),
  );
  return Object.fromEntries(entries) as Record<Counted, number>; // an entry for each
}

export async function deleteCounts(db: TenantWriter, directoryId: string): Promise<void> {
  for (const what of counted) await deleteTotal(db, toTotal(directoryId, what).subject);
  await deleteTotal(db, toGroupTotal(directoryId).subject);
}
