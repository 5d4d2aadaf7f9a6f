import { findClient } from "../authClients/clients";
import { loadSettings } from "../configuration/settings";
import { invalidField, notFound, problem } from "../core/errors";
import { isEnabled } from "../pages/enabled";
import { toIsoDate } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import { startInApp } from "../hosted/impersonations";
import { endSession, present as presentSession } from "../sessions/model";
import type { WriteContext } from "../tenancy/functions";
import { isBanned } from "../tenancy/ban";
import type { users } from "./contract";
import { createImpersonation } from "./impersonatedSession";
import { getUser, present } from "./model";
import { assertMayChange } from "./takeover";

export async function impersonateUser(
  ctx: WriteContext,
  { userId, reason }: OperationInput<typeof users.impersonateUser>,
) {
  const user = await requireImpersonable(ctx, userId);
  await assertMayChange(ctx, user, "impersonateUser", ["userId"]);
  const impersonation = { impersonatedBy: ctx.caller.actor.id, reason: reason ?? null };
  const { row, token } = await createImpersonation(ctx, user, impersonation);
  return { session: { ...presentSession(row), token }, user: present(user) };
}

async function requireImpersonable(ctx: WriteContext, userId: string) {
  const user = await getUser(ctx, userId);
  if (isBanned(user, ctx.now))
    throw problem("conflict", "A banned user cannot be impersonated; lift the ban first");
  return user;
}

/** The session begins when the app exchanges its code (hosted/codes.ts). */
export async function startImpersonation(
  ctx: WriteContext,
  { userId, clientId, reason: given }: OperationInput<typeof users.startImpersonation>,
) {
  const reason = given ?? null;
  const user = await requireImpersonable(ctx, userId);
  await assertMayChange(ctx, user, "startImpersonation", ["userId"]);
  const client = await requireInitiating(ctx, clientId);
  const { url, expiresAt } = await startInApp(ctx, { user, clientId, reason });
  await ctx.record({
    type: "session.impersonation_started",
    targets: [
      { type: "user", id: userId, name: user.email },
      { type: "client", id: clientId, name: client.name },
    ],
    data: { userId, clientId, reason },
  });
  return { url, expiresAt: toIsoDate(expiresAt) };
}

/** The client, if it can begin a sign-in at the hosted pages by itself. */
async function requireInitiating({ db }: WriteContext, clientId: string) {
  const client = await findClient(db, clientId);
  if (!client) throw notFound("Auth client");
  if (client.disabled) throw problem("conflict", "This client is disabled; enable it first");
  if (client.initiateLoginUri == null)
    throw problem(
      "conflict",
      "This client has no initiateLoginUri: set it to the page of the app that begins a sign-in",
    );
  const { features } = await loadSettings(db);
  if (!features.hostedUi || !isEnabled("hosted"))
    throw problem(
      "conflict",
      "An app is opened through the hosted pages: turn on features.hostedUi, and name hosted in BANATA_AUTH_PAGES",
    );
  return client;
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
