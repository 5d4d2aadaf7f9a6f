/**
 * Sign-ups for an address that is not proven yet. The browser keeps a signed cookie that names its
 * sign-up; a mail asked for with the cookie confirms that sign-up and no other.
 */
import type { Doc } from "../../_generated/dataModel";
import { internal } from "../../_generated/api";
import { newId } from "../../core/ids";
import type { TenantReader } from "../../tenancy/database";
import type { JobContext } from "../../tenancy/functions";

export const SIGN_UP_COOKIE = "sign_up";
/** As long as the link in the mail is good. */
export const SIGN_UP_SECONDS = 24 * 3_600;

export async function keepSignUp(
  ctx: JobContext,
  { userId, name, passwordHash }: Pick<Doc<"signUps">, "userId" | "name" | "passwordHash">,
): Promise<string> {
  const id = newId("signUp", ctx.now);
  const expiresAt = ctx.now + SIGN_UP_SECONDS * 1_000;
  await ctx.db.insert("signUps", { id, userId, name, passwordHash, expiresAt, createdAt: ctx.now });
  await ctx.scheduler.runAt(expiresAt, internal.signIn.addresses.expiry.forget, {
    projectId: ctx.db.projectId,
    table: "signUps",
    id,
  });
  return id;
}

/** The sign-up of that id if it is one of the user's, and still waits. */
export async function signUpOf(
  db: TenantReader,
  id: string,
  userId: string,
  now: number,
): Promise<string | null> {
  const signUp = await db.get("signUps", id);
  return signUp?.userId === userId && signUp.expiresAt > now ? signUp.id : null;
}
