/**
 * A page on another site than the runtime, written for `@convex-dev/better-auth`: Better Auth's
 * client with that package's plugins, which keep the cookies in the page.
 */
import { convexClient, crossDomainClient } from "@convex-dev/better-auth/client/plugins";
import { createAuthClient } from "better-auth/client";
import { magicLinkClient } from "better-auth/client/plugins";
import type { HttpRuntime } from "./runtime";

export const PAGE = "https://app.example.com";

export function crossSitePage(
  runtime: HttpRuntime,
  projectId: string,
  headers: Readonly<Record<string, string>> = { origin: PAGE },
) {
  const storage = new Map<string, string>();
  const send = async (path: string, init?: RequestInit) => {
    const sent = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return await runtime.fetch(path, { ...init, headers: sent, redirect: "manual" });
  };
  const client = createAuthClient({
    baseURL: `http://runtime.test/p/${projectId}/api/auth`,
    plugins: [
      convexClient(),
      crossDomainClient({
        storage: {
          getItem: (key) => storage.get(key) ?? null,
          setItem: (key, value) => void storage.set(key, value),
        },
      }),
      magicLinkClient(),
    ],
    fetchOptions: {
      customFetchImpl: async (url, init) => {
        const { pathname, search } = new URL(url instanceof Request ? url.url : url);
        return await send(pathname + search, init);
      },
    },
  });
  /** What `ConvexBetterAuthProvider` does with the token of a redirect. */
  const redeem = async (token: string) =>
    await client.$fetch<{ session: { token: string }; user: { email: string } }>(
      "/cross-domain/one-time-token/verify",
      { method: "POST", body: { token } },
    );
  return { client, storage, redeem };
}
