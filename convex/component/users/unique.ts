/** Every write of a unique field passes this check, in management and in sign-in. */
import type { Doc } from "../_generated/dataModel";
import { alreadyUsed } from "../core/errors";
import type { TenantReader } from "../tenancy/database";

interface UniqueFields {
  readonly email?: string;
  readonly username?: string | null;
  readonly phoneNumber?: string | null;
}

/**
 * Throws `conflict` for a value that another user of the project has, and for an address that
 * another user can still reclaim (signIn/addresses). The index ranges read here make concurrent
 * writes of the same value conflict, so that one of them sees the other.
 */
export async function assertUnique(
  db: TenantReader,
  self: Pick<Doc<"users">, "id"> | null,
  fields: UniqueFields,
  now: number,
): Promise<void> {
  const taken = await findTakenFields(db, self?.id ?? null, fields, now);
  for (const field of taken)
    throw alreadyUsed(
      field,
      "another user of this project",
      `A user with this ${field} already exists`,
    );
}

/** The fields whose value belongs to another user. */
export async function findTakenFields(
  db: TenantReader,
  selfId: string | null,
  { email, username, phoneNumber }: UniqueFields,
  now: number,
): Promise<(keyof UniqueFields)[]> {
  const holders = {
    email: email === undefined ? null : await findAddressHolder(db, selfId, email, now),
    username:
      username == null
        ? null
        : ((await db.range("users", "byUsername", (q) => q.eq("username", username)).first())?.id ??
          null),
    phoneNumber:
      phoneNumber == null
        ? null
        : ((
            await db
              .range("users", "byPhoneNumber", (q) => q.eq("phoneNumber", phoneNumber))
              .first()
          )?.id ?? null),
  };
  return Object.entries(holders).flatMap(([field, holder]) =>
    holder === null || holder === selfId ? [] : [field as keyof UniqueFields],
  ); // the keys of `holders`
}

async function findAddressHolder(
  db: TenantReader,
  selfId: string | null,
  email: string,
  now: number,
): Promise<string | null> {
  const user = await db.range("users", "byEmail", (q) => q.eq("email", email)).first();
  if (user) return user.id;
  // One row for each change of the last seven days, so a handful at most.
  const changes = await db.range("addressChanges", "byFrom", (q) => q.eq("from", email)).take(20);
  return (
    changes.find((change) => change.expiresAt > now && change.userId !== selfId)?.userId ?? null
  );
}
