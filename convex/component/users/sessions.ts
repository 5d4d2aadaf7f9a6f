import { notFound } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import * as sessions from "../sessions/model";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { users } from "./contract";
import { getUser } from "./model";
import { raiseStateVersion } from "./stateVersion";
import { assertMayChange } from "./takeover";

export async function listUserSessions(
  ctx: ReadContext,
  { userId, ...input }: OperationInput<typeof users.listUserSessions>,
) {
  const list = await sessions.listUserSessions(ctx, userId, input);
  if (list.data.length === 0) await getUser(ctx, userId); // a user with sessions exists
  return list;
}

export async function revokeSession(ctx: WriteContext, sessionId: string): Promise<void> {
  const session = await ctx.db.get("sessions", sessionId);
  if (!session) throw notFound("Session");
  await assertMayChange(ctx, await getUser(ctx, session.userId), "revokeSession", ["sessionId"]);
  await sessions.endFamily(ctx, session);
}

export async function revokeAllSessions(ctx: WriteContext, userId: string): Promise<void> {
  await assertMayChange(ctx, await getUser(ctx, userId), "revokeAllSessions", ["userId"]);
  await sessions.endSessions(ctx, userId);
  await raiseStateVersion(ctx.db, userId);
}
