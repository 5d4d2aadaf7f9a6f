/** The end-user endpoints of SSO as a Better Auth plugin, which makes their sessions and cookies. */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as z from "zod/mini";
import { START_LIFETIME_MS } from "./starts";

const text = z.optional(z.string());

/** The cookie of a browser that has begun a sign-in. */
const BROWSER_COOKIE = "sso";

/** Implemented by flow.ts; declared here, because the table of endpoints names these paths. */
interface Flow {
  begin(start: {
    readonly connectionId?: string | undefined;
    readonly organizationId?: string | undefined;
    readonly organizationSlug?: string | undefined;
    readonly domain?: string | undefined;
    readonly email?: string | undefined;
    readonly issuer?: string | undefined;
    readonly redirectUri: string;
    readonly errorUri?: string | undefined;
    readonly newUserUri?: string | undefined;
    readonly loginHint?: string | undefined;
  }): Promise<string | null>;
  open(
    token: string,
    browser: string | null,
  ): Promise<{ readonly url: string; readonly browser: string }>;
  endOidc(connectionId: string, browser: string | null): Promise<Ending>;
}

type Ending =
  | { readonly kind: "session"; readonly userId: string; readonly redirectUri: string }
  | { readonly kind: "redirect"; readonly url: string }
  | { readonly kind: "tested"; readonly profile: object };

export const ssoEndpoints = (flow: Flow) =>
  ({
    id: "banata-sso",
    endpoints: {
      signInSso: createAuthEndpoint(
        "/sign-in/sso",
        {
          method: "POST",
          body: z.object({
            providerId: text,
            organizationId: text,
            organizationSlug: text,
            domain: text,
            email: text,
            issuer: text,
            callbackURL: text,
            errorCallbackURL: text,
            newUserCallbackURL: text,
            loginHint: text,
          }),
        },
        async (ctx) => {
          const { providerId, callbackURL, errorCallbackURL, newUserCallbackURL, ...named } =
            ctx.body;
          const absolute = (url: string | undefined) =>
            url === undefined ? undefined : new URL(url, ctx.context.baseURL).href;
          const url = await flow.begin({
            ...named,
            connectionId: providerId,
            redirectUri: absolute(callbackURL ?? "/")!, // of a text
            errorUri: absolute(errorCallbackURL),
            newUserUri: absolute(newUserCallbackURL),
          });
          if (url === null)
            throw new APIError("NOT_FOUND", {
              code: "NO_SSO_CONNECTION",
              message: "There is no active SSO connection for this sign-in",
            });
          return ctx.json({ url, redirect: true });
        },
      ),
      openSso: createAuthEndpoint(
        "/sso/start",
        { method: "GET", query: z.object({ token: z.string() }) },
        async (ctx) => {
          const cookie = ctx.context.createAuthCookie(BROWSER_COOKIE, {
            maxAge: (2 * START_LIFETIME_MS) / 1_000,
          });
          const known = await ctx.getSignedCookie(cookie.name, ctx.context.secret);
          const { url, browser } = await flow.open(ctx.query.token, known || null);
          await ctx.setSignedCookie(cookie.name, browser, ctx.context.secret, cookie.attributes);
          ctx.setHeader("referrer-policy", "no-referrer");
          throw ctx.redirect(url);
        },
      ),
      ssoCallback: createAuthEndpoint(
        "/sso/callback/:providerId",
        { method: "GET" },
        async (ctx) => {
          const { name } = ctx.context.createAuthCookie(BROWSER_COOKIE);
          const browser = await ctx.getSignedCookie(name, ctx.context.secret);
          const ending = await flow.endOidc(ctx.params.providerId, browser || null);
          if (ending.kind === "redirect") throw ctx.redirect(ending.url);
          if (ending.kind === "tested") return ctx.json({ tested: true });
          const { internalAdapter } = ctx.context;
          const user = await internalAdapter.findUserById(ending.userId);
          const session = await internalAdapter.createSession(ending.userId);
          if (!user || !session) throw new APIError("INTERNAL_SERVER_ERROR");
          await setSessionCookie(ctx, { session, user });
          throw ctx.redirect(ending.redirectUri);
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
