/** The end-user endpoints of SSO as a Better Auth plugin, which makes their sessions and cookies. */
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as z from "zod/mini";
import { STATE_COOKIE } from "../../signIn/social/carriedFlow";
import { ssoSignInBody, type SsoSignInBody } from "./signInBody";
import { START_LIFETIME_MS } from "./starts";

/** Of a browser that has begun a sign-in. */
const BROWSER_COOKIE = "sso";
/** A sign-in may take until its page is opened, and then as long again. */
const COOKIE_SECONDS = (2 * START_LIFETIME_MS) / 1_000;
const FORM = "application/x-www-form-urlencoded";

const token = z.object({ token: z.string() });

/** Implemented by flow.ts; declared here, because the table of endpoints names these paths. */
interface Flow {
  begin(start: Begun): Promise<{
    readonly url: string;
    readonly pageState: string | null;
  } | null>;
  open(token: string, known: string | null): Promise<{ readonly browser: string } & Next>;
  callback(connectionId: string, browser: string | null): Promise<Ending>;
  receive(connectionId: string): Promise<string>;
  complete(token: string, browser: string | null): Promise<Ending>;
  metadata(connectionId: string): Promise<string | null>;
}
interface Begun extends Omit<SsoSignInBody, "providerId"> {
  readonly origin: string;
  readonly redirectUri: string;
  readonly errorUri?: string | undefined;
  readonly newUserUri?: string | undefined;
}
type Next = { readonly url: string } | { readonly page: () => Response };
type Ending =
  | { readonly kind: "session"; readonly userId: string; readonly redirectUri: string }
  | { readonly kind: "code"; readonly url: string }
  | { readonly kind: "otherHost"; readonly url: string }
  | { readonly kind: "tested"; readonly page: () => Response };

export const ssoEndpoints = (flow: Flow) =>
  ({
    id: "banata-sso",
    endpoints: {
      signInSso: createAuthEndpoint(
        "/sign-in/sso",
        {
          method: "POST",
          body: ssoSignInBody,
        },
        async (ctx) => {
          const {
            providerId,
            callbackURL = "/",
            errorCallbackURL,
            newUserCallbackURL,
            ...named
          } = ctx.body;
          const absolute = (url: string) => new URL(url, ctx.context.baseURL).href;
          const begun = await flow.begin({
            ...named,
            connectionId: providerId ?? named.connectionId,
            origin: new URL(ctx.context.baseURL).origin,
            redirectUri: absolute(callbackURL),
            errorUri: errorCallbackURL && absolute(errorCallbackURL),
            newUserUri: newUserCallbackURL && absolute(newUserCallbackURL),
          });
          if (begun === null)
            throw new APIError("NOT_FOUND", {
              code: "NO_SSO_CONNECTION",
              message: "There is no active SSO connection for this sign-in",
            });
          const { url, pageState } = begun;
          if (pageState !== null) {
            const cookie = ctx.context.createAuthCookie(STATE_COOKIE, { maxAge: COOKIE_SECONDS });
            await ctx.setSignedCookie(
              cookie.name,
              pageState,
              ctx.context.secret,
              cookie.attributes,
            );
          }
          return ctx.json({ url, redirect: true });
        },
      ),
      openSso: createAuthEndpoint("/sso/start", { method: "GET", query: token }, async (ctx) => {
        const opened = await flow.open(ctx.query.token, await readBrowser(ctx));
        const cookie = ctx.context.createAuthCookie(BROWSER_COOKIE, { maxAge: COOKIE_SECONDS });
        const { secret } = ctx.context;
        await ctx.setSignedCookie(cookie.name, opened.browser, secret, cookie.attributes);
        if ("page" in opened) return opened.page();
        ctx.setHeader("referrer-policy", "no-referrer");
        throw ctx.redirect(opened.url);
      }),
      ssoCallback: createAuthEndpoint(
        "/sso/callback/:providerId",
        { method: "GET" },
        async (ctx) =>
          await endSignIn(ctx, await flow.callback(ctx.params.providerId, await readBrowser(ctx))),
      ),
      ssoAcs: createAuthEndpoint(
        "/sso/saml2/sp/acs/:providerId",
        { method: "POST", metadata: { allowedMediaTypes: [FORM] } },
        async (ctx) =>
          // 303 makes it a GET, which carries the browser's Lax cookie.
          new Response(null, {
            status: 303,
            headers: {
              location: await flow.receive(ctx.params.providerId),
              "referrer-policy": "no-referrer",
            },
          }),
      ),
      completeSso: createAuthEndpoint(
        "/sso/complete",
        { method: "GET", query: token },
        async (ctx) =>
          await endSignIn(ctx, await flow.complete(ctx.query.token, await readBrowser(ctx))),
      ),
      ssoMetadata: createAuthEndpoint(
        "/sso/saml2/sp/metadata/:providerId",
        { method: "GET" },
        async (ctx) => {
          const xml = await flow.metadata(ctx.params.providerId);
          if (xml === null)
            throw new APIError("NOT_FOUND", {
              code: "NOT_FOUND",
              message: "There is no such SAML connection",
            });
          return new Response(xml, {
            headers: { "content-type": "application/samlmetadata+xml; charset=utf-8" },
          });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

/** The value of the browser's cookie, if its signature is valid. */
async function readBrowser(ctx: GenericEndpointContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie(BROWSER_COOKIE);
  return (await ctx.getSignedCookie(name, ctx.context.secret)) || null;
}

async function endSignIn(ctx: GenericEndpointContext, ending: Ending): Promise<Response> {
  if (ending.kind === "tested") return ending.page();
  if (ending.kind === "code" || ending.kind === "otherHost") throw ctx.redirect(ending.url);
  const { internalAdapter } = ctx.context;
  const session = await internalAdapter.createSession(ending.userId);
  const user = await internalAdapter.findUserById(ending.userId);
  if (!user || !session) throw new APIError("INTERNAL_SERVER_ERROR");
  await setSessionCookie(ctx, { session, user });
  throw ctx.redirect(ending.redirectUri);
}
