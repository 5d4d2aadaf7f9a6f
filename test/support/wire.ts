/** Requests as they stand on the wire, for what a client hides: headers, status and text. */
import type { HttpRuntime, TestProject } from "./runtime";

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `{}` when it is not JSON. */
  readonly body: Record<string, unknown>;
}

/** Sends a body (an object as JSON, a string or bytes as they are) with the project's key. */
export async function post(
  runtime: HttpRuntime,
  project: TestProject | null,
  path: string,
  body: unknown = {},
): Promise<WireAnswer> {
  return await postWith(runtime, project, path, { body, headers: {} });
}

interface Content {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The same, with headers. They may name another credential. */
export async function postWith(
  runtime: HttpRuntime,
  project: TestProject | null,
  path: string,
  { body, headers }: Content,
): Promise<WireAnswer> {
  const credential: Record<string, string> = project
    ? { authorization: `Bearer ${project.key}` }
    : {};
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return await answerOf(
    await runtime.fetch(path, {
      method: "POST",
      headers: { ...credential, "content-type": "application/json", ...headers },
      body: sent as BodyInit,
    }),
  );
}

export async function get(
  runtime: HttpRuntime,
  project: TestProject | null,
  path: string,
  query: Record<string, string> = {},
): Promise<WireAnswer> {
  const search = new URLSearchParams(query).toString();
  const credential: Record<string, string> = project
    ? { authorization: `Bearer ${project.key}` }
    : {};
  return await answerOf(
    await runtime.fetch(search === "" ? path : `${path}?${search}`, { headers: credential }),
  );
}

export async function answerOf(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>; // the tests look at the fields that they expect
  } catch {
    return {};
  }
}
