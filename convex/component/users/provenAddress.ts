import type { Doc } from "../_generated/dataModel";
import { endSessions } from "../sessions/model";
import type { WriteContext } from "../tenancy/functions";
import { present } from "./model";

/** The account of a password. */
const CREDENTIAL = "credential";

/**
 * The user has shown a token of a mail to the address: it is verified. What a stranger may have
 * added before ends: accounts at social providers, and all sessions but the one that proved it.
 */
export async function proveAddress(
  ctx: Pick<WriteContext, "db" | "now" | "record" | "scheduler">,
  before: Doc<"users">,
  sessionId: string | undefined,
): Promise<void> {
  const after = await ctx.db.patch("users", before, { emailVerified: true, updatedAt: ctx.now });
  const [old, data] = [present(before), present(after)];
  const targets = [{ type: "user", id: data.id, name: data.email }];
  await unlinkAccounts(ctx, after);
  await endSessions(ctx, after.id, sessionId);
  await ctx.record({ type: "email.verified", targets, data });
  await ctx.record({ type: "user.updated", targets, data, changes: { before: old, after: data } });
}

async function unlinkAccounts(
  ctx: Pick<WriteContext, "db" | "record">,
  user: Doc<"users">,
): Promise<void> {
  for await (const account of ctx.db.range("accounts", "byUser", (q) => q.eq("userId", user.id))) {
    if (account.providerId === CREDENTIAL) continue;
    await ctx.db.delete("accounts", account);
    const { id, userId, providerId, accountId } = account;
    const targets = [
      { type: "user", id: userId, name: user.email },
      { type: "account", id, name: providerId },
    ];
    await ctx.record({
      type: "account.unlinked",
      targets,
      data: { id, userId, providerId, accountId },
    });
  }
}
