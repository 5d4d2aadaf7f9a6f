/** What a request of a directory asks for. */
import { readBody as readText } from "../../api/request";
import { ScimError } from "../../scim/errors";
import { readBody } from "../../scim/json";
import type { ResourceKind } from "../../scim/schemas";
import { MethodNotAllowed } from "./answers";

export type Discovery = "ServiceProviderConfig" | "ResourceTypes" | "Schemas";
export type Target =
  | { readonly to: "discovery"; readonly of: Discovery; readonly id: string | null }
  | { readonly to: "resources"; readonly kind: ResourceKind }
  | { readonly to: "search"; readonly kind: ResourceKind }
  | { readonly to: "resource"; readonly kind: ResourceKind; readonly id: string }
  | { readonly to: "bulk" };

const discovery: readonly string[] = [
  "ServiceProviderConfig",
  "ResourceTypes",
  "Schemas",
] satisfies readonly Discovery[];

/** @param path below the base URL. Throws 404 for a URL that does not exist. */
export function parseTarget(path: string): Target {
  const segments = path.split("/").filter((segment) => segment !== "");
  const [first = "", second, ...others] = segments;
  const unknown = new ScimError(404, `No endpoint at ${path.slice(0, 100)}`);
  if (others.length > 0) throw unknown;
  if (discovery.includes(first) && (second === undefined || first !== "ServiceProviderConfig"))
    return { to: "discovery", of: first as Discovery, id: decode(second) };
  if (first === "Bulk" && second === undefined) return { to: "bulk" };
  if (first !== "Users" && first !== "Groups") throw unknown;
  const kind = first === "Users" ? "User" : "Group";
  if (second === undefined) return { to: "resources", kind };
  if (second === ".search") return { to: "search", kind };
  return { to: "resource", kind, id: decode(second) ?? "" };
}

function decode(segment: string | undefined): string | null {
  if (segment === undefined) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A missing row does not compile. */
const methods: { readonly [T in Target["to"]]: readonly string[] } = {
  discovery: ["GET"],
  resources: ["GET", "POST"],
  search: ["POST"],
  resource: ["GET", "PUT", "PATCH", "DELETE"],
  bulk: ["POST"],
};

/** HEAD is answered like GET. */
export function requireMethod(method: string, { to }: Target): string {
  const asked = method === "HEAD" ? "GET" : method;
  if (!methods[to].includes(asked)) throw new MethodNotAllowed(method, methods[to]);
  return asked;
}

/** The body as JSON. Throws 415 for another content type, 413 and 400. */
export async function parseBody(request: Request): Promise<unknown> {
  return readBody(await readText(request), request.headers.get("content-type"));
}
