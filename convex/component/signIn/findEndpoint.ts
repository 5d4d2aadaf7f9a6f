/** Finds the row of a request's path in the table of endpoints. */
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

/** The endpoint's methods, plus POST and HEAD for the page of a mailed link. */
export const getAllowedMethods = ({
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
