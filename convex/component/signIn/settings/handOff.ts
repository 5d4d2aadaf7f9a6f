/**
 * Hands a session over to a page on another host. A sign-in by mailed link or social provider sets
 * the session cookie on this runtime's host, where a page on another host or an app cannot read it.
 * So the redirect carries a one-time token, valid for three minutes, which the page exchanges for
 * the session (`POST /one-time-token/verify`). Only registered and trusted redirects get here
 * (origins/redirects.ts).
 */
import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint, createAuthMiddleware } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { oneTimeToken } from "better-auth/plugins/one-time-token";
import * as z from "zod/mini";
import type { Visit } from "../visit";
import { randomToken, sha256 } from "../../core/secrets";

const PARAMETER = "ott";
const LIFETIME_MS = 3 * 60_000;
/**
 * Tokens that only the page can redeem that began the flow: their hash includes its state. They are
 * `b.<mark of the state>.<random>`; others have no dot.
 */
const BOUND = "b.";

const hashBound = async (token: string, state: string): Promise<string> =>
  await sha256(`${token}.${state}`);

/** Tells the states of a page apart. */
const toMark = async (state: string): Promise<string> => (await sha256(state)).slice(0, 12);

/** The state that the token is bound to; null when the page does not have it. */
async function findState(token: string, states: readonly string[]): Promise<string | null> {
  const marks = await Promise.all(states.map(toMark));
  return states[marks.indexOf(token.split(".")[1] ?? "")] ?? null;
}

/**
 * Better Auth's endpoints, with tokens stored as hashes, and the path that the provider of
 * `@convex-dev/better-auth` posts the token of a redirect to.
 */
export function oneTimeTokens(readStates: () => Promise<readonly string[]>) {
  const hash = async (token: string) =>
    token.startsWith(BOUND)
      ? await hashBound(token, (await findState(token, await readStates())) ?? "")
      : await sha256(token);
  const plugin = oneTimeToken({ storeToken: { type: "custom-hasher", hash } });
  const { verifyOneTimeToken } = plugin.endpoints;
  return {
    ...plugin,
    endpoints: {
      ...plugin.endpoints,
      verifyCrossDomainToken: createAuthEndpoint(
        "/cross-domain/one-time-token/verify",
        { method: "POST", body: z.object({ token: z.string() }) },
        async (ctx) => {
          const found = await verifyOneTimeToken({
            ...ctx,
            asResponse: false,
            returnHeaders: false,
            returnStatus: false,
          });
          // The call above set the cookie on a response of its own, which is not sent.
          await setSessionCookie(ctx, found);
          return ctx.json(found);
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}

export const handOff = ({ carriedState, endpoint }: Pick<Visit, "carriedState" | "endpoint">) =>
  ({
    id: "banata-hand-off",
    hooks: {
      after: [
        {
          // Signing in with a GET responds with a redirect.
          matcher: () => endpoint.signsIn !== null && endpoint.methods.includes("GET"),
          handler: createAuthMiddleware(async (ctx) => {
            const { newSession, responseHeaders, baseURL, internalAdapter } = ctx.context;
            const address = responseHeaders?.get("location") ?? "";
            if (
              !newSession ||
              !URL.canParse(address) ||
              (carriedState === null && new URL(address).hostname === new URL(baseURL).hostname)
            )
              return;
            const bound = carriedState === null ? "" : `${BOUND}${await toMark(carriedState)}.`;
            const token = bound + randomToken();
            const hash =
              carriedState === null ? await sha256(token) : await hashBound(token, carriedState);
            await internalAdapter.createVerificationValue({
              identifier: `one-time-token:${hash}`,
              value: newSession.session.token,
              expiresAt: new Date(Date.now() + LIFETIME_MS),
            });
            const url = new URL(address);
            url.searchParams.set(PARAMETER, token);
            throw ctx.redirect(url.href);
          }),
        },
      ],
    },
  }) satisfies BetterAuthPlugin;
