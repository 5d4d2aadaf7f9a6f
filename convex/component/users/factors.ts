/** A user's second factor and passkeys as an administrator sees them. */
import type { Doc } from "../_generated/dataModel";
import { notFound } from "../core/errors";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import type { UserFactor, users } from "./contract";
import { getUser, present as presentUser } from "./model";
import { raiseStateVersion } from "./stateVersion";
import { assertMayChange } from "./takeover";

/** As many as the user's own list shows. */
const MAXIMUM_PASSKEYS = 100;

const presentApp = ({ id, createdAt }: Doc<"twoFactors">): UserFactor => ({
  id,
  type: "totp",
  name: null,
  deviceType: null,
  backedUp: null,
  createdAt: toIsoDate(createdAt),
});

const presentPasskey = ({
  id,
  name,
  deviceType,
  backedUp,
  createdAt,
}: Doc<"passkeys">): UserFactor => ({
  id,
  type: "passkey",
  name: name ?? null,
  deviceType,
  backedUp,
  createdAt: toIsoDate(createdAt),
});

export async function listFactors(ctx: ReadContext, userId: string): Promise<UserFactor[]> {
  await getUser(ctx, userId);
  const app = await findApp(ctx.db, userId);
  const passkeys = await ctx.db
    .range("passkeys", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_PASSKEYS);
  return [...(app ? [presentApp(app)] : []), ...passkeys.map(presentPasskey)];
}

export async function removeFactor(
  ctx: WriteContext,
  { userId, factorId }: OperationInput<typeof users.removeFactor>,
): Promise<void> {
  const user = await getUser(ctx, userId);
  const app = await findApp(ctx.db, userId);
  const passkey = await ctx.db.get("passkeys", factorId);
  const isApp = app?.id === factorId;
  if (!isApp && passkey?.userId !== userId) throw notFound("Factor");
  await assertMayChange(ctx, user, "removeFactor", ["factorId"]);
  if (isApp) await removeApp(ctx, user, app);
  else if (passkey) await removePasskey(ctx, passkey);
}

/** Void what was issued under the factor, such as trusted devices; sessions that passed it stay. */
async function removeApp(
  ctx: WriteContext,
  user: Doc<"users">,
  app: Doc<"twoFactors">,
): Promise<void> {
  await ctx.db.delete("twoFactors", app);
  const before = presentUser(user);
  const changed = await ctx.db.patch("users", user, {
    twoFactorEnabled: false,
    updatedAt: ctx.now,
  });
  await raiseStateVersion(ctx.db, user.id);
  const targets = [{ type: "user", id: user.id, name: user.email }];
  await ctx.record({ type: "two_factor.disabled", targets, data: { userId: user.id } });
  await ctx.record({ type: "user.updated", targets, data: presentUser(changed), before });
}

async function removePasskey(ctx: WriteContext, row: Doc<"passkeys">): Promise<void> {
  await ctx.db.delete("passkeys", row);
  const { id, userId, name, deviceType, backedUp } = row;
  await ctx.record({
    type: "passkey.removed",
    targets: [
      { type: "passkey", id },
      { type: "user", id: userId },
    ],
    data: { id, userId, name: name ?? null, deviceType, backedUp },
  });
}

/** The authenticator app; null while its first code was not confirmed. */
async function findApp(db: TenantReader, userId: string): Promise<Doc<"twoFactors"> | null> {
  const row = await db.range("twoFactors", "byUser", (q) => q.eq("userId", userId)).unique();
  return row && row.verified !== false ? row : null;
}
