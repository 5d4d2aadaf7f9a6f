/**
 * One request of an end user as one transaction. The outer mutation finds the project and counts the attempt; the inner one runs Better Auth and is undone as a whole when it
 * stops for a need or fails, while what the outer one counted stays.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { findClient, methodsOf, type ClientRow } from "../authClients/clients";
import { settingsOf } from "../configuration/settings";
import { notFound, problem } from "../errors";
import { isProjectKey } from "../tenancy/caller";
import { TenantReader, TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { Recorder, type Change } from "../tenancy/records";
import { Actors } from "./actors";
import { projectAdapter } from "./adapter";
import { authFor } from "./auth";
import { corsHeaders } from "./cors";
import { effectValidator, needError, needOf, needValidator, undoneError, undoneOf, type Need } from "./effects";
import { failureIn, isWayIn, recordFailedAttempt } from "./failedAttempts";
import { Failures } from "./failures";
import { asTheVisitorSees, forwardedValidator } from "./forwarded";
import { assertSecondFactor, gateRefusalOf, isOpenWithoutSecondFactor } from "./gate";
import { countAttempt, type Attempt } from "./limits";
import { MailSender } from "./mail";
import { withoutTelling } from "./mailCodes";
import { refusalOf, type Refusal } from "./methods";
import { isTrusted, trustedOrigins } from "./origins";
import { redirectsOf } from "./redirects";
import { RowWriter } from "./rows";
import { cookiePrefix, signInSecret } from "./sessionCookie";
import { beginsSocialFlow, handsOutTokens, isCallback, isSentBackWithError, socialSignInFor } from "./socialRequest";
import { TokenIssuer } from "./tokenIssuer";

const REVOKING = ["/revoke-session", "/revoke-other-sessions"];
/** Better Auth calls whatever a page sends wrongly there an error of the server's. */
const UNREADABLE_PASSKEY = "/passkey/verify-registration";

const requestValidator = v.object({
  method: v.string(),
  url: v.string(),
  headers: v.array(v.array(v.string())),
  body: v.string(),
  id: v.string(),
  ip: v.union(v.string(), v.null()),
  userAgent: v.union(v.string(), v.null()),
  forwarded: v.union(forwardedValidator, v.null()),
});
const responseValidator = v.object({ status: v.number(), headers: v.array(v.array(v.string())), body: v.string() });
export type AttemptRequest = Infer<typeof requestValidator>;
export type AttemptResponse = Infer<typeof responseValidator>;
export type AttemptReply = { response: AttemptResponse } | { need: Need };

/** `projectId` null: the deployment's default project. `basePath` is where the project's paths begin. */
export const attempt = internalMutation({
  args: {
    projectId: v.union(v.string(), v.null()),
    basePath: v.string(),
    request: requestValidator,
    effects: v.array(effectValidator),
    /** A name that only this request has, in all its calls. */
    claim: v.string(),
    /** True from the second call of a request on: it has been counted. */
    counted: v.boolean(),
  },
  returns: v.union(v.object({ response: responseValidator }), v.object({ need: needValidator })),
  handler: async (ctx, { projectId, effects, claim, counted, ...sent }): Promise<AttemptReply> => {
    const deployment = new DeploymentReader(ctx.db);
    const id = projectId ?? (await deployment.settings())?.defaultProjectId ?? null;
    const project = id === null ? null : await deployment.project(id);
    if (!project) throw notFound("Project");
    const isKey = async (hash: string) => await isProjectKey(ctx.db, project.id, hash, Date.now());
    const { request, basePath } = await asTheVisitorSees(new TenantReader(ctx.db, project.id), isKey, sent);
    if (project.isAdmin && request.url.includes("/sign-up")) throw problem("forbidden", "Nobody signs up in the admin project");
    const attempted = attemptOf(project.id, basePath, request);
    if (!counted) await countAttempt(ctx, attempted);
    try {
      const response: AttemptResponse = await ctx.runMutation(internal.signIn.attempt.perform, { project: { id: project.id, name: project.name, isAdmin: project.isAdmin }, basePath, request, effects, claim });
      const code = isWayIn(attempted.path) ? failureIn(response) : null;
      if (code !== null) {
        const db = new TenantWriter(ctx.db, project.id);
        await recordFailedAttempt(db, new Recorder(db, { type: "user", id: "anonymous", name: null }, request, Date.now()), { ...attempted, code });
      }
      return { response };
    } catch (error) {
      const refusal = gateRefusalOf(error);
      if (refusal) return { response: refused(refusal) };
      const need = needOf(error);
      const response = undoneOf<AttemptResponse>(error);
      if (response) return { response };
      if (!need) throw error;
      // Of requests with the same state, such as a callback that is sent again, one goes on and asks the provider.
      if (need.kind === "provider" && need.claims !== null) await claimVerification(new TenantWriter(ctx.db, project.id), need.claims, claim);
      return { need };
    }
  },
});

export const perform = internalMutation({
  args: {
    project: v.object({ id: v.string(), name: v.string(), isAdmin: v.boolean() }),
    basePath: v.string(),
    request: requestValidator,
    effects: v.array(effectValidator),
    claim: v.string(),
  },
  returns: responseValidator,
  handler: async (ctx, { project, basePath, request, effects, claim }): Promise<AttemptResponse> => {
    const projectId = project.id;
    const now = Date.now();
    const failures = new Failures();
    const db = failures.watch(new TenantWriter(ctx.db, projectId));
    const [actors, url, body] = [new Actors(), new URL(request.url), fieldsOf(request.body)];
    const path = url.pathname.slice(basePath.length);
    const recorder = new Recorder(db, (change) => actors.of(change), request, now);
    const record = async (change: Change) => await recorder.record(change);
    const requestHeaders = new Headers(request.headers as [string, string][]); // pairs, made in http.ts
    // Only sends on to the GET; a provider's page posts it, which no project trusts with cookies.
    if (isCallback(path) && request.method === "POST") requestHeaders.delete("cookie");
    const client = await clientOf(db, requestHeaders.get("x-banata-client-id"));
    const chosen = await settingsOf(db);
    // Operators come by invitation, whatever the way in.
    const signUp = chosen.features.signUp && !project.isAdmin;
    const settings = { ...chosen, authMethods: methodsOf(chosen, client), features: { ...chosen.features, signUp } };
    const trusted = trustedOrigins(settings, client);
    const rows = new RowWriter({ db, now, scheduler: ctx.scheduler, record, actors, ip: request.ip }, settings, path);
    const redirects = beginsSocialFlow(path) ? [] : await redirectsOf(db, { method: request.method, url, body, client, trusted });
    const refusal = refusalOf(path, settings) ?? (redirects === null ? { code: "INVALID_CALLBACK_URL", message: "Nobody is sent there: it is not registered" } : null);
    const origin = requestHeaders.get("origin");
    const allowed = origin !== null && isTrusted(origin, trusted) ? corsHeaders(origin) : [];
    if (refusal) return refused(refusal, { headers: allowed });
    const needs: Need[] = [];
    const onNeed = (need: Need) => void needs.push(need);
    const auth = authFor({
      ...{ basePath, effects, origin: url.origin, cookiePrefix: cookiePrefix(projectId) },
      secret: await signInSecret(projectId),
      adapter: projectAdapter(db, rows, failures, { namesSessions: REVOKING.includes(path), opensTokens: handsOutTokens(path), claim }),
      mail: failures.guard(new MailSender({ db, now, scheduler: ctx.scheduler }, record)),
      settings,
      trustedOrigins: [...trusted, ...(redirects ?? [])],
      page: { name: project.name, origin: origin !== null && isTrusted(origin, trusted) ? origin : url.origin },
      body,
      isSignIn: path.startsWith("/sign-in/"),
      upgradeHash: async (from, to) => await failures.guard(rows).upgradeHash(from, to),
      onNeed,
      social: await socialSignInFor(db, { path, url: request.url, client, signUp, claims: () => rows.usedVerification, effects, onNeed }),
      ...{ projectId, tokens: new TokenIssuer({ db, client, deployment: new DeploymentReader(ctx.db), lifetimeSeconds: settings.sessions.accessTokenDuration, now }) },
    });
    const response = await auth.handler(
      new Request(request.url, {
        method: request.method,
        headers: requestHeaders,
        ...(request.body === "" ? {} : { body: request.body }),
      }),
    );
    const [need] = needs;
    if (need) throw needError(need);
    failures.rethrow();
    if (settings.features.mfa && actors.shown !== null && !isOpenWithoutSecondFactor(path)) await assertSecondFactor(db, actors.shown);
    if (response.status >= 500 && path === UNREADABLE_PASSKEY) return refused({ code: "FAILED_TO_VERIFY_REGISTRATION", message: "Failed to verify registration" }, { status: 400, headers: allowed });
    if (response.status >= 500) throw new Error(`Better Auth answered ${response.status}.`);
    for (const [name, value] of allowed) response.headers.set(name, value);
    const answer = withoutTelling(path, { status: response.status, headers: [...response.headers.entries()].map(([name, value]) => [name, value]), body: await response.text() });
    if (effects.length > 0 && isCallback(path) && isSentBackWithError(response)) throw undoneError(answer);
    return answer;
  },
});

/** As Better Auth writes its own refusals. */
const refused = ({ code, message }: Refusal, { status = 403, headers = [] }: { status?: number; headers?: string[][] } = {}): AttemptResponse => ({
  ...{ status, headers: [["content-type", "application/json"], ...headers] },
  body: JSON.stringify({ message, code }),
});

async function claimVerification(db: TenantWriter, id: string, claim: string): Promise<void> {
  const verification = await db.get("verifications", id);
  if (verification) await db.patch("verifications", verification, { claimedBy: claim });
}

/** A client that is named must be one of the project's: 404 for any other. */
async function clientOf(db: TenantWriter, clientId: string | null): Promise<ClientRow | null> {
  if (clientId === null) return null;
  const client = await findClient(db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  return client;
}

/** The account is named by an address or a username. */
function attemptOf(projectId: string, basePath: string, request: AttemptRequest): Attempt {
  const { email, username } = fieldsOf(request.body);
  const account = [email, username].find((name) => typeof name === "string") ?? null;
  return { projectId, path: new URL(request.url).pathname.slice(basePath.length), ip: request.ip, account: account as string | null }; // found to be one
}

function fieldsOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
