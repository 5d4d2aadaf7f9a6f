/** End users' paths: everything under `/api/auth` that is no management operation. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { problem, unauthenticated } from "../errors";
import type { AttemptReply } from "./attempt";
import type { AttemptRequest, AttemptResponse } from "./attemptRequest";
import type { Effect, Need } from "./effects";
import { newSigningKey } from "./tokens/signingKeys";

/** More needs than any endpoint has. */
const MAXIMUM_CALLS = 4;

/**
 * `projectPath` null: the default project. `basePath` as the visitor's address has it, mount
 * included.
 */
export async function handleEndUserRequest(
  ctx: ActionCtx,
  request: AttemptRequest,
  projectId: string | null,
  basePath: string,
): Promise<Response> {
  const effects: Effect[] = [];
  const claim = crypto.randomUUID();
  for (let call = 0; call < MAXIMUM_CALLS; call++) {
    const args = { projectId, basePath, request, effects, claim, counted: call > 0 };
    const reply: AttemptReply = await ctx.runMutation(internal.signIn.attempt.attempt, args);
    if ("response" in reply) return responseOf(reply.response);
    if (reply.need.kind === "signingKey")
      await ctx.runMutation(internal.signIn.tokens.signingKeys.store, {
        projectId: reply.need.projectId,
        ...(await newSigningKey()),
      });
    else effects.push(await effectFor(reply.need, request.body));
  }
  throw problem("internal_error", "This request asks for more than it should");
}

/**
 * Only visible parts of a request that Better Auth needs. A session's id is no credential, so a
 * bearer that looks like one is refused.
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
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
    "x-banata-client-id",
  ];
  // Browsers say from where (`sec-fetch-site`) whenever they say how; Node's fetch only says how,
  // and would be taken for a browser that hides its origin. It never says that it navigates.
  const isBrowser = headers.has("sec-fetch-site") || headers.get("sec-fetch-mode") === "navigate";
  return wanted.flatMap((name) => {
    const value = name.startsWith("sec-fetch-") && !isBrowser ? null : headers.get(name);
    return value === null ? [] : [[name, value]];
  });
}

/**
 * What it takes is loaded when it is needed: every request evaluates this module, few ask for a
 * hash or a provider.
 */
async function effectFor(
  need: Exclude<Need, { kind: "signingKey" }>,
  body: string,
): Promise<Effect> {
  if (need.kind === "provider") return await (await import("./social/answer")).answerOf(need);
  const { [need.field]: text, email, name } = JSON.parse(body) as Record<string, unknown>;
  const password = String(text); // the transaction found it there
  if (need.kind === "hash")
    return { kind: "hash", field: need.field, hash: await newHash(need, password, [email, name]) };
  const { hashPassword, verifyPassword } = await import("../passwords/hash");
  const { matches, outdated } = await verifyPassword(password, need.hash);
  return { ...need, matches, upgraded: outdated ? await hashPassword(password) : null };
}

async function newHash(
  { field, policy }: Extract<Need, { kind: "hash" }>,
  password: string,
  names: unknown[],
): Promise<string> {
  if (policy === null) return await (await import("../passwords/hash")).hashPassword(password);
  const { hashNewPassword } = await import("../passwords/newPassword");
  return await hashNewPassword(field, password, {
    ...policy,
    names: names.filter((name) => typeof name === "string"),
  });
}

function responseOf({ status, headers, body }: AttemptResponse): Response {
  const response = new Response(status === 204 || status === 304 ? null : body, { status });
  for (const [name, value] of headers)
    if (name !== undefined && value !== undefined) response.headers.append(name, value);
  response.headers.set("cache-control", "no-store");
  return response;
}
