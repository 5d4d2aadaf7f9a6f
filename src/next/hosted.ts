/**
 * Sign-in through the hosted pages, on the app's server: a route that begins it, and one that ends
 * it. Pages link to the first one, so that no page has to set a cookie while it is rendered, and
 * none is set for a link that is not followed.
 */
import { readAnswer, requireCode, toExchangeError } from "../hostedSignIn/answer";
import { HostedSignInError } from "../hostedSignIn/error";
import {
  createHostedSignIn,
  exchangeForm,
  type HostedSignInOptions,
} from "../hostedSignIn/request";
import { resolveReturnTo } from "../hostedSignIn/returnTo";
import { environmentValue } from "../transports/environment";
import { clearFlow, evictFlows, findFlow, setFlow } from "./flowCookies";
import { getAppOrigin, type BanataAuthServerOptions, type Runtime } from "./runtime";
import { toVisitorCookie } from "./sessionCookies";
import { showSignInError } from "./signInErrorPage";

/** The parameters of the route that begins a sign-in. */
const PARAMETERS = {
  returnTo: "return_to",
  screenHint: "screen_hint",
  loginHint: "login_hint",
  organizationId: "organization_id",
  prompt: "prompt",
} as const satisfies { readonly [option in keyof Required<HostedSignInOptions>]: string };

export class HostedRoutes {
  /** @param isSignedIn whether the visitor has a session already */
  constructor(
    private readonly runtime: Runtime,
    private readonly options: BanataAuthServerOptions,
    private readonly isSignedIn: (headers: Headers) => Promise<boolean>,
  ) {}

  getSignInUrl(options: HostedSignInOptions): string {
    const query = new URLSearchParams();
    for (const [option, name] of Object.entries(PARAMETERS)) {
      const value = options[option as keyof HostedSignInOptions]; // its keys
      if (value) query.set(name, value);
    }
    const path = `${this.options.hostedPath ?? "/auth"}/sign-in`;
    return query.size === 0 ? path : `${path}?${query}`;
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const origin = getAppOrigin(request.headers, url);
    const route = url.pathname.split("/").at(-1);
    const visit = { request, url, origin };
    if (route === "sign-in") return await this.#begin(visit);
    if (route === "callback") return await this.#end(visit);
    return Response.json({ code: "not_found", message: "No route exists here" }, { status: 404 });
  }

  async #begin({ request, url, origin }: Visit): Promise<Response> {
    // Next.js repeats a navigation that did not get a page, in the browser itself.
    if (!isNavigation(request.headers)) return new Response(null, { status: 204, headers });
    const given = readOptions(url.searchParams);
    try {
      const returnTo = resolveReturnTo(given.returnTo ?? "/", origin);
      const redirectUri = origin + url.pathname.replace(/sign-in$/, "callback");
      const app = { base: await this.runtime.base(), clientId: this.#clientId(), redirectUri };
      const { url: location, state, verifier } = await createHostedSignIn(app, given);
      const flow = { verifier, redirectUri, returnTo, at: Date.now() };
      return redirect(location, [
        ...evictFlows(request.headers),
        setFlow(state, flow, origin.startsWith("https:")),
      ]);
    } catch (error) {
      return this.#fail(error, given.returnTo ?? null, []);
    }
  }

  async #end({ request, url, origin }: Visit): Promise<Response> {
    const answer = readAnswer(url.searchParams);
    const state = answer?.state ?? "";
    const isSecure = origin.startsWith("https:");
    const flow = findFlow(request.headers, state, isSecure);
    const cleared = flow ? [clearFlow(state, isSecure)] : [];
    try {
      if (answer === null)
        throw new HostedSignInError("invalid_request", "The callback's URL has no answer");
      if (flow === null) {
        // The back button leads here again after a sign-in.
        if (await this.isSignedIn(request.headers)) return redirect(`${origin}/`, []);
        throw new HostedSignInError(
          "unknown_state",
          "This browser did not begin this sign-in, or has ended it already",
        );
      }
      const code = requireCode(answer, await this.runtime.base());
      const form = exchangeForm(
        { clientId: this.#clientId(), redirectUri: flow.redirectUri },
        code,
        flow.verifier,
      );
      const secret = this.options.clientSecret ?? environmentValue("BANATA_CLIENT_SECRET");
      if (secret) form.set("client_secret", secret);
      const exchanged = await this.runtime.exchange(form, request.headers);
      if (!exchanged.ok) throw await toExchangeError(exchanged);
      const session = exchanged.headers
        .getSetCookie()
        .map((cookie) => toVisitorCookie(cookie, isSecure));
      return redirect(resolveReturnTo(flow.returnTo, origin), [...cleared, ...session]);
    } catch (error) {
      return this.#fail(error, flow?.returnTo ?? null, cleared);
    }
  }

  #clientId(): string {
    const clientId = this.options.clientId ?? environmentValue("BANATA_CLIENT_ID");
    if (clientId) return clientId;
    throw new HostedSignInError(
      "invalid_configuration",
      "No auth client: pass clientId, or set BANATA_CLIENT_ID",
    );
  }

  #fail(thrown: unknown, returnTo: string | null, cookies: readonly string[]): Response {
    const code = thrown instanceof HostedSignInError ? thrown.code : "network_error";
    console.error(`A sign-in at the hosted pages ended with ${code}:`, thrown);
    const isUsable = returnTo !== null && code !== "invalid_return_to";
    const again = isUsable ? { returnTo } : {};
    const { signInErrorPath } = this.options;
    if (signInErrorPath === undefined)
      return showSignInError(code, this.getSignInUrl(again), cookies);
    const query = new URLSearchParams({
      error: code,
      ...(isUsable ? { return_to: returnTo } : {}),
    });
    const separator = signInErrorPath.includes("?") ? "&" : "?";
    return redirect(`${signInErrorPath}${separator}${query}`, cookies);
  }
}

interface Visit {
  readonly request: Request;
  readonly url: URL;
  /** The app's own, as the visitor sees it. */
  readonly origin: string;
}

/** The pages check the values. */
const readOptions = (search: URLSearchParams): HostedSignInOptions =>
  Object.fromEntries(
    Object.entries(PARAMETERS).map(([option, name]) => [option, search.get(name) ?? undefined]),
  );

/** Whether the browser will show what the answer redirects to. Browsers on http do not say it. */
function isNavigation(sent: Headers): boolean {
  const isPrefetch =
    sent.has("next-router-prefetch") ||
    sent.has("x-middleware-prefetch") ||
    /prefetch/.test(`${sent.get("purpose")} ${sent.get("sec-purpose")}`);
  return !isPrefetch && (sent.get("sec-fetch-dest") ?? "document") === "document";
}

const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

function redirect(location: string, cookies: readonly string[]): Response {
  const response = new Response(null, { status: 303, headers: { ...headers, location } });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
