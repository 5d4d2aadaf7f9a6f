/** Handles the end-user paths: everything under `/api/auth` that is not a management operation. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import type { RequestTransactions } from "../core/contention";
import { problem, unauthenticated } from "../core/errors";
import { fieldRules } from "../core/fieldRules";
import { cleanLine } from "../core/text";
import { requestTransactions, type Contended } from "../tenancy/contenders";
import type { AttemptReply } from "./attempt";
import { getPath, parseFields, type AttemptRequest, type AttemptResponse } from "./attemptRequest";
import type { Effect, HashNeed, Need } from "./effects";
import type { Endpoint, SessionRead } from "./endpoint";
import { findEndpoint } from "./findEndpoint";
import type { ReadAnswer, ReadRequest } from "./reads/answer";
import { requestFault } from "./requestFaults";

/** More than the number of needs of any endpoint. */
const MAXIMUM_CALLS = 4;

/**
 * `projectId` null: the default project. `basePath` is the public path prefix, including the mount
 * point.
 */
export async function handleEndUserRequest(
  ctx: ActionCtx,
  request: AttemptRequest,
  projectId: string | null,
  basePath: string,
): Promise<Response> {
  const refusal = requestFault(request, basePath);
  if (refusal) return toResponse(refusal);
  const effects: Effect[] = [];
  const claim = crypto.randomUUID();
  const sent = { projectId, basePath, request };
  const endpoint = findEndpoint(request.method, getPath(basePath, request));
  const transactions = requestTransactions(ctx, () => nameContended(endpoint, sent));
  const read = endpoint?.reads
    ? await answerRead({ ctx, transactions }, endpoint.reads, sent)
    : null;
  if (read) return toResponse(read);
  if (endpoint?.limit === "signIn") {
    const foreseen: HashNeed | null = await transactions.run(
      async () =>
        await ctx.runMutation(internal.signIn.limits.reservations.reserve, { ...sent, claim }),
    );
    if (foreseen) effects.push(await performNeed(ctx, foreseen, request.body));
  }
  for (let call = 0; call < MAXIMUM_CALLS; call++) {
    const args = { ...sent, effects, claim, counted: call > 0 };
    const reply: AttemptReply = await transactions.run(
      async () => await ctx.runMutation(internal.signIn.attempt.attempt, args),
    );
    if ("response" in reply) return toResponse(reply.response);
    if (reply.need.kind === "signingKey") {
      const pair = await ctx.runAction(internal.signIn.tokens.signingKeys.generate, {});
      const key = { projectId: reply.need.projectId, ...pair };
      await transactions.run(
        async () => await ctx.runMutation(internal.signIn.tokens.signingKeys.store, key),
      );
    } else effects.push(await performNeed(ctx, reply.need, request.body));
  }
  throw problem("internal_error", "The request needed too many steps");
}

/** What concurrent requests contend on, as far as it is known here. */
function nameContended(
  endpoint: Pick<Endpoint, "account"> | null,
  { projectId, basePath, request }: Sent,
): Contended {
  const account = endpoint?.account ? parseFields(request.body)[endpoint.account] : null;
  return {
    subject: [projectId, getPath(basePath, request), typeof account === "string" ? account : null],
    caller: request.ip,
  };
}

/** The headers on which the answer to a read depends. */
const READ_HEADERS = ["authorization", "cookie", "origin", "x-banata-client-id"];

interface Sent {
  readonly projectId: string | null;
  readonly basePath: string;
  readonly request: AttemptRequest;
}

/**
 * Answers a read of the session with one query, or with one more mutation when the session's renewal
 * is due; null if only Better Auth can answer.
 */
async function answerRead(
  { ctx, transactions }: { readonly ctx: ActionCtx; readonly transactions: RequestTransactions },
  reads: SessionRead,
  { request, ...sent }: Sent,
): Promise<AttemptResponse | null> {
  const issuesToken = reads === "convexToken" || reads === "accessToken";
  const functions = issuesToken ? internal.signIn.reads.token : internal.signIn.reads.session;
  const { method, url, audience, headers, body, forwarded } = request;
  const args: ReadRequest = {
    ...sent,
    request: {
      method,
      url,
      audience,
      headers: headers.filter(([name = ""]) => READ_HEADERS.includes(name)),
      body,
      forwarded,
    },
    nonce: issuesToken ? crypto.randomUUID() : null,
  };
  const answer: ReadAnswer = await ctx.runQuery(functions.read, args);
  if (answer === null || "response" in answer) return answer?.response ?? null;
  const renewed: ReadAnswer = await transactions.run(
    async () => await ctx.runMutation(functions.renew, args),
  );
  return renewed !== null && "response" in renewed ? renewed.response : null;
}

/**
 * The request headers that Better Auth needs. A session id is not a credential, so a bearer token
 * that looks like one is rejected.
 */
export function endUserHeaders(headers: Headers): string[][] {
  if (/^bearer\s+ses_/i.test(headers.get("authorization") ?? "")) throw unauthenticated();
  const wanted = [
    "authorization",
    "cookie",
    "content-type",
    "origin",
    "referer",
    "user-agent",
    "accept",
    "accept-language",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
    "x-banata-client-id",
  ];
  // Browsers send `sec-fetch-site` with every `sec-fetch-mode`. Node's fetch sends only the mode,
  // which would look like a browser hiding its origin, but it never sends `navigate`.
  const isBrowser = headers.has("sec-fetch-site") || headers.get("sec-fetch-mode") === "navigate";
  return wanted.flatMap((name) => {
    const value = name.startsWith("sec-fetch-") && !isBrowser ? null : headers.get(name);
    if (value === null) return [];
    return [[name, name === "user-agent" ? printable(value) : value]];
  });
}

/** Stored with the session. Header values are limited to Latin-1. */
const printable = (value: string) =>
  cleanLine(value, fieldRules.sessions.userAgent.maximum).replace(/[^\x20-\x7e\xa0-\xff]/g, "?");

/**
 * Modules are imported on demand: every request evaluates this module, but few need a hash or a
 * provider.
 */
async function performNeed(
  ctx: ActionCtx,
  need: Exclude<Need, { kind: "signingKey" }>,
  body: string,
): Promise<Effect> {
  if (need.kind === "provider") return await (await import("./social/answer")).askProvider(need);
  if (need.kind === "sso")
    return await (await import("../sso/flow/answer")).answerSso(ctx, need, body);
  const { [need.field]: text } = JSON.parse(body) as Record<string, unknown>;
  const password = String(text); // the transaction found the field
  if (need.kind === "hash")
    return { kind: "hash", field: need.field, hash: await computeHash(need, password) };
  const { verifyPassword } = await import("../passwords/comparison");
  const { matches, outdated } = await verifyPassword(password, need.hash);
  if (!outdated) return { ...need, matches, upgraded: null };
  const { hashPassword } = await import("../passwords/argon2");
  return { ...need, matches, upgraded: await hashPassword(password) };
}

async function computeHash(
  { field, policy, like }: Extract<Need, { kind: "hash" }>,
  password: string,
): Promise<string> {
  if (policy === null)
    return await (await import("../passwords/comparison")).computeDecoyHash(password, like);
  const { hashNewPassword } = await import("../passwords/newPassword");
  return await hashNewPassword(field, password, policy);
}

function toResponse({ status, headers, body }: AttemptResponse): Response {
  const response = new Response(status === 204 || status === 304 ? null : body, { status });
  response.headers.delete("content-type"); // set for any text; the answer names its own
  for (const [name, value] of headers)
    if (name !== undefined && value !== undefined) response.headers.append(name, value);
  response.headers.set("cache-control", "no-store");
  return response;
}
