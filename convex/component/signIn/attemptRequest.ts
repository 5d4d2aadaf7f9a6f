/** An end user's request and response, as passed between the HTTP action and the mutations. */
import { v, type Infer } from "convex/values";
import { audienceValidator } from "../core/consoleOrigin";

/** What the app's own server says about a request that it forwards (origins/forwarded.ts). */
const forwardedValidator = v.object({
  /** Null for a server without a key, which speaks for the app's URL only. */
  keyHash: v.union(v.string(), v.null()),
  ip: v.union(v.string(), v.null()),
  base: v.string(),
});
export type Forwarded = Infer<typeof forwardedValidator>;

export const requestValidator = v.object({
  method: v.string(),
  url: v.string(),
  /** Of the host to which it was sent, also when an app's server forwarded it. */
  audience: audienceValidator,
  headers: v.array(v.array(v.string())),
  body: v.string(),
  /** Whether the page keeps its cookies itself (cookies/carriedCookies.ts). */
  carriesCookies: v.boolean(),
  id: v.string(),
  ip: v.union(v.string(), v.null()),
  /** Limits may count by `ip` (api/clientAddress.ts); else it is only for the record. */
  hasTrustedIp: v.boolean(),
  userAgent: v.union(v.string(), v.null()),
  forwarded: v.union(forwardedValidator, v.null()),
});
export const responseValidator = v.object({
  status: v.number(),
  headers: v.array(v.array(v.string())),
  body: v.string(),
});
export type AttemptRequest = Infer<typeof requestValidator>;
export type AttemptResponse = Infer<typeof responseValidator>;

/** The path relative to the base path, such as `/sign-in/email`. */
export const getPath = (basePath: string, { url }: Pick<AttemptRequest, "url">): string =>
  new URL(url).pathname.slice(basePath.length);

/** The fields of a JSON object; empty for anything else. */
export function parseFields(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export async function toAttemptResponse(response: Response): Promise<AttemptResponse> {
  return {
    status: response.status,
    headers: [...response.headers.entries()].map(([name, value]) => [name, value]),
    body: await response.text(),
  };
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** An error response in Better Auth's format. */
export const toRefusalResponse = (
  { code, message }: Refusal,
  { status = 403, headers = [] }: { status?: number; headers?: string[][] } = {},
): AttemptResponse => ({
  status,
  headers: [["content-type", "application/json"], ...headers],
  body: JSON.stringify({ message, code }),
});
