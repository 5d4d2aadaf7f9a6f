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
import { projectAdapter } from "./adapter";
import { authFor } from "./auth";
import { corsHeaders } from "./cors";
import { effectValidator, needError, needOf, needValidator, undoneError, undoneOf, type Need } from "./effects";
import { asTheVisitorSees, forwardedValidator } from "./forwarded";
import { countAttempt, type Attempt } from "./limits";
import { MailSender } from "./mail";
import { isTrusted, trustedOrigins } from "./origins";
import { RowWriter } from "./rows";
import { cookiePrefix, signInSecret } from "./sessionCookie";
import { handsOutTokens, isCallback, isSentBackWithError, socialSignInFor } from "./socialRequest";
import { TokenIssuer } from "./tokenIssuer";

/** Ends of paths. */
const REVOKING = ["/revoke-session", "/revoke-other-sessions"];

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
    if (!counted) await countAttempt(ctx, attemptOf(project.id, basePath, request));
    try {
      const closed = project.isAdmin;
      const response: AttemptResponse = await ctx.runMutation(internal.signIn.attempt.perform, { projectId: project.id, closed, basePath, request, effects, claim });
      return { response };
    } catch (error) {
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
    projectId: v.string(),
    /** True: nobody new becomes a user, whatever the settings say. */
    closed: v.boolean(),
    basePath: v.string(),
    request: requestValidator,
    effects: v.array(effectValidator),
    claim: v.string(),
  },
  returns: responseValidator,
  handler: async (ctx, { projectId, closed, basePath, request, effects, claim }): Promise<AttemptResponse> => {
    const now = Date.now();
    const db = new TenantWriter(ctx.db, projectId);
    const recorder = new Recorder(db, { type: "user", id: "anonymous", name: null }, request, now);
    const record = async (change: Change) => await recorder.record(change);
    const path = pathOf(basePath, request);
    const requestHeaders = new Headers(request.headers as [string, string][]); // pairs, made in http.ts
    // Only sends on to the GET; a provider's page posts it, which no project trusts with cookies.
    if (isCallback(path) && request.method === "POST") requestHeaders.delete("cookie");
    const client = await clientOf(db, requestHeaders.get("x-banata-client-id"));
    const chosen = await settingsOf(db);
    const signUp = chosen.features.signUp && !closed;
    const settings = { ...chosen, authMethods: methodsOf(chosen, client), features: { ...chosen.features, signUp } };
    const trusted = trustedOrigins(settings, client);
    const rows = new RowWriter({ db, now, scheduler: ctx.scheduler, record }, settings, path);
    const needs: Need[] = [];
    const onNeed = (need: Need) => void needs.push(need);
    const auth = authFor({
      ...{ basePath, effects, origin: new URL(request.url).origin, cookiePrefix: cookiePrefix(projectId) },
      secret: await signInSecret(projectId),
      adapter: projectAdapter(db, rows, { namesSessions: REVOKING.some((end) => path.endsWith(end)), opensTokens: handsOutTokens(path), claim }),
      mail: new MailSender({ db, now, scheduler: ctx.scheduler }, record),
      settings,
      trustedOrigins: trusted,
      body: fieldsOf(request.body),
      isSignIn: path.startsWith("/sign-in/"),
      upgradeHash: async (from, to) => await rows.upgradeHash(from, to),
      onNeed,
      social: await socialSignInFor(db, { path, url: request.url, client, signUp, claims: () => rows.usedVerification, effects, onNeed }),
      onLinked: async (linked) => {
        await record({ type: "user.anonymous_linked", targets: [{ type: "user", id: linked.userId }, { type: "user", id: linked.anonymousUserId }], data: linked });
      },
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
    if (response.status >= 500) throw new Error(`Better Auth answered ${response.status}.`);
    const origin = requestHeaders.get("origin");
    if (origin !== null && isTrusted(origin, trusted)) for (const [name, value] of corsHeaders(origin)) response.headers.set(name, value);
    const answer: AttemptResponse = { status: response.status, headers: [...response.headers.entries()].map(([name, value]) => [name, value]), body: await response.text() };
    if (effects.length > 0 && isCallback(path) && isSentBackWithError(response)) throw undoneError(answer);
    return answer;
  },
});

async function claimVerification(db: TenantWriter, id: string, claim: string): Promise<void> {
  const verification = await db.get("verifications", id);
  if (verification) await db.patch("verifications", verification, { claimedBy: claim });
}

const pathOf = (basePath: string, request: AttemptRequest): string => new URL(request.url).pathname.slice(basePath.length);

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
  return { projectId, path: pathOf(basePath, request), ip: request.ip, account: account as string | null }; // found to be one
}

function fieldsOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
