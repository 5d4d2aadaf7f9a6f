/**
 * Next.js support: a route handler that serves the runtime on the app's own domain, and the
 * signed-in user on the server.
 */
import { fetchAction, fetchMutation, fetchQuery, preloadQuery } from "convex/nextjs";
import type { Preloaded } from "convex/react";
import type { ArgsAndOptions, FunctionReference, FunctionReturnType } from "convex/server";
import * as react from "react";
import { environmentValue } from "../transports/environment";
import type { HostedSignInOptions } from "../hostedSignIn/request";
import { HostedRoutes } from "./hosted";
import { passOn } from "./proxy";
import { getAppUrl, Runtime, sessionCookies, type BanataAuthServerOptions } from "./runtime";

export type { HostedSignInErrorCode } from "../hostedSignIn/error";
export type { HostedSignInOptions } from "../hostedSignIn/request";
export type { BanataAuthServerOptions } from "./runtime";

/**
 * A request or its headers. Not needed in server components, actions and route handlers, where
 * Next.js provides the current request.
 */
export type RequestLike = Pick<Request, "headers">;
type Arguments<F extends FunctionReference<"query" | "mutation" | "action">> = ArgsAndOptions<
  F,
  { readonly request?: RequestLike }
>;

/** React 18 has `cache` only in server components, and not in the Pages Router of Next.js 14 and 15. */
const cache: typeof react.cache = "cache" in react ? react.cache : (load) => load;

/** See `createBanataAuthServer`. */
export interface BanataAuthServer {
  /** For `app/api/auth/[...all]/route.ts`: `export const { GET, POST } = auth.handler;` */
  readonly handler: {
    readonly GET: (request: Request) => Promise<Response>;
    readonly POST: (request: Request) => Promise<Response>;
  };
  /**
   * For `app/auth/[route]/route.ts`: `export const { GET } = auth.hostedHandler;` `/auth/sign-in`
   * sends the browser to the hosted pages, and `/auth/callback` (the client's redirect URI, with the
   * app's origin) exchanges the code and sets the session's cookies. An error is shown as a page, or
   * at `signInErrorPath`.
   */
  readonly hostedHandler: { readonly GET: (request: Request) => Promise<Response> };
  /**
   * Returns the path of the app that begins a sign-in at the hosted pages, for a link or a redirect.
   * Sets no cookie, so server components can call it.
   */
  getSignInUrl(options?: HostedSignInOptions): string;
  /** Returns the URL of a page of the runtime for the signed-in user, such as `/account`. */
  getHostedUrl(path: string): Promise<string>;
  /**
   * Returns whether the visitor is signed in now. Asks the runtime, because a cookie proves
   * nothing.
   */
  isAuthenticated(request?: RequestLike): Promise<boolean>;
  /**
   * Returns a short-lived token for Convex, or null when no user is signed in. Fetched once per
   * request. Rejects when the runtime does not answer.
   */
  getToken(request?: RequestLike): Promise<string | null>;
  /** Convex's `fetchQuery` as the visitor; unauthenticated when no user is signed in. */
  fetchAuthQuery<F extends FunctionReference<"query">>(
    query: F,
    ...args: Arguments<F>
  ): Promise<FunctionReturnType<F>>;
  /** Convex's `fetchMutation` as the visitor. */
  fetchAuthMutation<F extends FunctionReference<"mutation">>(
    mutation: F,
    ...args: Arguments<F>
  ): Promise<FunctionReturnType<F>>;
  /** Convex's `fetchAction` as the visitor. */
  fetchAuthAction<F extends FunctionReference<"action">>(
    action: F,
    ...args: Arguments<F>
  ): Promise<FunctionReturnType<F>>;
  /**
   * Convex's `preloadQuery` as the visitor, for `usePreloadedQuery` in the browser. Pass
   * `initialToken` to the provider, so that it continues as the same user.
   */
  preloadAuthQuery<F extends FunctionReference<"query">>(
    query: F,
    ...args: Arguments<F>
  ): Promise<Preloaded<F>>;
}

/**
 * Serves the runtime on a Next.js app's own domain. Session cookies are then first-party, so the
 * server can render pages for the signed-in user and third-party cookies are not needed.
 *
 * ```ts
 * // lib/auth.ts
 * export const auth = createBanataAuthServer(); // BANATA_API_KEY, BANATA_AUTH_URL, NEXT_PUBLIC_CONVEX_URL
 * // app/api/auth/[...all]/route.ts
 * export const { GET, POST } = auth.handler;
 * // app/layout.tsx, around a client component with <BanataAuthProvider baseUrl="" client={…} initialToken={token}>
 * const token = await auth.getToken();
 * ```
 *
 * The project is the key's, fetched once. The key only vouches for the visitor's IP address and the
 * app's URL; it grants visitors no permissions. The app's origin must be registered in the
 * project's `corsOrigins` or with the auth client of `clientId`; links in mails point to it.
 *
 * The environment is read at the first request, so `next build` needs no key. Without one, the
 * handler answers 502 and the functions reject with `invalid_configuration`.
 */
export function createBanataAuthServer(options: BanataAuthServerOptions = {}): BanataAuthServer {
  const runtime = new Runtime(options);
  const findConvexUrl = () => options.convexUrl ?? environmentValue("NEXT_PUBLIC_CONVEX_URL");
  const tokenFor = async (headers: Headers): Promise<string | null> => {
    if (sessionCookies(headers) === "") return null;
    const answer = await runtime.send(headers, getAppUrl(headers), "/convex/token", {
      method: "GET",
    });
    const body = (await answer.json().catch(() => ({}))) as {
      token?: string;
      code?: string;
      message?: string;
    }; // the runtime's answer, or a foreign one
    if (answer.ok && body.token !== undefined) return body.token;
    // No user is signed in, unless the code is `authentication_required`, which is about the
    // server's key.
    if (answer.status === 401 && body.code !== "authentication_required") return null;
    throw new Error(`The auth runtime answered ${answer.status}: ${body.message ?? "no message"}`);
  };
  const tokenOfThisRequest = cache(
    async () => await tokenFor(await (await import("next/headers")).headers()),
  );
  const getToken = async (request?: RequestLike) =>
    await (request ? tokenFor(request.headers) : tokenOfThisRequest());
  const hosted = new HostedRoutes(
    runtime,
    options,
    async (headers) => (await tokenFor(headers)) !== null,
  );
  const pass = async (request: Request) => await passOn(runtime, request);
  const asVisitor = async (options: { readonly request?: RequestLike } | undefined) => ({
    token: (await getToken(options?.request)) ?? undefined,
    url: findConvexUrl(),
  });

  return {
    handler: { GET: pass, POST: pass },
    hostedHandler: { GET: async (request) => await hosted.handle(request) },
    getSignInUrl: (signIn = {}) => hosted.getSignInUrl(signIn),
    getHostedUrl: async (path) => (await runtime.base()) + path,
    getToken,
    isAuthenticated: async (request) => (await getToken(request)) !== null,
    fetchAuthQuery: async (query, args, options) =>
      await fetchQuery(query, args ?? {}, await asVisitor(options)),
    fetchAuthMutation: async (mutation, args, options) =>
      await fetchMutation(mutation, args ?? {}, await asVisitor(options)),
    fetchAuthAction: async (action, args, options) =>
      await fetchAction(action, args ?? {}, await asVisitor(options)),
    preloadAuthQuery: async (query, args, options) =>
      await preloadQuery(query, args ?? {}, await asVisitor(options)),
  };
}
