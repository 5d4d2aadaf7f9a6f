/** Reads the parts common to every HTTP request: its place, request id and body. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { formatDomainOrigin, isDomainName } from "../core/authDomain";
import { invalidField, problem } from "../core/errors";
import { MAXIMUM_BODY_BYTES } from "../core/requestLimits";
import { findAudience, loadConsoleOrigin, type Audience } from "../core/consoleOrigin";
import { siteUrl } from "../core/siteUrl";
import type { LargeField } from "../wire/operation";

const MIB = 1024 * 1024;

export interface Place {
  /** The path below the mount and the project. */
  readonly path: string;
  /** The project named by the path (`/p/<project>/api/…`), else null. */
  readonly projectId: string | null;
  readonly search: URLSearchParams;
  /**
   * The request's URL on the configured site, or on the console's origin or a project's confirmed
   * auth domain if it was sent there; never on another host.
   */
  readonly url: URL;
  /** Whom the host serves to which the request was sent. */
  readonly audience: Audience;
  /** The part of the public URL's path that precedes `path`. */
  readonly base: string;
}

/** The only reader of a request's URL; everything else uses the place. */
export async function parsePlace(
  ctx: Pick<ActionCtx, "runQuery">,
  request: Request,
): Promise<Place> {
  const { pathname, search, searchParams } = new URL(request.url);
  const site = siteUrl();
  const mount = site.pathname.replace(/\/$/, "");
  const below =
    mount !== "" && pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : pathname;
  const [, project, rest] = /^\/p\/([^/]+)(\/.*)$/.exec(below) ?? [];
  const path = rest ?? below;
  const audience = await loadAudience(ctx, request.url);
  const url = new URL(chooseOrigin(audience) ?? site.origin);
  url.pathname = mount + below; // assigned, not parsed: a leading `//host` is part of the path here
  url.search = search;
  return {
    path,
    projectId: project ?? null,
    search: searchParams,
    url,
    audience,
    base: url.pathname.slice(0, url.pathname.length - path.length),
  };
}

const chooseOrigin = (audience: Audience): string | null =>
  typeof audience === "object"
    ? audience.origin
    : audience === "operators"
      ? loadConsoleOrigin()
      : null;

/** One query for each request at another host than those of the deployment. */
async function loadAudience(
  ctx: Pick<ActionCtx, "runQuery">,
  requestUrl: string,
): Promise<Audience> {
  const audience = findAudience(requestUrl);
  const { hostname } = new URL(requestUrl);
  if (audience === "operators" || !isDomainName(hostname)) return audience;
  const projectId: string | null = await ctx.runQuery(internal.projects.authDomains.findProject, {
    domain: hostname,
  });
  return projectId === null ? audience : { projectId, origin: formatDomainOrigin(hostname) };
}

/**
 * The caller's request id if it is well-formed (it ends up in logs and the audit log), else a new
 * one.
 */
export function readRequestId(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._:-]{1,128}$/.test(given)
    ? given
    : `req_${crypto.randomUUID()}`;
}

/** @param largeField a field of the operation that needs a larger body than others */
export async function readBody(request: Request, largeField?: LargeField): Promise<string> {
  const text = decodeUtf8(await readBytes(request, largeField));
  if (text === null) throw problem("invalid_json", "The body is not UTF-8");
  return text;
}

/** The body as it was sent. Throws 422 `too_big`. */
export async function readBytes(
  request: Request,
  { name, maximumBody }: LargeField = { name: "", maximumBody: MAXIMUM_BODY_BYTES },
): Promise<ArrayBuffer> {
  const body = await request.arrayBuffer();
  if (body.byteLength > maximumBody)
    throw invalidField(name, `The body is larger than ${maximumBody / MIB} MiB`, "too_big");
  return body;
}

/** Null for bytes that are not UTF-8. */
export function decodeUtf8(bytes: ArrayBuffer): string | null {
  try {
    // Convex's own decoder returns undefined where the standard requires it to throw.
    const text: unknown = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
