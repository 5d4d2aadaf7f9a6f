/**
 * The work of an attempt: Better Auth over the project's rows. Whatever throws here undoes all of
 * it; attempt.ts, which calls it, says what is told.
 */
import { v } from "convex/values";
import { internalMutation } from "../_generated/server";
import { findClient, methodsOf, type ClientRow } from "../authClients/clients";
import { settingsOf } from "../configuration/settings";
import { notFound } from "../errors";
import { TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { Outbox } from "../tenancy/outbox";
import { Recorder, type Change } from "../tenancy/records";
import { Actors } from "./database/actors";
import { projectAdapter } from "./database/adapter";
import {
  answerOf,
  fieldsOf,
  pathOf,
  refused,
  requestValidator,
  responseValidator,
  type AttemptResponse,
} from "./attemptRequest";
import { authFor } from "./settings/auth";
import { corsHeaders } from "./pages/cors";
import { effectValidator, needError, undoneError, type Need } from "./effects";
import { Failures } from "./failures";
import {
  hasSecondFactor,
  isOpenWithoutSecondFactor,
  SECOND_FACTOR_REQUIRED,
} from "./settings/gate";
import { MailSender } from "./settings/mail";
import { withoutTelling } from "./settings/mailCodes";
import { refusalOf } from "./settings/methods";
import { isTrusted, trustedOrigins } from "./pages/origins";
import { redirectsOf, UNREGISTERED_REDIRECT } from "./pages/redirects";
import { RowWriter } from "./database/rows";
import { cookiePrefix } from "./pages/sessionCookie";
import { betterAuthSecrets } from "./pages/signInSecrets";
import {
  beginsSocialFlow,
  handsOutTokens,
  isCallback,
  isSentBackWithError,
  socialSignInFor,
} from "./social/request";
import { TokenIssuer } from "./tokens/tokenIssuer";

const REVOKING = ["/revoke-session", "/revoke-other-sessions"];
/** Better Auth calls whatever a page sends wrongly there an error of the server's. */
const UNREADABLE_PASSKEY = "/passkey/verify-registration";

export const perform = internalMutation({
  args: {
    project: v.object({
      id: v.string(),
      name: v.string(),
      isAdmin: v.boolean(),
      hasWebhooks: v.boolean(),
    }),
    basePath: v.string(),
    request: requestValidator,
    effects: v.array(effectValidator),
    claim: v.string(),
  },
  returns: responseValidator,
  handler: async (
    ctx,
    { project, basePath, request, effects, claim },
  ): Promise<AttemptResponse> => {
    const { id: projectId } = project;
    const now = Date.now();
    const failures = new Failures();
    const db = failures.watch(new TenantWriter(ctx.db, projectId));
    const [actors, url, body, path] = [
      new Actors(),
      new URL(request.url),
      fieldsOf(request.body),
      pathOf(basePath, request),
    ];
    const recorder = new Recorder(
      db,
      (change) => actors.of(change),
      request,
      now,
      new Outbox(db, ctx.scheduler, project.hasWebhooks),
    );
    const record = async (change: Change) => await recorder.record(change);
    const headers = new Headers(request.headers as [string, string][]); // pairs, made in http.ts
    // Only sends on to the GET; a provider's page posts it, which no project trusts with cookies.
    if (isCallback(path) && request.method === "POST") headers.delete("cookie");

    const client = await clientOf(db, headers.get("x-banata-client-id"));
    const chosen = await settingsOf(db);
    // Operators come by invitation, whatever the way in.
    const signUp = chosen.features.signUp && !project.isAdmin;
    const settings = {
      ...chosen,
      authMethods: methodsOf(chosen, client),
      features: { ...chosen.features, signUp },
    };
    const trusted = trustedOrigins(settings, client);
    const origin = headers.get("origin");
    const page = origin !== null && isTrusted(origin, trusted) ? origin : null;
    const shared = page === null ? [] : corsHeaders(page);
    const redirects = beginsSocialFlow(path)
      ? []
      : await redirectsOf(db, { method: request.method, url, body, client, trusted });
    const refusal =
      refusalOf(path, settings) ?? (redirects === null ? UNREGISTERED_REDIRECT : null);
    if (refusal) return refused(refusal, { headers: shared });

    const rows = new RowWriter(
      { db, now, scheduler: ctx.scheduler, record, actors, path, ip: request.ip },
      settings,
    );
    const needs: Need[] = [];
    const onNeed = (need: Need) => void needs.push(need);
    const auth = authFor({
      ...{
        projectId,
        basePath,
        effects,
        settings,
        body,
        onNeed,
        origin: url.origin,
        cookiePrefix: cookiePrefix(projectId),
        isSignIn: path.startsWith("/sign-in/"),
      },
      secrets: await betterAuthSecrets(projectId),
      adapter: projectAdapter(db, rows, failures, {
        namesSessions: REVOKING.includes(path),
        opensTokens: handsOutTokens(path),
        claim,
      }),
      mail: failures.guard(new MailSender({ db, now, scheduler: ctx.scheduler }, record)),
      trustedOrigins: [...trusted, ...(redirects ?? [])],
      page: { name: project.name, origin: page ?? url.origin },
      upgradeHash: async (from, to) => await failures.guard(rows).upgradeHash(from, to),
      social: await socialSignInFor(db, {
        path,
        url: request.url,
        client,
        signUp,
        claims: () => rows.usedVerification,
        effects,
        onNeed,
      }),
      tokens: new TokenIssuer({
        db,
        client,
        deployment: new DeploymentReader(ctx.db),
        lifetimeSeconds: settings.sessions.accessTokenDuration,
        now,
      }),
    });
    const response = await auth.handler(
      new Request(request.url, {
        method: request.method,
        headers,
        ...(request.body === "" ? {} : { body: request.body }),
      }),
    );

    const [need] = needs;
    if (need) throw needError(need);
    failures.rethrow();
    if (
      settings.features.mfa &&
      actors.shown !== null &&
      !isOpenWithoutSecondFactor(path) &&
      !(await hasSecondFactor(db, actors.shown))
    ) {
      throw undoneError(refused(SECOND_FACTOR_REQUIRED, { headers: shared }));
    }
    if (response.status >= 500 && path === UNREADABLE_PASSKEY) {
      return refused(
        { code: "FAILED_TO_VERIFY_REGISTRATION", message: "Failed to verify registration" },
        { status: 400, headers: shared },
      );
    }
    if (response.status >= 500) throw new Error(`Better Auth answered ${response.status}.`);
    for (const [name, value] of shared) response.headers.set(name, value);
    const answer = withoutTelling(path, await answerOf(response));
    if (effects.length > 0 && isCallback(path) && isSentBackWithError(response))
      throw undoneError(answer);
    return answer;
  },
});

/** A client that is named must be one of the project's: 404 for any other. */
async function clientOf(db: TenantWriter, clientId: string | null): Promise<ClientRow | null> {
  if (clientId === null) return null;
  const client = await findClient(db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  return client;
}
