/** The steps of a sign-in that only OIDC has. */
import { randomToken } from "../../core/secrets";
import { toAuthorizationUrl } from "../oidc/authorization";
import type { ConfiguredOidc, IssuerMetadata } from "../oidc/issuer";
import { siteUrl } from "../../core/siteUrl";
import { oidcCallbackUrl } from "../urls";
import { findConfiguredOidc, type Connection } from "./connections";
import { loadIssuer, saveIssuer, saveKeys } from "./issuers";
import type { IdpProfile } from "./profile";
import { openClientSecret } from "./secrets";
import { findByState, openStart, readOidcValues, type Start } from "./starts";
import type { Step } from "./step";
import { flowOrigin } from "./urls";

/** Sends the browser to the issuer; returns the URL. */
export async function openOidc(
  step: Step,
  start: Start,
  connection: Connection,
  browser: string,
): Promise<string> {
  const { db, now } = step.visit;
  const oidc = requireConfigured(step, connection);
  const metadata = await requireMetadata(step, connection, oidc);
  const values = { state: randomToken(), nonce: randomToken(), verifier: randomToken() };
  const opened = { browser, state: values.state, requestId: null, oidc: values };
  await openStart(db, start, opened, now);
  return await toAuthorizationUrl(metadata, oidc, {
    ...values,
    redirectUri: oidcCallbackUrl(connection),
    loginHint: start.loginHint ?? null,
    domainHint: start.domainHint ?? null,
  });
}

/**
 * The same response at the domain at which the sign-in was begun, whose cookies are there; null
 * where it is. The callback that issuers know stays the deployment's.
 */
export async function findOtherHost(
  { visit: { claim, db, now, request, url } }: Step,
  connectionId: string,
): Promise<string | null> {
  const state = url.searchParams.get("state") ?? "";
  const start = await findByState(db, connectionId, state, { now, claim });
  const { audience } = request;
  if (!start || typeof audience === "object") return null;
  const origin = await flowOrigin(db, start);
  return origin === siteUrl().origin ? null : origin + url.pathname + url.search;
}

export interface OidcResponse {
  readonly start: Start;
  readonly connection: Connection;
  readonly profile: IdpProfile;
}

/** Verifies the response at the callback of a connection. */
export async function receiveOidc(
  step: Step,
  connectionId: string,
  browser: string | null,
): Promise<OidcResponse> {
  const { claim, db, now, url } = step.visit;
  const state = url.searchParams.get("state") ?? "";
  await step.findConnection(connectionId);
  const start = await step.requireStart(await findByState(db, connectionId, state, { now, claim }));
  const connection = await step.requireConnection(start);
  await step.requireBrowser(start, browser);
  const oidc = requireConfigured(step, connection);
  const clientSecret = await openClientSecret(db, connection);
  if (clientSecret === null) return step.refuse("connection_incomplete");
  const metadata = await requireMetadata(step, connection, oidc);
  const { keys } = await loadIssuer(db, connection, now);
  const answer = await step.ask(
    "code",
    async () => ({
      kind: "code",
      oidc,
      clientSecret,
      metadata,
      keys,
      code: {
        ...(await readOidcValues(db, start)),
        query: url.search.slice(1),
        state,
        redirectUri: oidcCallbackUrl(connection),
      },
    }),
    start.startHash,
  );
  if (answer.keys) await saveKeys(db, connection.id, answer.keys);
  return { start, connection, profile: answer.profile };
}

const requireConfigured = (step: Step, connection: Connection): ConfiguredOidc =>
  findConfiguredOidc(connection) ?? step.refuse("connection_incomplete");

async function requireMetadata(
  step: Step,
  connection: Connection,
  oidc: ConfiguredOidc,
): Promise<IssuerMetadata> {
  const { db, now } = step.visit;
  const { metadata } = await loadIssuer(db, connection, now);
  if (metadata) return metadata;
  const found = await step.ask("discovery", async () => ({ kind: "discovery", oidc }));
  await saveIssuer(db, connection, found.metadata, now);
  return found.metadata;
}
