/** Every endpoint of Better Auth's that is mounted, with all methods switched on. */
import { memoryAdapter } from "better-auth/adapters/memory";
import { defaultSettings, type AuthMethods } from "../../convex/component/configuration/defaults";
import { endpoints as table } from "../../convex/component/signIn/endpoints";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import type { EndpointPath } from "../../convex/component/signIn/mountedPaths";
import { createAuth } from "../../convex/component/signIn/settings/auth";
import type { AuthRequest } from "../../convex/component/signIn/settings/authRequest";
import { ssoEndpoints } from "../../convex/component/sso/flow/endpoints";
import { passkeys } from "../../convex/component/signIn/settings/passkeys";

export const everything = Object.fromEntries(
  Object.keys(defaultSettings.authMethods).map((method) => [method, true]),
) as unknown as AuthMethods; // the same keys

/** Calls without a path are for servers. */
function mountedEndpoints(): { method: string; path: string }[] {
  const unused = new Proxy({}, { get: () => async () => null });
  const request = {
    ...{
      secrets: {
        secret: "a secret of the tests, long enough",
        secrets: [{ version: 1, value: "a secret of the tests, long enough" }],
      },
      cookiePrefix: "test",
      trustedOrigins: [],
    },
    ...({
      visit: {
        basePath: "/api/auth",
        url: new URL("https://example.com/api/auth/ok"),
        project: { isAdmin: true }, // which has those of operators too
        settings: { ...defaultSettings, authMethods: everything },
        endpoint: table["/ok"],
        effects: [],
        body: {},
        carriedState: null,
      },
      adapter: memoryAdapter({}),
      mail: unused,
      tokens: unused,
      addresses: unused,
      social: null,
      sso: ssoEndpoints(unused as unknown as Parameters<typeof ssoEndpoints>[0]),
      page: { name: "Test", origin: "https://example.com" },
    } as unknown as Partial<AuthRequest>),
  } as AuthRequest; // nothing is called on it
  const auth = createAuth(request, { passkeys });
  const endpoints = Object.values(auth.api) as unknown as {
    path?: string;
    options?: { method?: string | string[]; metadata?: { SERVER_ONLY?: boolean; scope?: string } };
  }[];
  return endpoints.flatMap(({ path, options }) =>
    path === undefined || options?.metadata?.SERVER_ONLY
      ? []
      : [options?.method ?? "GET"].flat().map((method) => ({ path, method })),
  );
}

export const mounted = mountedEndpoints();
/** Those that the table serves. */
export const endpoints = mounted.filter(({ method, path }) => isServed(method, path));

export function isServed(method: string, path: string): boolean {
  const row: Endpoint | null = table[path as EndpointPath]; // mounted paths are its keys
  return row !== null && row.methods.some((each) => each === method);
}
