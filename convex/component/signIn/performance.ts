/** Runs Better Auth on the project's rows, for one attempt. */
import { getServiceName } from "../core/serviceName";
import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { toRefusalResponse, requestValidator, type AttemptResponse } from "./attemptRequest";
import { AddressFlows } from "./addresses/flows";
import { conclude } from "./conclusion";
import { projectAdapter } from "./database/adapter";
import { RowWriter } from "./database/rows";
import { SecondFactors } from "./database/secondFactors";
import { effectValidator, type Need } from "./effects";
import { getExactOrigins } from "./origins/origins";
import { loadPasswordNames } from "./passwordNames";
import { loadRedirectOrigins, UNREGISTERED_REDIRECT } from "./origins/redirects";
import { cookiePrefix } from "../sessions/cookie";
import { betterAuthSecrets } from "./cookies/secrets";
import { createAuth } from "./settings/auth";
import type { AuthRequest } from "./settings/authRequest";
import { MailSender } from "./settings/mail";
import { findRefusal } from "./settings/methods";
import type { RareMethods } from "./settings/plugins";
import { loadSocialSignIn } from "./social/request";
import { TokenIssuer } from "./tokens/tokenIssuer";
import { hasTrait, openVisit, type Visit } from "./visit";

export const performValidator = {
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
};

/** `methods`: sign-in methods that only some endpoints need. */
export async function performAttempt(
  ctx: MutationCtx,
  args: ObjectType<typeof performValidator>,
  methods: RareMethods,
): Promise<AttemptResponse> {
  const visit = await openVisit(ctx, args);
  const redirects = await loadAllowedRedirects(visit);
  const refusal = findRefusal(visit) ?? (redirects === null ? UNREGISTERED_REDIRECT : null);
  if (refusal) return toRefusalResponse(refusal, { headers: visit.shared });
  const needs: Need[] = [];
  const onNeed = (need: Need) => void needs.push(need);
  const request = {
    ...(await toAuthRequest(visit, redirects ?? [], onNeed)),
    sso: methods.sso?.(visit, onNeed) ?? null,
  };
  const auth = createAuth(request, methods);
  return await conclude(visit, needs, await auth.handler(toRequest(visit)));
}

/** Additional redirect origins for Better Auth to trust; null when a redirect is not allowed. */
async function loadAllowedRedirects(visit: Visit): Promise<string[] | null> {
  // There the client's registered redirects decide, through `isTrustedOrigin` (social/signIn.ts).
  if (hasTrait(visit, "beginsSocialFlow")) return [];
  const { db, request, url, body, client, trusted } = visit;
  return await loadRedirectOrigins(db, { method: request.method, url, body, client, trusted });
}

async function toAuthRequest(
  visit: Visit,
  redirects: readonly string[],
  onNeed: (need: Need) => void,
): Promise<Omit<AuthRequest, "sso">> {
  const { db, deployment, now, scheduler, failures, record, project, settings, url } = visit;
  const rows = new RowWriter(visit);
  return {
    visit,
    onNeed,
    cookiePrefix: cookiePrefix(project.id),
    secrets: await betterAuthSecrets(project.id),
    adapter: projectAdapter(db, rows, failures, {
      namesSessions: hasTrait(visit, "namesSessions"),
      opensTokens: hasTrait(visit, "handsOutTokens"),
      claim: visit.claim,
    }),
    mail: failures.guard(new MailSender({ db, now, scheduler }, record)),
    trustedOrigins: getExactOrigins([...visit.trusted, ...redirects], visit),
    page: { name: getServiceName(project), origin: visit.page ?? url.origin },
    addresses: failures.guard(new AddressFlows(visit, rows)),
    passwordNames: async () => await loadPasswordNames(visit, rows.subjects),
    proofs: failures.guard(visit.proofs),
    secondFactors: failures.guard(new SecondFactors(visit)),
    upgradeHash: async (from, to) => await failures.guard(rows).upgradeHash(from, to),
    social: await loadSocialSignIn(visit, { claims: () => rows.usedVerification, onNeed }),
    tokens: new TokenIssuer({
      db,
      deployment,
      lifetimeSeconds: settings.sessions.accessTokenDuration,
      now,
      audience: visit.request.audience,
    }),
  };
}

const toRequest = ({ request: { url, method, body }, headers }: Visit): Request =>
  new Request(url, { method, headers, ...(body === "" ? {} : { body }) });
