/** A user's accounts as an administrator sees them. Their owner's endpoints are in signIn/. */
import type { Doc } from "../_generated/dataModel";
import { loadSettings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import { loadAccounts } from "./accounts";
import type { UserAccount, users } from "./contract";
import { getUser } from "./model";
import { isLastSignInMethod } from "./signInMethods";
import { assertMayChange } from "./takeover";

function present({ id, userId, providerId, accountId, ...row }: Doc<"accounts">): UserAccount {
  return {
    ...{ id, userId, providerId, accountId },
    scopes: row.scope ? row.scope.split(",") : [],
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function listAccounts(ctx: ReadContext, userId: string): Promise<UserAccount[]> {
  await getUser(ctx, userId);
  return (await loadAccounts(ctx.db, userId)).map(present);
}

export async function unlinkAccount(
  ctx: WriteContext,
  { userId, accountId, force = false }: OperationInput<typeof users.unlinkAccount>,
): Promise<void> {
  const user = await getUser(ctx, userId);
  const account = await ctx.db.get("accounts", accountId);
  if (account?.userId !== userId) throw notFound("Account");
  await assertMayChange(ctx, user, "unlinkAccount", ["accountId"]);
  if (!force && (await isLastSignInMethod(ctx.db, await loadSettings(ctx.db), account)))
    throw problem(
      "conflict",
      "The user could not sign in without this account; pass force to unlink it anyway",
    );
  await ctx.db.delete("accounts", account);
  const { id, providerId, accountId: idAtProvider } = account;
  await ctx.record({
    type: "account.unlinked",
    targets: [
      { type: "user", id: userId, name: user.email },
      { type: "account", id, name: providerId },
    ],
    data: { id, userId, providerId, accountId: idAtProvider },
  });
}
