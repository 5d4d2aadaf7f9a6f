import type { OperationInput } from "../operation";
import * as sessions from "../sessions/model";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { users } from "./contract";
import { getUser } from "./model";

export async function listUserSessions(ctx: ReadContext, { userId, ...input }: OperationInput<typeof users.listUserSessions>) {
  await getUser(ctx, userId);
  return await sessions.listUserSessions(ctx, userId, input);
}

export const revokeSession = async (ctx: WriteContext, sessionId: string): Promise<void> => await sessions.revokeSession(ctx, sessionId);

export async function revokeAllSessions(ctx: WriteContext, userId: string): Promise<void> {
  await getUser(ctx, userId);
  await sessions.endSessions(ctx, userId);
}
