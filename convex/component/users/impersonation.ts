import { invalidField, notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { createSession, endSession, present as presentSession } from "../sessions/model";
import type { WriteContext } from "../tenancy/functions";
import { isBanned } from "../tenancy/ban";
import type { users } from "./contract";
import { getUser, present } from "./model";
import { assertMayChange } from "./takeover";

const IMPERSONATION_LIFETIME_MS = 3_600_000;

export async function impersonateUser(
  ctx: WriteContext,
  { userId, reason }: OperationInput<typeof users.impersonateUser>,
) {
  const user = await getUser(ctx, userId);
  if (isBanned(user, ctx.now))
    throw problem("conflict", "A banned user cannot be impersonated; lift the ban first");
  await assertMayChange(ctx, user, "impersonateUser", ["userId"]);
  const { row, token } = await createSession(ctx, {
    userId,
    expiresAt: ctx.now + IMPERSONATION_LIFETIME_MS,
    impersonatedBy: ctx.caller.actor.id,
  });
  const session = presentSession(row);
  const targets = [
    { type: "user", id: userId, name: user.email },
    { type: "session", id: row.id },
  ];
  await ctx.record({
    type: "session.impersonated",
    targets,
    data: { session, reason: reason ?? null },
  });
  return { session: { ...session, token }, user: present(user) };
}

/** With an API key, ends the named session; a calling session can only end itself. */
export async function stopImpersonating(ctx: WriteContext, named: string | undefined) {
  const own = ctx.caller.session?.row.id;
  if (own !== undefined && named !== undefined && named !== own) throw notFound("Impersonation");
  const sessionId = named ?? own;
  if (sessionId === undefined) throw invalidField("sessionId", "Required", "invalid_type");
  const row = await ctx.db.get("sessions", sessionId);
  if (!row || row.impersonatedBy === null) throw notFound("Impersonation");
  await endSession(ctx, row);
  return { session: presentSession(row), user: present(await getUser(ctx, row.userId)) };
}
