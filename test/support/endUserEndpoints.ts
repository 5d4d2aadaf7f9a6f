/** Every endpoint of Better Auth's that is mounted, with all methods switched on. */
import { memoryAdapter } from "better-auth/adapters/memory";
import { defaultSettings, type AuthMethods } from "../../convex/component/configuration/defaults";
import { authFor, type AuthRequest } from "../../convex/component/signIn/settings/auth";

export const everything = Object.fromEntries(
  Object.keys(defaultSettings.authMethods).map((method) => [method, true]),
) as unknown as AuthMethods; // the same keys

/** Calls without a path are for servers. */
function mountedEndpoints(): { method: string; path: string }[] {
  const unused = new Proxy({}, { get: () => async () => null });
  const auth = authFor({
    ...{
      basePath: "/api/auth",
      origin: "https://example.com",
      secret: "a secret of the tests, long enough",
      cookiePrefix: "test",
      trustedOrigins: [],
      effects: [],
      body: {},
      isSignIn: false,
      projectId: "p",
    },
    ...({
      settings: { ...defaultSettings, authMethods: everything },
      adapter: memoryAdapter({}),
      mail: unused,
      tokens: unused,
      social: null,
      page: { name: "Test", origin: "https://example.com" },
    } as unknown as Partial<AuthRequest>),
  } as AuthRequest); // nothing is called on it
  const endpoints = Object.values(auth.api) as unknown as {
    path?: string;
    options?: { method?: string | string[]; metadata?: { SERVER_ONLY?: boolean; scope?: string } };
  }[];
  return endpoints.flatMap(({ path, options }) =>
    path === undefined || options?.metadata?.SERVER_ONLY || options?.metadata?.scope === "server"
      ? []
      : [{ path, method: [options?.method ?? "GET"].flat()[0]! }],
  );
}

/** Switched off: it hands out whatever a provider says. */
const absent = ["/account-info"];
export const endpoints = mountedEndpoints().filter(({ path }) => !absent.includes(path));
