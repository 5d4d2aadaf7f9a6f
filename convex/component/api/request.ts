/** What every HTTP request is asked first: where it goes, what it is called, what it carries. */
import { invalidField, problem } from "../core/errors";
import { siteUrl } from "../core/siteUrl";

const MAXIMUM_BODY_BYTES = 1024 * 1024;

export interface Place {
  /** Below the mount and the project. */
  readonly path: string;
  /** Named by the path (`/p/<project>/api/…`), else null. */
  readonly projectId: string | null;
  readonly search: URLSearchParams;
  /** The request's address on the configured site, whatever host it was sent to. */
  readonly url: URL;
  /** What stands before `path` in the visitor's address. */
  readonly base: string;
}

/** The only reader of the address in a request: all others go by the place. */
export function placeOf(request: Request): Place {
  const { pathname, search, searchParams } = new URL(request.url);
  const site = siteUrl();
  const mount = site.pathname.replace(/\/$/, "");
  const below =
    mount !== "" && pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : pathname;
  const [, project, rest] = /^\/p\/([^/]+)(\/.*)$/.exec(below) ?? [];
  const path = rest ?? below;
  const url = new URL(site.origin);
  url.pathname = mount + below; // set, not parsed: `//host` at the beginning is a path here
  url.search = search;
  return {
    path,
    projectId: project ?? null,
    search: searchParams,
    url,
    base: url.pathname.slice(0, url.pathname.length - path.length),
  };
}

/** The caller's own, when it is sane: it ends up in logs and in the audit log. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._:-]{1,128}$/.test(given)
    ? given
    : `req_${crypto.randomUUID()}`;
}

export async function bodyOf(request: Request): Promise<string> {
  const body = await request.arrayBuffer();
  if (body.byteLength > MAXIMUM_BODY_BYTES)
    throw invalidField("", "The body is larger than 1 MiB", "too_big");
  const text = decodedText(body);
  // Convex's own decoder answers undefined where the standard says that it throws.
  if (typeof text !== "string") throw problem("invalid_json", "The body is not UTF-8");
  return text;
}

function decodedText(body: ArrayBuffer): unknown {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
