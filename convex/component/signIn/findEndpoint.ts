/** Finds the row of a request's path in the table of endpoints. */
import { problem } from "../core/errors";
import { getPath, type AttemptRequest } from "./attemptRequest";
import type { Endpoint } from "./endpoint";
import { endpoints } from "./endpoints";
import type { EndpointPath } from "./mountedPaths";

export interface MatchedEndpoint extends Endpoint {
  /** The key of its row in the table. */
  readonly name: EndpointPath;
}

/** Finds the endpoint at a path relative to the base path; null when none is served. */
export function findEndpoint(method: string, path: string): MatchedEndpoint | null {
  const name = findEndpointName(path);
  const endpoint: Endpoint | null = name === null ? null : endpoints[name];
  if (name === null || endpoint === null) return null;
  return getAllowedMethods(endpoint).includes(method) ? { ...endpoint, name } : null;
}

/** Throws 404 when no endpoint is served at the request's path, and 405 for an unsupported HEAD. */
export function requireEndpoint(
  request: Pick<AttemptRequest, "method" | "url">,
  basePath: string,
): MatchedEndpoint {
  const path = getPath(basePath, request);
  const endpoint = findEndpoint(request.method, path);
  if (endpoint) return endpoint;
  // HEAD is defined as safe, and link scanners send it.
  const read = request.method === "HEAD" ? findEndpoint("GET", path) : null;
  if (!read) throw problem("not_found", `There is no endpoint ${request.method} ${path}`);
  throw problem("method_not_allowed", `${path} does not support HEAD`, {
    allow: getAllowedMethods(read),
  });
}

/** The endpoint's methods, plus POST and HEAD for the page of a mailed link. */
const getAllowedMethods = ({
  methods,
  mailedLink,
  answersHead,
}: Pick<Endpoint, "methods" | "mailedLink" | "answersHead">): string[] => [
  ...methods,
  ...(mailedLink ? ["POST"] : []),
  ...(mailedLink || answersHead ? ["HEAD"] : []),
];

/** The prefixes of paths that end in a parameter. */
const withParameter = Object.keys(endpoints).flatMap((path) =>
  path.includes("/:") ? [path.slice(0, path.indexOf(":"))] : [],
);

function findEndpointName(path: string): EndpointPath | null {
  if (Object.hasOwn(endpoints, path) && !path.includes(":")) return path as EndpointPath; // checked by hasOwn
  const prefix = withParameter.find(
    (each) => path.startsWith(each) && !path.slice(each.length).includes("/"),
  );
  const name = Object.keys(endpoints).find(
    (each) => prefix !== undefined && each.startsWith(`${prefix}:`),
  );
  return (name as EndpointPath | undefined) ?? null; // a key of the table
}
