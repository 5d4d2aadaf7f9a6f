/**
 * A sign-in in progress. Its row goes through these steps, each with a random token of its own, of
 * which only the hash is stored:
 *
 * - created: `startHash`, in the URL of the start page;
 * - opened: the start page has set the browser's cookie and sent it to the identity provider
 *   (`cookieHash`; `stateHash` of `state` or RelayState; `requestHash` of the AuthnRequest);
 * - answered, after a response by POST: `completionHash`, in the redirect that follows it.
 *
 * The creator of the start knows none of the later tokens, so a stranger cannot begin a sign-in and
 * let another browser end it.
 */
import type { Doc } from "../../_generated/dataModel";
import { randomToken, seal, sha256, unseal } from "../../core/secrets";
import type { RowFields, TenantReader, TenantWriter } from "../../tenancy/database";
import { startPlace } from "../secrets";
import type { IdpProfile } from "./profile";
import { toStartUrl } from "./urls";

export type Start = Doc<"ssoStarts">;

/** Of the start page, and again from there until the sign-in ends. */
export const START_LIFETIME_MS = 10 * 60_000;

export type NewStart = Pick<RowFields<"ssoStarts">, "flow" | "redirectUri" | "clientId"> &
  Partial<
    Pick<
      RowFields<"ssoStarts">,
      "state" | "loginHint" | "domainHint" | "errorUri" | "newUserUri" | "ofCarriedFlow" | "origin"
    >
  >;

/** Creates a start and returns the URL of its page. */
export async function createStart(
  db: TenantWriter,
  connection: Pick<Doc<"ssoConnections">, "id" | "organizationId" | "version">,
  start: NewStart,
  now: number,
): Promise<string> {
  const token = randomToken();
  const startHash = await sha256(token);
  await db.insert("ssoStarts", {
    ...start,
    connectionId: connection.id,
    organizationId: connection.organizationId,
    connectionVersion: connection.version,
    startHash,
    stateHash: startHash, // until the page is opened; no state has this hash, because none is known
    expiresAt: now + START_LIFETIME_MS,
    createdAt: now,
  });
  return await toStartUrl(db, start, token);
}

/** The start whose page has this token, unless it was opened or has expired. */
export async function findUnopened(
  db: TenantReader,
  token: string,
  now: number,
): Promise<Start | null> {
  const startHash = await sha256(token);
  const row = await db.range("ssoStarts", "byStart", (q) => q.eq("startHash", startHash)).unique();
  return row && row.cookieHash === undefined && row.expiresAt > now ? row : null;
}

/** The opened start that the callback's `state` names; `claim`: the id of this request. */
export async function findByState(
  db: TenantReader,
  connectionId: string,
  state: string,
  { now, claim }: { readonly now: number; readonly claim: string },
): Promise<Start | null> {
  const stateHash = await sha256(state);
  const row = await db
    .range("ssoStarts", "byState", (q) =>
      q.eq("connectionId", connectionId).eq("stateHash", stateHash),
    )
    .first();
  const isClaimed = row?.claimedBy !== undefined && row.claimedBy !== claim;
  return row && isWaiting(row, now) && !isClaimed ? row : null;
}

/** The opened start whose AuthnRequest has this id. */
export async function findByRequest(
  db: TenantReader,
  connectionId: string,
  requestId: string,
  now: number,
): Promise<Start | null> {
  const requestHash = await sha256(requestId);
  const row = await db
    .range("ssoStarts", "byRequest", (q) =>
      q.eq("connectionId", connectionId).eq("requestHash", requestHash),
    )
    .first();
  return row && isWaiting(row, now) ? row : null;
}

/** The answered start whose completion has this token. */
export async function findAnswered(
  db: TenantReader,
  token: string,
  now: number,
): Promise<Start | null> {
  const completionHash = await sha256(token);
  const row = await db
    .range("ssoStarts", "byCompletion", (q) => q.eq("completionHash", completionHash))
    .first();
  return row && row.sealedResult !== undefined && row.expiresAt > now ? row : null;
}

/** Opened, and not answered yet. */
const isWaiting = (row: Start, now: number): boolean =>
  row.cookieHash !== undefined && row.completionHash === undefined && row.expiresAt > now;

export interface Opened {
  /** The browser's cookie. */
  readonly browser: string;
  /** `state`, or RelayState. */
  readonly state: string;
  /** Of SAML. */
  readonly requestId: string | null;
  /** Of OIDC. */
  readonly oidc: { readonly nonce: string; readonly verifier: string } | null;
}

/** Marks a start as opened by the browser. */
export async function openStart(
  db: TenantWriter,
  row: Start,
  { browser, state, requestId, oidc }: Opened,
  now: number,
): Promise<void> {
  const { purpose, place } = startPlace("sealedVerifier", row);
  await db.patch("ssoStarts", row, {
    cookieHash: await sha256(browser),
    stateHash: await sha256(state),
    ...(requestId === null ? {} : { requestHash: await sha256(requestId) }),
    ...(oidc === null
      ? {}
      : {
          nonce: oidc.nonce,
          sealedVerifier: await seal(db.projectId, purpose, oidc.verifier, place),
        }),
    expiresAt: now + START_LIFETIME_MS,
  });
}

/** The nonce and the verifier of an opened start of OIDC. */
export async function readOidcValues(
  db: TenantReader,
  row: Start,
): Promise<{ nonce: string; verifier: string }> {
  const { nonce, sealedVerifier } = row;
  if (nonce === undefined || sealedVerifier === undefined)
    throw new Error("An opened start of OIDC has a nonce and a verifier.");
  const { purpose, place } = startPlace("sealedVerifier", row);
  return { nonce, verifier: await unseal(db.projectId, purpose, sealedVerifier, place) };
}

/** Stores the verified response and returns the token of the redirect that follows it. */
export async function storeAnswer(
  db: TenantWriter,
  row: Start,
  profile: IdpProfile,
): Promise<string> {
  const token = randomToken();
  const { purpose, place } = startPlace("sealedResult", row);
  await db.patch("ssoStarts", row, {
    completionHash: await sha256(token),
    sealedResult: await seal(db.projectId, purpose, JSON.stringify(profile), place),
  });
  return token;
}

export async function readAnswer(db: TenantReader, row: Start): Promise<IdpProfile> {
  const { purpose, place } = startPlace("sealedResult", row);
  const json = await unseal(db.projectId, purpose, row.sealedResult ?? "", place);
  return JSON.parse(json) as IdpProfile; // stored by storeAnswer
}

/** Lets only this request ask the identity provider. */
export async function claimStart(
  db: TenantWriter,
  startHash: string,
  claim: string,
): Promise<void> {
  const row = await db.range("ssoStarts", "byStart", (q) => q.eq("startHash", startHash)).unique();
  if (row) await db.patch("ssoStarts", row, { claimedBy: claim });
}

export async function deleteStart(db: TenantWriter, startHash: string): Promise<void> {
  const row = await db.range("ssoStarts", "byStart", (q) => q.eq("startHash", startHash)).unique();
  if (row) await db.delete("ssoStarts", row);
}
