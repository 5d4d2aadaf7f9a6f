import { loadSettings } from "../configuration/settings";
import { assertLength } from "../passwords/length";
import { endSessions } from "../sessions/model";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import type { HashNeed } from "../tenancy/request";
import { setPasswordHash } from "./accounts";
import { getUser } from "./model";
import { assertMayChange } from "./takeover";

export async function setUserPassword(
  ctx: WriteContext,
  userId: string,
  hash: string,
): Promise<void> {
  const user = await getUser(ctx, userId);
  await assertMayChange(ctx, user, "setUserPassword", ["newPassword"]);
  await setPasswordHash(ctx, userId, hash);
  await endSessions(ctx, userId);
  await ctx.record({
    type: "password.set",
    targets: [{ type: "user", id: userId, name: user.email }],
    data: { userId },
  });
}

/**
 * What must be known before a password is hashed. Throws when the password is too short or too long
 * for the project.
 */
export async function loadHashNeed(
  db: TenantReader,
  field: string,
  input: object,
): Promise<HashNeed> {
  const { emailPassword } = await loadSettings(db);
  const {
    [field]: password,
    email,
    name,
    username,
    data,
    userId,
  } = input as Record<string, unknown>; // the input of createUser, updateUser or setUserPassword
  assertLength(field, String(password), emailPassword);
  const user = typeof userId === "string" ? await db.get("users", userId) : null;
  const names = [
    email,
    name,
    username,
    (data as { username?: unknown } | undefined)?.username,
    user?.email,
    user?.name,
    user?.username,
  ].filter((each) => typeof each === "string");
  return { hash: field, circumstances: { refuseBreached: emailPassword.refuseBreached, names } };
}
