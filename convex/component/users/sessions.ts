import type { OperationInput } from "../operation";
import * as sessions from "../sessions/model";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { users } from "./contract";
import { getUser } from "./model";
import { raiseStateVersion } from "./stateVersion";

export async function listUserSessions(
  ctx: ReadContext,
  { userId, ...input }: OperationInput<typeof users.listUserSessions>,
) {
  const list = await sessions.listUserSessions(ctx, userId, input);
  if (list.data.length === 0) await getUser(ctx, userId); // whoever has a session is there
  return list;
}

export const revokeSession = async (ctx: WriteContext, sessionId: string): Promise<void> =>
  await sessions.revokeSession(ctx, sessionId);

export async function revokeAllSessions(ctx: WriteContext, userId: string): Promise<void> {
  await getUser(ctx, userId);
  await sessions.endSessions(ctx, userId);
  await raiseStateVersion(ctx.db, userId);
}
