/** The steps of a sign-in that only SAML has. */
import { randomToken, unseal } from "../../core/secrets";
import { openValue, sealValue } from "../../envelopes/envelope";
import { getEnabledMethods, isRedirectRegistered, loadClients } from "../../authClients/clients";
import { createRequestId, toPostForm, toRedirectUrl, type PostForm } from "../../saml/request";
import { formatSpMetadata } from "../../saml/spMetadata";
import { privateKeyAddress } from "../secrets";
import { spAcsUrl, spMetadataUrl } from "../urls";
import { useAssertion } from "./assertions";
import { findConfiguredSaml, type ConfiguredSaml, type Connection } from "./connections";
import type { IdpProfile } from "./profile";
import { withMappedAttributes } from "./roles";
import { NEW_KEY_PURPOSE, type SamlVerification } from "./question";
import {
  createStart,
  findAnswered,
  findByRequest,
  findByState,
  openStart,
  readAnswer,
  storeAnswer,
  type Start,
} from "./starts";
import type { Step } from "./step";
import { toCompletionUrl } from "./urls";

/** Sends the browser to the identity provider, by a redirect or a form. */
export async function openSaml(
  step: Step,
  start: Start,
  connection: Connection,
  browser: string,
): Promise<{ readonly url: string } | { readonly form: PostForm }> {
  const { db, now } = step.visit;
  const saml = requireConfigured(step, connection);
  const keys = saml.signRequest ? await requireKeys(step, connection) : null;
  const [requestId, relayState] = [createRequestId(), randomToken()];
  await openStart(db, start, { browser, state: relayState, requestId, oidc: null }, now);
  const request = {
    id: requestId,
    issuedAt: now,
    destination: saml.idpSsoUrl,
    issuer: spMetadataUrl(connection),
    acsUrl: spAcsUrl(connection),
    nameIdFormat: saml.nameIdFormat,
  };
  const signing = keys && { ...keys, algorithm: saml.signatureAlgorithm };
  return saml.idpSsoBinding === "post"
    ? { form: await toPostForm(request, { relayState, signing }) }
    : { url: await toRedirectUrl(request, { relayState, signing }) };
}

/**
 * Verifies the response at the assertion consumer service and returns the URL that follows. The
 * browser sends no cookie with a form of another site, so the next request, which does carry it,
 * ends the sign-in. RelayState is ignored: the signed InResponseTo names the start.
 */
export async function receiveSaml(step: Step, connectionId: string): Promise<string> {
  const { db, now } = step.visit;
  const connection = await step.findConnection(connectionId);
  if (connection?.type !== "saml") return step.refuse("start_unknown");
  // RelayState is not verified: it decides what a refusal says, and nothing else.
  step.noteFlow(await findWaiting(step, connectionId));
  const saml = requireConfigured(step, connection);
  const answer = await step.ask("response", async () => ({
    kind: "response",
    saml: await toVerification(step, connection, saml),
  }));
  if (answer.requestId === null) return await receiveUnsolicited(step, connection, answer.profile);
  const found = await findByRequest(db, connectionId, answer.requestId, now);
  const start = await step.requireStart(found);
  await step.requireConnection(start);
  const profile = withMappedAttributes(answer.profile, connection);
  return await toCompletionUrl(db, start, await storeAnswer(db, start, profile));
}

/** The opened start that the form's RelayState names. */
async function findWaiting({ visit }: Step, connectionId: string): Promise<Start | null> {
  const { claim, db, now, request } = visit;
  const state = new URLSearchParams(request.body).get("RelayState") ?? "";
  return state === "" ? null : await findByState(db, connectionId, state, { now, claim });
}

/** The answered start of the browser. */
export async function completeSaml(step: Step, token: string, browser: string | null) {
  const { db, now } = step.visit;
  const start = await step.requireStart(await findAnswered(db, token, now));
  const connection = await step.requireConnection(start);
  await step.requireBrowser(start, browser);
  const profile = await readAnswer(db, start);
  if (!(await useAssertion(db, connection.id, profile))) return step.refuse("assertion_replayed");
  return { start, connection, profile };
}

/**
 * An unsolicited response never makes a session: nothing shows that this browser's person wanted it.
 * It only names the connection, and a sign-in that begins here follows.
 */
async function receiveUnsolicited(
  step: Step,
  connection: Connection,
  profile: IdpProfile,
): Promise<string> {
  const { db, now, settings } = step.visit;
  if (connection.state !== "active") return step.refuse("connection_inactive");
  if (!connection.saml?.allowIdpInitiated) return step.refuse("unsolicited");
  if (!(await useAssertion(db, connection.id, profile))) return step.refuse("assertion_replayed");
  const clients = (await loadClients(db)).filter(
    (each) => getEnabledMethods(settings, each).sso, // none of a disabled client
  );
  const initiating = clients.find(({ initiateLoginUri }) => initiateLoginUri != null);
  if (initiating?.initiateLoginUri != null)
    return toInitiation(initiating.initiateLoginUri, connection);
  const { defaultRedirectUri } = connection;
  const client = clients.find(
    (each) => defaultRedirectUri !== null && isRedirectRegistered(each, defaultRedirectUri),
  );
  if (defaultRedirectUri === null || !client) return step.refuse("no_initiation_page");
  const start = { flow: "session", redirectUri: defaultRedirectUri, clientId: client.id } as const;
  return await createStart(db, connection, start, now);
}

/** OpenID Connect Core 1.0 section 4, with the organization as a parameter of ours. */
function toInitiation(address: string, { organizationId, saml }: Connection): string {
  const url = new URL(address);
  url.searchParams.set("iss", saml?.idpEntityId ?? "");
  url.searchParams.set("organization_id", organizationId);
  return url.href;
}

/** The service provider's metadata; null when the project has no such SAML connection. */
export async function describeSaml(step: Step, connectionId: string): Promise<string | null> {
  const connection = await step.findConnection(connectionId);
  if (connection?.type !== "saml" || connection.saml === null) return null;
  const { certificate } = await requireKeys(step, connection);
  return formatSpMetadata({
    entityId: spMetadataUrl(connection),
    acsUrl: spAcsUrl(connection),
    nameIdFormat: connection.saml.nameIdFormat,
    signsRequests: connection.saml.signRequest,
    wantsSignedAssertions: true,
    signingCertificates: [certificate],
    encryptionCertificates: [certificate],
  });
}

async function toVerification(
  step: Step,
  connection: Connection,
  saml: ConfiguredSaml,
): Promise<SamlVerification> {
  const keys = await findKeys(step, connection);
  return {
    idpEntityId: saml.idpEntityId,
    certificates: saml.idpCertificates.map(({ pem }) => pem),
    spEntityId: spMetadataUrl(connection),
    acsUrl: spAcsUrl(connection),
    decryptionKeys: keys === null ? [] : [keys.privateKey],
    mapping: saml.attributeMapping.map(({ field, attribute }) => [field, attribute]),
  };
}

const requireConfigured = (step: Step, connection: Connection): ConfiguredSaml =>
  findConfiguredSaml(connection) ?? step.refuse("connection_incomplete");

interface Keys {
  /** PEM. */
  readonly certificate: string;
  /** PKCS #8 PEM. */
  readonly privateKey: string;
}

async function findKeys({ visit: { db } }: Step, connection: Connection): Promise<Keys | null> {
  const row = await db
    .range("ssoKeys", "byConnection", (q) => q.eq("connectionId", connection.id))
    .unique();
  if (!row) return null;
  const sealed = row.sealedPrivateKey;
  return {
    certificate: row.certificate,
    privateKey: await openValue(db, { ...privateKeyAddress(connection), sealed }),
  };
}

/** Creates the key pair where there is none yet. */
async function requireKeys(step: Step, connection: Connection): Promise<Keys> {
  const { db, now } = step.visit;
  const found = await findKeys(step, connection);
  if (found) return found;
  const { certificate, sealedKey } = await step.ask("keyPair", async () => ({
    kind: "keyPair",
    commonName: connection.id,
  }));
  const privateKey = await unseal(db.projectId, NEW_KEY_PURPOSE, sealedKey);
  await db.insert("ssoKeys", {
    connectionId: connection.id,
    certificate,
    sealedPrivateKey: await sealValue(db, { ...privateKeyAddress(connection), text: privateKey }),
    createdAt: now,
  });
  return { certificate, privateKey };
}
