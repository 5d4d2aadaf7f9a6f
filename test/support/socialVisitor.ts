/**
 * A visitor who signs in with a social provider: the requests of the browser, redirects included.
 */
import type { HttpRuntime, TestProject } from "./runtime";
import { clientId, clientSecret } from "./socialProviders";
import { newVisitor } from "./visitor";

/** Sets a provider up, with the project's own key. */
export async function setUp(
  runtime: HttpRuntime,
  project: TestProject,
  providerId: string,
  fields: object = {},
): Promise<void> {
  const response = await runtime.fetch("/api/auth/banata/config/social-providers/save", {
    method: "POST",
    headers: { "x-api-key": project.key, "content-type": "application/json" },
    body: JSON.stringify({ providerId, clientId, clientSecret, ...fields }),
  });
  if (!response.ok) throw new Error(await response.text());
}

export async function saveDashboardConfig(
  runtime: HttpRuntime,
  project: TestProject,
  settings: object,
): Promise<void> {
  const response = await runtime.fetch("/api/auth/banata/config/dashboard/save", {
    method: "POST",
    headers: { "x-api-key": project.key, "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
  if (!response.ok) throw new Error(await response.text());
}

export interface Returned {
  readonly status: number;
  /** Where the browser is sent. */
  readonly location: string;
  readonly error: string | null;
}

let serial = 0;

export function socialVisitor(
  runtime: HttpRuntime,
  project: Pick<TestProject, "id">,
  cookies = new Map<string, string>(),
) {
  const visitor = newVisitor(runtime, project.id, cookies);
  const base = `/p/${project.id}/api/auth`;
  const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
    await visitor.browse(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: runtime.origin, ...headers },
      body: JSON.stringify(body),
    });

  /** Begins a flow and answers the provider's address. */
  const begin = async (
    provider: string,
    { path = "/sign-in/social", ...fields }: { path?: string; [field: string]: unknown } = {},
  ) => {
    const response = await post(path, {
      provider,
      callbackURL: "/home",
      errorCallbackURL: "/oops",
      ...fields,
    });
    const { url } = (await response.json()) as { url?: string };
    if (url === undefined) throw new Error(`No address of ${provider}: ${response.status}`);
    return new URL(url);
  };
  /** The provider sends the browser back. */
  const comeBack = async (
    provider: string,
    parameters: Record<string, string>,
  ): Promise<Returned> => {
    const response = await visitor.browse(
      `${base}/callback/${provider}?${new URLSearchParams(parameters).toString()}`,
    );
    return returnedOf(response);
  };
  /** The whole way: consent is given, with a code of its own. */
  const signIn = async (provider: string, fields: Parameters<typeof begin>[1] = {}) => {
    const state = (await begin(provider, fields)).searchParams.get("state") ?? "";
    return await comeBack(provider, { code: newCode(), state });
  };
  return { ...visitor, post, begin, comeBack, signIn };
}

/** One that the providers' server takes once. */
export const newCode = (): string => `code-${Date.now().toString(36)}-${serial++}`;

export function returnedOf(response: Response): Returned {
  const location = response.headers.get("location") ?? "";
  return {
    status: response.status,
    location,
    error:
      location === "" ? null : new URL(location, "http://runtime.test").searchParams.get("error"),
  };
}
