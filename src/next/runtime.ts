/**
 * Sends requests to the runtime on behalf of a visitor. The visitor's session grants permissions;
 * the server's key only vouches for the visitor's IP address and the app's URL.
 */
import { BanataAuth } from "../client";
import { BanataAuthError } from "../errors";
import { environmentValue } from "../transports/environment";

/** How the server reaches the runtime, and Convex. */
export interface BanataAuthServerOptions {
  /**
   * A key of the project; it needs no permissions. Default: `BANATA_API_KEY`, then
   * `BANATA_AUTH_API_KEY` of the environment.
   */
  readonly apiKey?: string;
  /**
   * Where the runtime is mounted, such as `https://happy-otter-123.convex.site/banata`. Default:
   * `BANATA_AUTH_URL`, then `BANATA_AUTH_BASE_URL`, then the hosted `https://auth.banata.dev`.
   */
  readonly authUrl?: string;
  /** The Convex deployment's URL. Default: `NEXT_PUBLIC_CONVEX_URL`. */
  readonly convexUrl?: string;
  /**
   * The id (`cli_…`) of the app's auth client, whose trusted origins are then accepted in addition
   * to the project's, and with which users sign in at the hosted pages. Default: for the latter only,
   * `BANATA_CLIENT_ID`.
   */
  readonly clientId?: string;
  /** The secret of a confidential auth client. Default: `BANATA_CLIENT_SECRET`. */
  readonly clientSecret?: string;
  /** The folder below `app` with the routes of `hostedHandler`. Default: `/auth`. */
  readonly hostedPath?: string;
  /**
   * The page of the app that shows why a sign-in at the hosted pages did not happen. It gets `error`,
   * a `HostedSignInErrorCode`, and `return_to`. It must not begin a sign-in by itself. Default: a
   * page of this package.
   */
  readonly signInErrorPath?: string;
  /**
   * Returns the visitor's IP address, which rate limits count by. Default: the last address in
   * `x-forwarded-for`, which the nearest proxy adds and a visitor cannot forge. Behind a CDN or
   * several proxies, read the header that yours sets. With null, no limit counts by address.
   */
  readonly visitorAddress?: (headers: Headers) => string | null;
}

/**
 * Headers of a visitor's request that are passed to the runtime. The session's cookies are the only
 * credential that is passed on.
 */
const PASSED_ON = [
  "accept",
  "content-type",
  "origin",
  "referer",
  "user-agent",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
  "x-request-id",
];
const END_USER_PATHS = "/api/auth";
const TIMEOUT_MS = 30_000;

export class Runtime {
  private project: Promise<string> | null = null;

  constructor(private readonly options: BanataAuthServerOptions) {}

  /** Read when it is needed: `next build` imports the module where no key is set. */
  private get apiKey(): string {
    const apiKey =
      this.options.apiKey ?? environmentValue("BANATA_API_KEY", "BANATA_AUTH_API_KEY") ?? "";
    if (apiKey !== "") return apiKey;
    throw new BanataAuthError({
      status: 0,
      code: "invalid_configuration",
      message: "No API key: pass apiKey, or set BANATA_API_KEY",
    });
  }

  private get authUrl(): string {
    return (
      this.options.authUrl ??
      environmentValue("BANATA_AUTH_URL", "BANATA_AUTH_BASE_URL") ??
      "https://auth.banata.dev"
    ).replace(/\/$/, "");
  }

  /**
   * Sends a visitor's request to the project's endpoint at `path` (with its query) below
   * `/api/auth`. Does not follow redirects.
   */
  async send(
    visitor: Headers,
    appUrl: string,
    path: string,
    init: { readonly method: string; readonly body?: ArrayBuffer },
  ): Promise<Response> {
    const base = (await this.base()) + END_USER_PATHS;
    const url = new URL(base + path);
    // The URL parser resolves `..` in any spelling, which would leave the project's path.
    if (!url.href.startsWith(`${base}/`))
      return Response.json(
        { code: "not_found", message: "No endpoint exists at this path" },
        { status: 404 },
      );
    return await fetch(url, {
      ...init,
      headers: this.headersFor(visitor, appUrl),
      redirect: "manual",
      cache: "no-store", // Next.js 14 caches by default, and a page's `fetchCache` can say so later
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  /** `<mount>/p/<project>`: where the hosted pages are, and their issuer. */
  async base(): Promise<string> {
    return `${this.authUrl}/p/${await this.projectId()}`;
  }

  /** Exchanges a code, as the server: the headers of a page would make the answer one for a page. */
  async exchange(form: URLSearchParams, visitor: Headers): Promise<Response> {
    return await fetch(`${await this.base()}/token`, {
      method: "POST",
      body: form,
      headers: { "user-agent": visitor.get("user-agent") ?? "" },
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  private headersFor(visitor: Headers, appUrl: string): Headers {
    const headers = new Headers({
      "x-banata-proxy-key": this.apiKey,
      "x-banata-visitor-url": appUrl,
    });
    for (const name of PASSED_ON) {
      const value = visitor.get(name);
      if (value !== null) headers.set(name, value);
    }
    const cookies = sessionCookies(visitor);
    if (cookies !== "") headers.set("cookie", cookies);
    const address = (this.options.visitorAddress ?? getNearestAddress)(visitor);
    if (address !== null) headers.set("x-banata-visitor-ip", address);
    if (this.options.clientId !== undefined)
      headers.set("x-banata-client-id", this.options.clientId);
    return headers;
  }

  /** Fetches the key's project once, and again only after a failure. */
  private async projectId(): Promise<string> {
    this.project ??= new BanataAuth({ apiKey: this.apiKey, baseUrl: this.authUrl }).projects
      .getCurrentProject()
      .then(({ id }) => id);
    try {
      return await this.project;
    } catch (error) {
      this.project = null;
      throw error;
    }
  }
}

/** Returns only the cookies that the runtime has set, not the app's own. */
export function sessionCookies(headers: Headers): string {
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.filter((cookie) => /^(__Secure-|__Host-)?banata\./.test(cookie)).join("; ");
}

/**
 * Returns the app's URL as the visitor sees it, up to `/api/auth`. The runtime accepts it only if
 * the project trusts its origin.
 */
export function getAppUrl(headers: Headers, url?: URL): string {
  const mount = url ? url.pathname.slice(0, url.pathname.indexOf(`${END_USER_PATHS}/`)) : "";
  return `${getAppOrigin(headers, url)}${mount}${END_USER_PATHS}`;
}

/** Returns the app's origin as the visitor sees it. */
export function getAppOrigin(headers: Headers, url?: URL): string {
  const host =
    getFirst(headers.get("x-forwarded-host")) ?? headers.get("host") ?? url?.host ?? "localhost";
  const protocol =
    getFirst(headers.get("x-forwarded-proto")) ??
    url?.protocol.slice(0, -1) ??
    (/^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? "http" : "https");
  return `${protocol}://${host}`;
}

const getFirst = (list: string | null): string | undefined =>
  list?.split(",")[0]?.trim() || undefined;

function getNearestAddress(headers: Headers): string | null {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || null;
}
