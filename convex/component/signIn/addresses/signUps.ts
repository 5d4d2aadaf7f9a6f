/**
 * Sign-ups for unproven addresses. The browser keeps a signed cookie that names its sign-up; a mail
 * requested with that cookie confirms that sign-up only.
 */
import type { Doc } from "../../_generated/dataModel";
import { newId } from "../../core/ids";
import type { TenantReader } from "../../tenancy/database";
import type { JobContext } from "../../tenancy/functions";

export const SIGN_UP_COOKIE = "sign_up";
/** The lifetime of the mailed link. */
export const SIGN_UP_SECONDS = 24 * 3_600;

export async function keepSignUp(
  ctx: JobContext,
  { userId, name, passwordHash }: Pick<Doc<"signUps">, "userId" | "name" | "passwordHash">,
): Promise<string> {
  const id = newId("signUp", ctx.now);
  const expiresAt = ctx.now + SIGN_UP_SECONDS * 1_000;
  await ctx.db.insert("signUps", { id, userId, name, passwordHash, expiresAt, createdAt: ctx.now });
  return id;
}

/** Returns the id if it is one of the user's pending sign-ups, else null. */
export async function findPendingSignUp(
  db: TenantReader,
  id: string,
  userId: string,
  now: number,
): Promise<string | null> {
  const signUp = await db.get("signUps", id);
  return signUp?.userId === userId && signUp.expiresAt > now ? signUp.id : null;
}
