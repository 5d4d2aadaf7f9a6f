/** Mails a user the link to choose a new password, as the user's own request would. */
import { loadSettings } from "../configuration/settings";
import { consoleUrl } from "../core/consoleOrigin";
import { problem, switchedOff } from "../core/errors";
import { newId } from "../core/ids";
import { RESET_SECONDS } from "../core/passwordForm";
import { randomToken, sha256 } from "../core/secrets";
import { queueMail } from "../emails/queue";
import { projectLink } from "../projects/authDomains";
import { requireRedirectPage } from "../organizations/invitationMail";
import { scheduleForgetting } from "../signIn/database/expiry";
import { loadBinding, loadReplacedTokens } from "../signIn/database/tokens";
import { isBanned } from "../tenancy/ban";
import type { WriteContext } from "../tenancy/functions";
import type { OperationInput } from "../wire/operation";
import type { users } from "./contract";
import { getUser } from "./model";

export async function sendPasswordReset(
  ctx: WriteContext,
  { userId, redirectUrl }: OperationInput<typeof users.sendPasswordReset>,
): Promise<void> {
  const { db, now } = ctx;
  const user = await getUser(ctx, userId);
  await requireRedirectPage(db, redirectUrl);
  if (!(await loadSettings(db)).authMethods.emailPassword)
    throw switchedOff("", "Passwords are off: the project's authMethods.emailPassword setting");
  if (isBanned(user, now)) throw problem("conflict", "The user is banned; unban the user first");
  const token = randomToken();
  await storeToken(ctx, userId, token);
  const { name, email } = user;
  const query = new URLSearchParams({ callbackURL: redirectUrl }).toString();
  const path = `/api/auth/reset-password/${token}?${query}`;
  const { project } = ctx.caller;
  const url = project.isAdmin
    ? consoleUrl(`/p/${project.id}${path}`)
    : await projectLink(db, project, path);
  await queueMail(ctx, { to: email, template: "password-reset", data: { name, url } });
  await ctx.record({
    type: "password.reset_sent",
    targets: [{ type: "user", id: userId, name: email }],
    data: { userId },
  });
}

/** As Better Auth stores the token of the user's own request (signIn/database/rows.ts). */
async function storeToken(ctx: WriteContext, userId: string, token: string): Promise<void> {
  const { db, now } = ctx;
  const identifier = `reset-password:${token}`;
  const fields = { kind: "password-reset", identifier, value: userId, sessionId: null } as const;
  const binding = await loadBinding(db, fields);
  for (const earlier of await loadReplacedTokens(db, binding))
    await db.delete("verifications", earlier);
  const row = await db.insert("verifications", {
    ...binding,
    id: newId("verification", now),
    identifier: await sha256(identifier),
    value: userId,
    signUpId: null,
    expiresAt: now + RESET_SECONDS * 1_000,
    createdAt: now,
    updatedAt: now,
  });
  await scheduleForgetting(ctx, row);
}
