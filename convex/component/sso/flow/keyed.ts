/** Sign-ins that a server of the app starts, and test sign-ins. */
import { getEnabledMethods, isRedirectRegistered, loadClients } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import { invalidField, notFound, problem, switchedOff } from "../../core/errors";
import { sha256 } from "../../core/secrets";
import { isBanned } from "../../tenancy/ban";
import { callersOrganization, type WriteContext } from "../../tenancy/functions";
import type { OperationInput } from "../../wire/operation";
import { toIsoDate } from "../../wire/fields";
import type { Doc } from "../../_generated/dataModel";
import type { sso, SsoProfile } from "../contract";
import { isLinkActive } from "../links";
import { getConnection } from "../model";
import { findConnection, type Connection } from "./connections";
import { signProfileToken } from "./profileToken";
import { createStart } from "./starts";

type Input<M extends keyof typeof sso> = OperationInput<(typeof sso)[M]>;

export async function getAuthorizationUrl(
  ctx: WriteContext,
  input: Input<"getAuthorizationUrl">,
): Promise<{ url: string }> {
  const { providerId, domain, issuer, loginHint, callbackURL, state } = input;
  const clientId = await requireRegistered(ctx, callbackURL);
  const organizationId = callersOrganization(ctx, input.organizationId) ?? undefined;
  if (providerId === undefined && organizationId === undefined && domain === undefined)
    throw invalidField(
      "providerId",
      "Expected one of providerId, organizationId and domain",
      "invalid_type",
    );
  const connection = await findConnection(ctx.db, {
    connectionId: providerId,
    organizationId,
    domain,
    issuer,
  });
  if (!connection) throw notFound("Active SSO connection");
  const start = {
    ...({ flow: "profile", redirectUri: callbackURL, clientId, state, loginHint } as const),
    ...(domain === undefined ? {} : { domainHint: domain }),
  };
  return { url: await createStart(ctx.db, connection, start, ctx.now) };
}

/** The id of the client. */
async function requireRegistered(
  { db }: Pick<WriteContext, "db">,
  redirectUri: string,
): Promise<string> {
  const settings = await loadSettings(db);
  if (!settings.authMethods.sso)
    throw switchedOff("authMethods.sso", "SSO is disabled for this project");
  const client = (await loadClients(db)).find(
    (each) => isRedirectRegistered(each, redirectUri) && getEnabledMethods(settings, each).sso,
  );
  if (client) return client.id;
  throw invalidField(
    "callbackURL",
    "Redirect URL is not registered with an enabled auth client that offers SSO",
    "unregistered_redirect",
  );
}

export async function getProfileAndToken(
  ctx: WriteContext,
  { code }: Input<"getProfileAndToken">,
): Promise<{ profile: SsoProfile; accessToken: string }> {
  const { db, now } = ctx;
  const codeHash = await sha256(code);
  const row = await db.range("ssoCodes", "byCode", (q) => q.eq("codeHash", codeHash)).unique();
  if (!row) throw invalidCode();
  const connection = await db.get("ssoConnections", row.connectionId);
  const bound = ctx.caller.organizationId;
  if (!connection || (bound !== null && bound !== connection.organizationId)) throw invalidCode();
  const client = row.clientId === null ? null : await db.get("authClients", row.clientId);
  const isOffered =
    client !== null &&
    isRedirectRegistered(client, row.redirectUri) &&
    getEnabledMethods(await loadSettings(db), client).sso;
  if (row.expiresAt <= now || !isOffered) throw invalidCode();
  const profile = await db.get("ssoProfiles", row.profileId);
  const user = profile && (await db.get("users", profile.userId));
  if (!user || isBanned(user, now) || !(await isLinkActive(db, connection.id, user, now)))
    throw invalidCode();
  await db.delete("ssoCodes", row);
  return {
    profile: presentProfile(profile, connection),
    accessToken: await signProfileToken(db, profile, now),
  };
}

/** The same for every code that does not work. */
const invalidCode = () =>
  invalidField("code", "This code is unknown, expired or already used", "invalid_code");

/** The only place that converts a row to the `SsoProfile` of the API. */
const presentProfile = (row: Doc<"ssoProfiles">, { type }: Connection): SsoProfile => ({
  id: row.id,
  connectionId: row.connectionId,
  connectionType: type,
  organizationId: row.organizationId,
  userId: row.userId,
  idpId: row.idpId,
  email: row.email,
  firstName: row.firstName,
  lastName: row.lastName,
  displayName: row.displayName,
  groups: row.groups,
  rawAttributes: JSON.parse(row.rawAttributes) as Record<string, string[]>, // profile.ts wrote it
  lastLoginAt: toIsoDate(row.lastLoginAt),
  createdAt: toIsoDate(row.createdAt),
});

export async function testConnection(
  ctx: WriteContext,
  { providerId }: Input<"testConnection">,
): Promise<{ url: string }> {
  const connection = await getConnection(ctx, providerId);
  if (connection.state === "draft")
    throw problem("conflict", "Configure the identity provider first; this connection is a draft");
  if (!(await loadSettings(ctx.db)).authMethods.sso)
    throw switchedOff("authMethods.sso", "SSO is disabled for this project");
  const start = { flow: "test", redirectUri: "", clientId: null } as const;
  return { url: await createStart(ctx.db, connection, start, ctx.now) };
}
