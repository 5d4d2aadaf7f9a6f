import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { sealValue } from "../envelopes/envelope";
import { getOrganization } from "../organizations/model";
import { MEMBER } from "../rbac/catalogue";
import type { TenantWriter } from "../tenancy/database";
import { assertExpected, nextUpdatedAt } from "../tenancy/expectedChange";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { page, type Segment } from "../tenancy/page";
import type { OperationInput } from "../wire/operation";
import { bounds } from "./fields";
import { toExpiry } from "./certificates";
import { mergeOidc, mergeSaml, parseMetadata } from "./configuration";
import type { sso, SsoConnection } from "./contract";
import { deleteConnectionRows, replaceDomains } from "./deletion";
import { endConnectionSessions } from "./endings";
import { findLink, toLinkChange, unlinkProfile } from "./links";
import {
  assertMayChange,
  assertMayGrant,
  assertMaySignInAs,
  assertMaySignInMembers,
} from "./mapping";
import { presentConnection, toTarget, type ConnectionRow } from "./present";
import { isRenewal, renewCertificates } from "./renewal";
import { clientSecretAddress } from "./secrets";
import {
  assertActivatable,
  assertMayStop,
  findMissingField,
  isOtherProvider,
  isSameTrust,
} from "./states";

type Input<M extends keyof typeof sso> = OperationInput<(typeof sso)[M]>;
type Configuration = Pick<Input<"createConnection">, "samlConfig" | "oidcConfig">;
type StoredConnection = Doc<"ssoConnections">;

/**
 * The connection. Throws 404 also when the caller is bound to another organization, or the
 * organization is being deleted.
 */
export async function getConnection(
  ctx: Pick<ReadContext, "db" | "caller">,
  id: string,
): Promise<StoredConnection> {
  const connection = await ctx.db.get("ssoConnections", id);
  if (!connection) throw notFound(WHAT);
  await getOrganization(ctx, connection.organizationId, WHAT);
  return connection;
}

const WHAT = "SSO connection";

export async function listConnections(ctx: ReadContext, input: Input<"listConnections">) {
  const organizationId = callersOrganization(ctx, input.organizationId);
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const { rows, listMetadata } = await page(
    ctx,
    "ssoConnections",
    [toSegment(organizationId, input.connectionType)],
    input,
  );
  const data = await Promise.all(rows.map(async (row) => await presentConnection(ctx.db, row)));
  return { data, listMetadata };
}

function toSegment(
  organizationId: string | null,
  type: "saml" | "oidc" | undefined,
): Segment<"ssoConnections"> {
  const equal: (readonly [string, string])[] = [];
  if (organizationId !== null) equal.push(["organizationId", organizationId]);
  if (type !== undefined) equal.push(["type", type]);
  const index =
    organizationId === null
      ? type === undefined
        ? "byProjectId"
        : "byType"
      : type === undefined
        ? "byOrganization"
        : "byOrganizationType";
  return { index, equal, key: "id" };
}

/** Whether metadata must be read before the call. Throws if the call would fail anyway. */
export async function findPreparation(
  ctx: ReadContext,
  input: Configuration & { organizationId?: string; providerId?: string },
) {
  const { metadataUrl, metadataXml } = input.samlConfig ?? {};
  if (metadataUrl === undefined && metadataXml === undefined) return null;
  if (metadataUrl !== undefined && metadataXml !== undefined)
    throw invalidField("samlConfig.metadataXml", "Expected metadataUrl or metadataXml, not both");
  if (input.providerId !== undefined) await getConnection(ctx, input.providerId);
  if (input.organizationId !== undefined) await getOrganization(ctx, input.organizationId);
  return { prepare: "samlMetadata" as const };
}

export async function createConnection(
  ctx: WriteContext,
  input: Input<"createConnection">,
  metadata: string | null,
): Promise<SsoConnection> {
  const { organizationId, type, name, jit = true, trustMfa = false } = input;
  await getOrganization(ctx, organizationId);
  assertOfType(type, input);
  if (ctx.caller.portal) await assertNoDraft(ctx, input);
  await assertRoom(ctx, organizationId);
  const grants = {
    organizationId,
    defaultRole: toStoredRole(input.defaultRole) ?? null,
    roleMapping: input.roleMapping ?? [],
  };
  await assertMayGrant(ctx, { ...grants, field: "roleMapping" });
  await assertMaySignInMembers(ctx, organizationId);
  const id = newId("ssoConnection", ctx.now);
  const provider = {
    type,
    saml: type === "saml" ? mergeSaml(null, input.samlConfig, parseMetadata(metadata)) : null,
    oidc: type === "oidc" ? mergeOidc(null, input.oidcConfig) : null,
    ...(await sealSecret(ctx.db, { id, organizationId, secretVersion: 0 }, input)),
  };
  const row = await ctx.db.insert("ssoConnections", {
    id,
    ...grants,
    ...provider,
    name,
    domains: toDomains(input) ?? [],
    state: findMissingField(provider) === null ? "validating" : "draft",
    jit,
    trustMfa,
    defaultRedirectUri: input.defaultRedirectUri ?? null,
    version: 1,
    testedAt: null,
    ...toExpiry(provider.saml?.idpCertificates ?? [], ctx.now),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await replaceDomains(ctx.db, row, row.domains);
  const connection = await presentConnection(ctx.db, row);
  await ctx.record({
    type: "sso.connection.created",
    targets: [toTarget(row)],
    data: connection,
    organizationId,
  });
  return connection;
}

/**
 * The admin portal goes on with a draft for the same provider, so that of two clicks, or of two
 * administrators, the second makes no other connection. Throws 409 that names the draft.
 */
async function assertNoDraft(
  { db }: WriteContext,
  { organizationId, type, name }: Input<"createConnection">,
): Promise<void> {
  const all = await db
    .range("ssoConnections", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(bounds.connections);
  const draft = all.find((row) => row.state === "draft" && row.type === type && row.name === name);
  if (!draft) return;
  const message = "There is a draft for this provider already";
  throw problem("conflict", message, {
    errors: [{ field: "name", message, code: "draft_exists" }],
    resourceId: draft.id,
  });
}

export async function updateConnection(
  ctx: WriteContext,
  input: Input<"updateConnection">,
  metadata: string | null,
): Promise<SsoConnection> {
  const before = await getConnection(ctx, input.providerId);
  assertExpected(before, input.expectedUpdatedAt);
  assertOfType(before.type, input);
  await assertMayChange(ctx, { ...before, field: "roleMapping" });
  const changed = await applyFields(ctx, before, input, metadata);
  await assertMayGrant(ctx, { ...changed, before, field: "roleMapping" });
  const keepsTrust = isSameTrust(before, changed);
  if (!keepsTrust) await assertMaySignInMembers(ctx, before.organizationId);
  const trusted = keepsTrust ? changed : { ...changed, lastSessionAt: undefined };
  const fields = await applyState(ctx, before, trusted, input);
  const after = await ctx.db.patch("ssoConnections", before, fields);
  await replaceDomains(ctx.db, after, after.domains);
  await recordUpdate(ctx, before, after);
  return await presentConnection(ctx.db, after);
}

async function applyFields(
  ctx: WriteContext,
  { _id, _creationTime, projectId: _projectId, ...before }: StoredConnection,
  input: Input<"updateConnection">,
  metadata: string | null,
): Promise<ConnectionRow> {
  const { name, jit, trustMfa, roleMapping, defaultRedirectUri } = input;
  const saml = mergeGivenSaml(ctx, before.saml, input, metadata);
  const oidc = before.oidc && mergeOidc(before.oidc, input.oidcConfig);
  assertSecretStays(before, oidc, input);
  return {
    ...before,
    ...withoutUndefined({ name, jit, trustMfa, roleMapping, defaultRedirectUri }),
    ...withoutUndefined({
      domains: toDomains(input),
      defaultRole: toStoredRole(input.defaultRole),
    }),
    saml,
    oidc,
    ...(await sealSecret(ctx.db, before, input)),
    ...(input.samlConfig && saml ? toExpiry(saml.idpCertificates, ctx.now) : {}),
    updatedAt: nextUpdatedAt(before, ctx.now),
  };
}

function mergeGivenSaml(
  { caller }: WriteContext,
  before: ConnectionRow["saml"],
  { samlConfig }: Configuration,
  metadata: string | null,
): ConnectionRow["saml"] {
  if (!before) return null;
  const merged = mergeSaml(before, samlConfig, parseMetadata(metadata));
  return isRenewal(caller) ? renewCertificates(before, merged, metadata !== null) : merged;
}

/** A kept secret goes to no other server: the caller may not know it. */
function assertSecretStays(
  { oidc: before, sealedClientSecret }: Pick<ConnectionRow, "oidc" | "sealedClientSecret">,
  after: ConnectionRow["oidc"],
  { oidcConfig }: Configuration,
): void {
  const isKept = sealedClientSecret != null && oidcConfig?.clientSecret === undefined;
  const goesElsewhere = (["issuer", "discoveryUrl", "tokenUrl"] as const).some(
    (field) => before?.[field] !== after?.[field],
  );
  if (isKept && goesElsewhere)
    throw invalidField(
      "oidcConfig.clientSecret",
      "Required when issuer, discoveryUrl or tokenUrl changes, because the secret is sent there",
      "missing",
    );
}

/** The state after the change, with what the change does to the test sign-in. */
async function applyState(
  ctx: WriteContext,
  before: ConnectionRow,
  changed: ConnectionRow,
  { active, force }: Pick<Input<"updateConnection">, "active" | "force">,
): Promise<ConnectionRow> {
  const isOther = isOtherProvider(before, changed);
  const row = isOther ? { ...changed, version: before.version + 1, testedAt: null } : changed;
  const state = await toState(ctx, row, { active, isOther });
  if (state !== "active") await assertMayStop(ctx.db, before, force);
  return { ...row, state };
}

async function toState(
  { db }: WriteContext,
  row: ConnectionRow,
  { active, isOther }: { readonly active: boolean | undefined; readonly isOther: boolean },
): Promise<ConnectionRow["state"]> {
  if (active === true) {
    await assertActivatable(db, row);
    return "active";
  }
  if (findMissingField(row) !== null) return "draft";
  if (active === false) return row.state === "active" ? "inactive" : row.state;
  return row.state === "draft" || isOther ? "validating" : row.state;
}

/**
 * The change of state has an event of its own, besides that of the update. A connection that is no
 * longer active, or leads to another identity provider, answers for none of its sessions.
 */
async function recordUpdate(
  ctx: WriteContext,
  before: StoredConnection,
  after: StoredConnection,
): Promise<void> {
  const { organizationId } = after;
  const data = await presentConnection(ctx.db, after);
  const targets = [toTarget(after)];
  await ctx.record({
    type: "sso.connection.updated",
    targets,
    data,
    before: await presentConnection(ctx.db, before),
    organizationId,
  });
  const [was, is] = [before.state === "active", after.state === "active"];
  if (was === is) return;
  const type = is ? "sso.connection.activated" : "sso.connection.deactivated";
  await ctx.record({ type, targets, data, organizationId });
  if (was) await endConnectionSessions(ctx, after.id);
}

export async function deleteConnection(
  ctx: WriteContext,
  { providerId, force }: Input<"deleteConnection">,
): Promise<void> {
  const connection = await getConnection(ctx, providerId);
  await assertMayStop(ctx.db, connection, force);
  await ctx.record({
    type: "sso.connection.deleted",
    targets: [toTarget(connection)],
    data: await presentConnection(ctx.db, connection),
    organizationId: connection.organizationId,
  });
  await deleteConnectionRows(ctx, connection);
}

export async function unlinkUser(
  ctx: WriteContext,
  { providerId, userId }: Input<"unlinkProfile">,
): Promise<void> {
  const { id: connectionId, organizationId } = await getConnection(ctx, providerId);
  const link = await findLink(ctx.db, connectionId, userId);
  const user = link && (await ctx.db.get("users", userId));
  if (!user) throw notFound("SSO profile");
  await assertMaySignInAs(ctx, organizationId, userId);
  await unlinkProfile(ctx, link);
  await ctx.record({ type: "account.unlinked", organizationId, ...toLinkChange(user, link) });
}

function assertOfType(type: "saml" | "oidc", { samlConfig, oidcConfig }: Configuration): void {
  if (type === "saml" && oidcConfig)
    throw invalidField("oidcConfig", "A SAML connection has no OIDC configuration");
  if (type === "oidc" && samlConfig)
    throw invalidField("samlConfig", "An OIDC connection has no SAML configuration");
}

async function assertRoom({ db }: ReadContext, organizationId: string): Promise<void> {
  const existing = await db
    .range("ssoConnections", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(bounds.connections);
  if (existing.length < bounds.connections) return;
  throw problem("conflict", `An organization can have at most ${bounds.connections} connections`);
}

interface SecretOwner {
  readonly id: string;
  readonly organizationId: string;
  readonly secretVersion: number;
}

/** The columns of the client secret; the present ones without a new secret. */
async function sealSecret(
  db: TenantWriter,
  owner: SecretOwner & { readonly sealedClientSecret?: string | null },
  { oidcConfig }: Configuration,
): Promise<Pick<ConnectionRow, "sealedClientSecret" | "secretVersion">> {
  const { sealedClientSecret = null, secretVersion } = owner;
  const text = oidcConfig?.clientSecret;
  if (text === undefined) return { sealedClientSecret, secretVersion };
  const changed = { ...owner, secretVersion: secretVersion + 1 };
  return {
    sealedClientSecret: await sealValue(db, { ...clientSecretAddress(changed), text }),
    secretVersion: changed.secretVersion,
  };
}

/** The published client sends `domain` besides `domains`. */
function toDomains({
  domain,
  domains,
}: Pick<Input<"createConnection">, "domain" | "domains">): string[] | undefined {
  if (domain === undefined && domains === undefined) return undefined;
  const all = [...new Set([...(domain === undefined ? [] : [domain]), ...(domains ?? [])])];
  if (all.length > bounds.domains)
    throw invalidField("domains", `At most ${bounds.domains} domains`, "too_big");
  return all;
}

const toStoredRole = (role: string | undefined) => (role === MEMBER ? null : role);

const withoutUndefined = <T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  }; // without the undefined ones
