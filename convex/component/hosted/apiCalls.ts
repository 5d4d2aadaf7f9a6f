/**
 * Calls the sign-in endpoints as a page of the runtime's own origin would, so that their limits,
 * factors and policies apply. The pages have no other way to sign a user in.
 */
import { readSender } from "../api/clientAddress";
import { errorStatus, findProblem } from "../core/errors";
import { endUserHeaders, handleEndUserRequest } from "../signIn/http";
import type { EndpointPath } from "../signIn/mountedPaths";
import { sha256 } from "../core/secrets";
import type { PageVisit } from "./visit";

export interface ApiAnswer {
  readonly isDone: boolean;
  readonly status: number;
  /** Of a refusal. */
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The objects of an answer that is a list. */
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  readonly retryAfter: string | null;
  /** The hash of the new session's token; null if there is none. */
  readonly tokenHash: string | null;
}

const API_PATH = "/api/auth";

type Fields = Readonly<Record<string, string | boolean | object | undefined>>;

export const callApi = async (visit: PageVisit, path: EndpointPath, fields: Fields) =>
  await send(visit, path, { method: "POST", body: JSON.stringify(fields) });

/** For the endpoints that only read. */
export const readApi = async (visit: PageVisit, path: EndpointPath) =>
  await send(visit, path, { method: "GET", body: "" });

/** The same as for a visitor without a session. */
export async function readAnonymously(visit: PageVisit, path: EndpointPath) {
  const cookies = visit.request.headers.get("cookie") ?? "";
  const kept = cookies.split(/;\s*/).filter((each) => !/^[^=]*session_token=/.test(each));
  const headers = new Headers(visit.request.headers);
  headers.set("cookie", kept.join("; "));
  const request = new Request(visit.request.url, { headers });
  return await readApi({ ...visit, request }, path);
}

async function send(
  visit: PageVisit,
  path: EndpointPath,
  { method, body }: { readonly method: "GET" | "POST"; readonly body: string },
): Promise<ApiAnswer> {
  const { ctx, request, place, requestId, opened } = visit;
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  headers.set("content-type", "application/json");
  headers.set("origin", place.url.origin);
  if (opened.client?.id) headers.set("x-banata-client-id", opened.client.id);
  const attempt = {
    method,
    url: `${place.url.origin}${place.base}${API_PATH}${path}`,
    audience: place.audience,
    headers: endUserHeaders(headers),
    body,
    carriesCookies: false,
    id: requestId,
    ...(await readSender(ctx, request)),
    forwarded: null,
  };
  try {
    const basePath = place.base + API_PATH;
    return await readAnswer(await handleEndUserRequest(ctx, attempt, place.projectId, basePath));
  } catch (error) {
    const known = findProblem(error);
    const status = known ? errorStatus[known.code] : 500;
    if (!known || status >= 500) throw error;
    const { retryAfterSeconds } = known;
    return {
      ...{ isDone: false, status, code: known.code, cookies: [], tokenHash: null },
      ...{ body: {}, items: [] },
      retryAfter: retryAfterSeconds === undefined ? null : String(retryAfterSeconds),
    };
  }
}

async function readAnswer(response: Response): Promise<ApiAnswer> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown> | null; // the endpoints answer JSON
  const { session = null } = (body ?? {}) as { session?: { token?: unknown } | null };
  const token = body?.token ?? session?.token;
  return {
    isDone: response.ok,
    status: response.status,
    code: String(body?.code ?? ""),
    body: body ?? {},
    items: Array.isArray(body) ? (body as Record<string, unknown>[]) : [], // of objects
    cookies: response.headers.getSetCookie(),
    retryAfter: response.headers.get("retry-after"),
    tokenHash: typeof token === "string" ? await sha256(token) : null,
  };
}
