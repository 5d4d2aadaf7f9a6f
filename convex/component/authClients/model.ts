import { invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { page, type PageInput } from "../tenancy/page";
import type { RowFields } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { loadOwnBranding, mergeBranding, storeOwnBranding, type OwnBranding } from "./branding";
import { toIsoDate } from "../wire/fields";
import { assertWithinPasskeyDomain } from "../configuration/passkeyDomain";
import { loadSettings } from "../configuration/settings";
import { isRegistrableRedirect, isTrustableOrigin, type ClientType } from "../core/webAddresses";
import {
  findClient,
  isActiveSecret,
  loadClients,
  MAXIMUM_CLIENTS,
  newSecret,
  type ClientRow,
} from "./clients";
import type { AuthClient, authClients } from "./contract";

type Input<M extends keyof typeof authClients> = OperationInput<(typeof authClients)[M]>;

const MAXIMUM_SECRETS = 5;

/** The only place that turns a row, and its branding, into the wire's client. */
function present(row: RowFields<"authClients">, branding: OwnBranding | null): AuthClient {
  const {
    id,
    name,
    type,
    redirectUris,
    trustedOrigins,
    audiences,
    enabledMethods,
    confidential,
    disabled,
  } = row;
  return {
    id,
    clientId: id,
    name,
    type,
    redirectUris,
    postLogoutRedirectUris: row.postLogoutRedirectUris ?? [],
    initiateLoginUri: row.initiateLoginUri ?? null,
    trustedOrigins,
    audiences,
    enabledMethods,
    branding,
    confidential,
    disabled,
    secrets: row.secrets.map(({ start, createdAt, expiresAt }) => ({
      start,
      createdAt: toIsoDate(createdAt),
      expiresAt: expiresAt === null ? null : toIsoDate(expiresAt),
    })),
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function listClients(ctx: ReadContext, input: PageInput) {
  const { rows, listMetadata } = await page(
    ctx,
    "authClients",
    [{ index: "byProjectId", key: "id" }],
    input,
  );
  const data = await Promise.all(rows.map(async (row) => await show(ctx, row)));
  return { data, listMetadata };
}

export const getClient = async (
  ctx: Pick<ReadContext, "db">,
  clientId: string,
): Promise<AuthClient> => await show(ctx, await loadClient(ctx, clientId));

async function loadClient({ db }: Pick<ReadContext, "db">, clientId: string): Promise<ClientRow> {
  const client = await findClient(db, clientId);
  if (!client) throw notFound("Auth client");
  return client;
}

const show = async ({ db }: Pick<ReadContext, "db">, row: ClientRow): Promise<AuthClient> =>
  present(row, await loadOwnBranding(db, row));

export async function createClient(
  ctx: WriteContext,
  input: Input<"createClient">,
): Promise<AuthClient & { clientSecret?: string }> {
  const {
    name,
    type,
    redirectUris = [],
    postLogoutRedirectUris = [],
    initiateLoginUri = null,
    trustedOrigins = [],
    audiences = [],
    enabledMethods = null,
  } = input;
  const confidential = input.confidential ?? type === "service";
  assertConfidentiality(type, confidential);
  assertAddresses(type, {
    redirectUris,
    postLogoutRedirectUris,
    initiateLoginUri,
    trustedOrigins,
  });
  assertWithinPasskeyDomain(await loadSettings(ctx.db), "trustedOrigins", trustedOrigins);
  if ((await loadClients(ctx.db)).length === MAXIMUM_CLIENTS) {
    throw problem(
      "conflict",
      `A project has at most ${MAXIMUM_CLIENTS} auth clients; delete one first`,
    );
  }
  const made = confidential ? await newSecret(ctx.now) : null;
  const row = await ctx.db.insert("authClients", {
    id: newId("client", ctx.now),
    name,
    type,
    confidential,
    disabled: false,
    redirectUris: distinct(redirectUris),
    postLogoutRedirectUris: distinct(postLogoutRedirectUris),
    initiateLoginUri,
    trustedOrigins: distinct(trustedOrigins),
    audiences: distinct(audiences),
    enabledMethods: enabledMethods && distinct(enabledMethods),
    secrets: made ? [made.row] : [],
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const branding = mergeBranding(null, input.branding ?? null);
  if (branding !== null) await storeOwnBranding(ctx.db, row.id, branding);
  const client = present(row, branding);
  await ctx.record({ type: "client.created", targets: [toTarget(client)], data: client });
  return { ...client, ...(made ? { clientSecret: made.secret } : {}) };
}

export async function updateClient(
  ctx: WriteContext,
  input: Input<"updateClient">,
): Promise<AuthClient> {
  const { clientId, ...fields } = input;
  const before = await loadClient(ctx, clientId);
  const ownBefore = await loadOwnBranding(ctx.db, before);
  assertAddresses(before.type, fields);
  if (fields.trustedOrigins)
    assertWithinPasskeyDomain(await loadSettings(ctx.db), "trustedOrigins", fields.trustedOrigins);
  const { name, disabled, redirectUris, initiateLoginUri, trustedOrigins, audiences } = fields;
  const { enabledMethods, postLogoutRedirectUris, branding } = fields;
  const after = await ctx.db.patch("authClients", before, {
    ...(name !== undefined ? { name } : {}),
    ...(disabled !== undefined ? { disabled } : {}),
    ...(redirectUris !== undefined ? { redirectUris: distinct(redirectUris) } : {}),
    ...(postLogoutRedirectUris !== undefined
      ? { postLogoutRedirectUris: distinct(postLogoutRedirectUris) }
      : {}),
    ...(initiateLoginUri !== undefined ? { initiateLoginUri } : {}),
    ...(trustedOrigins !== undefined ? { trustedOrigins: distinct(trustedOrigins) } : {}),
    ...(audiences !== undefined ? { audiences: distinct(audiences) } : {}),
    ...(enabledMethods !== undefined
      ? { enabledMethods: enabledMethods && distinct(enabledMethods) }
      : {}),
    branding: undefined, // no longer stored here
    updatedAt: ctx.now,
  });
  const own = branding === undefined ? ownBefore : mergeBranding(ownBefore, branding);
  if (branding !== undefined || before.branding) await storeOwnBranding(ctx.db, clientId, own);
  return await recordChange(ctx, "client.updated", present(before, ownBefore), present(after, own));
}

export async function deleteClient(ctx: WriteContext, clientId: string): Promise<void> {
  const row = await loadClient(ctx, clientId);
  const client = await show(ctx, row);
  await ctx.db.delete("authClients", row);
  await storeOwnBranding(ctx.db, clientId, null);
  await ctx.record({ type: "client.deleted", targets: [toTarget(client)], data: client });
}

export async function rotateSecret(
  ctx: WriteContext,
  { clientId, gracePeriodSeconds }: Input<"rotateClientSecret">,
): Promise<AuthClient & { clientSecret: string }> {
  const before = await loadClient(ctx, clientId);
  if (!before.confidential)
    throw problem("conflict", "This client is not confidential, so it has no secret to rotate");
  if (before.disabled) throw problem("conflict", "This client is disabled; enable it first");
  const ends = ctx.now + gracePeriodSeconds * 1_000;
  const older = before.secrets
    .map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? Infinity, ends) }))
    .filter((secret) => isActiveSecret(secret, ctx.now));
  if (older.length >= MAXIMUM_SECRETS)
    throw problem(
      "conflict",
      `A client can have at most ${MAXIMUM_SECRETS} active secrets; rotate with gracePeriodSeconds: 0`,
    );
  const { secret, row } = await newSecret(ctx.now);
  const after = await ctx.db.patch("authClients", before, {
    secrets: [row, ...older],
    updatedAt: ctx.now,
  });
  const own = await loadOwnBranding(ctx.db, before);
  const [shownBefore, shown] = [present(before, own), present(after, own)];
  await recordChange(ctx, "client.secret_rotated", shownBefore, shown);
  return { ...shown, clientSecret: secret };
}

async function recordChange(
  ctx: WriteContext,
  type: "client.updated" | "client.secret_rotated",
  before: AuthClient,
  after: AuthClient,
): Promise<AuthClient> {
  await ctx.record({ type, targets: [toTarget(after)], data: after, before });
  return after;
}

/**
 * Software on a user's device can be taken apart, so a secret embedded in it is not secret (RFC
 * 8252 §8.5).
 */
function assertConfidentiality(type: ClientType, confidential: boolean): void {
  if (type === "service" && !confidential)
    throw invalidField("confidential", "Must be true for a service client");
  if (type !== "service" && type !== "web" && confidential)
    throw invalidField("confidential", `Must be false: a ${type} client cannot keep a secret`);
}

interface Addresses {
  readonly redirectUris?: string[] | undefined;
  readonly postLogoutRedirectUris?: string[] | undefined;
  readonly initiateLoginUri?: string | null | undefined;
  readonly trustedOrigins?: string[] | undefined;
}

function assertAddresses(type: ClientType, addresses: Addresses): void {
  const {
    redirectUris = [],
    postLogoutRedirectUris = [],
    initiateLoginUri = null,
    trustedOrigins = [],
  } = addresses;
  const errors = [
    ...(initiateLoginUri === null || isRegistrableRedirect(initiateLoginUri, type)
      ? []
      : [
          {
            field: "initiateLoginUri",
            message: `Not a valid page of a ${type} client; expected ${redirectRule}`,
            code: "invalid_redirect",
          },
        ]),
    ...redirectFaults("redirectUris", redirectUris, type),
    ...redirectFaults("postLogoutRedirectUris", postLogoutRedirectUris, type),
    ...trustedOrigins.flatMap((origin, index) =>
      isTrustableOrigin(origin, type)
        ? []
        : [
            {
              field: `trustedOrigins[${index}]`,
              message: "Expected an origin such as https://app.example.com",
              code: "invalid_origin",
            },
          ],
    ),
  ];
  const used = Object.entries({ redirectUris, postLogoutRedirectUris, trustedOrigins }).find(
    ([, list]) => list.length > 0,
  );
  if (type === "service" && used)
    throw invalidField(used[0], "Must be empty: a service client does not use a browser");
  if (type === "service" && initiateLoginUri !== null)
    throw invalidField("initiateLoginUri", "Must be null: a service client does not use a browser");
  const [first] = errors;
  if (first) throw problem("validation_error", `${first.field}: ${first.message}`, { errors });
}

const redirectFaults = (name: string, uris: readonly string[], type: ClientType) =>
  uris.flatMap((uri, index) =>
    isRegistrableRedirect(uri, type)
      ? []
      : [
          {
            field: `${name}[${index}]`,
            message: `Not a valid redirect URI for a ${type} client; expected ${redirectRule}`,
            code: "invalid_redirect",
          },
        ],
  );

const redirectRule =
  "https, http on a loopback host, or for mobile and desktop the app's own scheme, spelled as a URL parser writes it, without a fragment, user name or *";
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
const toTarget = (client: AuthClient) => ({ type: "client", id: client.id, name: client.name });
