import type { OperationInput } from "../operation";
import { endSessions } from "../sessions/model";
import type { WriteContext } from "../tenancy/functions";
import type { users } from "./contract";
import { setPasswordHash } from "./credential";
import { assertHoldsWhatUserHolds } from "./impersonation";
import { getUser } from "./model";

export async function setUserPassword(ctx: WriteContext, { userId }: OperationInput<typeof users.setUserPassword>, hash: string): Promise<void> {
  const user = await getUser(ctx, userId);
  await assertHoldsWhatUserHolds(ctx, user);
  await setPasswordHash(ctx, userId, hash);
  await endSessions(ctx, userId);
  await ctx.record({ type: "password.set", targets: [{ type: "user", id: userId, name: user.email }], data: { userId } });
}
