/**
 * The runtime as the app's server reaches it on behalf of a visitor: the visitor's session decides,
 * the server's key only vouches for where the visitor is.
 */
import { BanataAuth } from "../client";
import { BanataAuthError } from "../errors";
import { environmentValue } from "../transports/environment";

/** How the server reaches the runtime, and Convex. */
export interface BanataAuthServerOptions {
  /**
   * A key of the project, without any permissions if you like. Default: `BANATA_API_KEY`, then
   * `BANATA_AUTH_API_KEY` of the environment.
   */
  readonly apiKey?: string;
  /**
   * Where the runtime is mounted, such as `https://happy-otter-123.convex.site/banata`. Default:
   * `BANATA_AUTH_URL`, then `BANATA_AUTH_BASE_URL`, then the hosted `https://auth.banata.dev`.
   */
  readonly authUrl?: string;
  /** The deployment's address. Default: `NEXT_PUBLIC_CONVEX_URL`. */
  readonly convexUrl?: string;
  /**
   * `cli_…` of the auth client that the app is registered as; its trusted origins count then,
   * besides those of the project.
   */
  readonly clientId?: string;
  /**
   * The visitor's address, which limits are counted by. Default: the last address in
   * `x-forwarded-for`, the one that the nearest proxy saw and a visitor cannot make up. Behind a
   * CDN and a load balancer give the header that yours sets. Null counts for nobody.
   */
  readonly visitorAddress?: (headers: Headers) => string | null;
}

/**
 * Headers of a visitor's request that reach the runtime. No credential but the session's cookies is
 * among them.
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
const LONGEST_ANSWER_MS = 30_000;

export class Runtime {
  private readonly apiKey: string;
  private readonly authUrl: string;
  private project: Promise<string> | null = null;

  constructor(private readonly options: BanataAuthServerOptions) {
    this.apiKey = options.apiKey ?? environmentValue("BANATA_API_KEY", "BANATA_AUTH_API_KEY") ?? "";
    this.authUrl = (
      options.authUrl ??
      environmentValue("BANATA_AUTH_URL", "BANATA_AUTH_BASE_URL") ??
      "https://auth.banata.dev"
    ).replace(/\/$/, "");
    if (this.apiKey === "")
      throw new BanataAuthError({
        status: 0,
        code: "invalid_configuration",
        message: "No API key: give apiKey, or set BANATA_API_KEY",
      });
  }

  /**
   * Sends a request of the visitor to the project's path, `path` and query from below `/api/auth`.
   * Redirects are answers.
   */
  async send(
    visitor: Headers,
    appUrl: string,
    path: string,
    init: { readonly method: string; readonly body?: ArrayBuffer },
  ): Promise<Response> {
    const base = `${this.authUrl}/p/${await this.projectId()}${END_USER_PATHS}`;
    const url = new URL(base + path);
    // `..` in any spelling that a URL parser knows would leave the project.
    if (!url.href.startsWith(`${base}/`))
      return Response.json(
        { code: "not_found", message: "There is nothing at this path" },
        { status: 404 },
      );
    return await fetch(url, {
      ...init,
      headers: this.headersFor(visitor, appUrl),
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
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
    const address = (this.options.visitorAddress ?? nearestAddress)(visitor);
    if (address !== null) headers.set("x-banata-visitor-ip", address);
    if (this.options.clientId !== undefined)
      headers.set("x-banata-client-id", this.options.clientId);
    return headers;
  }

  /** Asked once, with the key; again when there was no answer. */
  private async projectId(): Promise<string> {
    this.project ??= new BanataAuth({ apiKey: this.apiKey, baseUrl: this.authUrl }).projects
      .getCurrentProject()
      .then(({ project }) => project.id);
    try {
      return await this.project;
    } catch (error) {
      this.project = null;
      throw error;
    }
  }
}

/** The cookies that the runtime has set, and none of the app's own. */
export function sessionCookies(headers: Headers): string {
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.filter((cookie) => /^(__Secure-|__Host-)?banata\./.test(cookie)).join("; ");
}

/**
 * Where the app is, as the visitor sees it, down to `/api/auth`. The runtime believes it only if
 * the project trusts that origin.
 */
export function appUrlOf(headers: Headers, url?: URL): string {
  const host =
    first(headers.get("x-forwarded-host")) ?? headers.get("host") ?? url?.host ?? "localhost";
  const protocol =
    first(headers.get("x-forwarded-proto")) ??
    url?.protocol.slice(0, -1) ??
    (/^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? "http" : "https");
  const mount = url ? url.pathname.slice(0, url.pathname.indexOf(`${END_USER_PATHS}/`)) : "";
  return `${protocol}://${host}${mount}${END_USER_PATHS}`;
}

const first = (list: string | null): string | undefined => list?.split(",")[0]?.trim() || undefined;

function nearestAddress(headers: Headers): string | null {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || null;
}
