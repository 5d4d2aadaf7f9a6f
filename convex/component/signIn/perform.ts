/**
 * The inner transaction of an attempt: runs Better Auth on the project's rows. An error thrown here
 * rolls everything back; the caller, attempt.ts, decides on the response.
 */
import { v } from "convex/values";
import { internalMutation, type MutationCtx } from "../_generated/server";
import { DeploymentReader } from "../tenancy/deployment";
import {
  refused,
  requestValidator,
  responseValidator,
  type AttemptResponse,
} from "./attemptRequest";
import { AddressFlows } from "./addresses/flows";
import { conclude } from "./conclusion";
import { projectAdapter } from "./database/adapter";
import { RowWriter } from "./database/rows";
import { SecondFactors } from "./database/secondFactors";
import { effectValidator, type Need } from "./effects";
import { exactOrigins } from "./origins/origins";
import { passwordNames } from "./passwordNames";
import { redirectsOf, UNREGISTERED_REDIRECT } from "./origins/redirects";
import { cookiePrefix } from "../sessions/cookie";
import { betterAuthSecrets } from "./cookies/secrets";
import { authFor } from "./settings/auth";
import { MailSender } from "./settings/mail";
import { refusalOf } from "./settings/methods";
import { socialSignInFor } from "./social/request";
import { TokenIssuer } from "./tokens/tokenIssuer";
import { does, openVisit, type Visit } from "./visit";

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
  handler: async (ctx, args): Promise<AttemptResponse> => {
    const visit = await openVisit(ctx, args);
    const redirects = await allowedRedirects(visit);
    const refusal = refusalOf(visit) ?? (redirects === null ? UNREGISTERED_REDIRECT : null);
    if (refusal) return refused(refusal, { headers: visit.shared });
    const needs: Need[] = [];
    const auth = await betterAuthFor(ctx, visit, redirects ?? [], (need) => void needs.push(need));
    return await conclude(visit, needs, await auth.handler(requestOf(visit)));
  },
});

/** Additional redirect origins for Better Auth to trust; null when a redirect is not allowed. */
async function allowedRedirects(visit: Visit): Promise<string[] | null> {
  // There the client's registered redirects decide, through `isTrustedOrigin` (social/signIn.ts).
  if (does(visit, "beginsSocialFlow")) return [];
  const { db, request, url, body, client, trusted } = visit;
  return await redirectsOf(db, { method: request.method, url, body, client, trusted });
}

async function betterAuthFor(
  ctx: MutationCtx,
  visit: Visit,
  redirects: readonly string[],
  onNeed: (need: Need) => void,
) {
  const { db, now, scheduler, failures, record, project, settings, url, client } = visit;
  const rows = new RowWriter(visit);
  return authFor({
    visit,
    onNeed,
    cookiePrefix: cookiePrefix(project.id),
    secrets: await betterAuthSecrets(project.id),
    adapter: projectAdapter(db, rows, failures, {
      namesSessions: does(visit, "namesSessions"),
      opensTokens: does(visit, "handsOutTokens"),
      claim: visit.claim,
    }),
    mail: failures.guard(new MailSender({ db, now, scheduler }, record)),
    trustedOrigins: exactOrigins([...visit.trusted, ...redirects], visit),
    page: { name: project.name, origin: visit.page ?? url.origin },
    addresses: failures.guard(new AddressFlows(visit, rows)),
    passwordNames: async () => await passwordNames(visit, rows.subjects),
    proofs: failures.guard(visit.proofs),
    secondFactors: failures.guard(new SecondFactors(visit)),
    upgradeHash: async (from, to) => await failures.guard(rows).upgradeHash(from, to),
    social: await socialSignInFor(visit, { claims: () => rows.usedVerification, onNeed }),
    tokens: new TokenIssuer({
      db,
      client,
      deployment: new DeploymentReader(ctx.db),
      lifetimeSeconds: settings.sessions.accessTokenDuration,
      now,
    }),
  });
}

const requestOf = ({ request: { url, method, body }, headers }: Visit): Request =>
  new Request(url, { method, headers, ...(body === "" ? {} : { body }) });
