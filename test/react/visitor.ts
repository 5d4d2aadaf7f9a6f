/** Somebody at a browser, without the browser: Better Auth's own client with a cookie jar, and a Convex client that subscribes with the tokens of that session. */
import { createAuthClient } from "better-auth/client";
import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { inject } from "vitest";
import WebSocket from "ws";

export interface Tab {
  /** The latest result of a query. */
  see<T>(query: string, args?: Record<string, unknown>): { latest: () => T | undefined };
  readonly convex: ConvexClient;
  close(): Promise<void>;
}

export type Visitor = ReturnType<typeof visitor>;

/** `fetch` goes to the local deployment as the page of its own origin would. */
export function visitor(projectId: string) {
  const { cloudUrl, siteUrl, baseUrl } = inject("deployment");
  const jar = new Map<string, string>();
  const send: typeof fetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set("origin", new URL(siteUrl).origin);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const auth = createAuthClient({ baseURL: `${baseUrl}/p/${projectId}/api/auth`, fetchOptions: { customFetchImpl: send } });
  const fetchToken = async () => {
    const { data } = await auth.$fetch<{ token: string }>("/convex/token", { method: "GET" });
    return data?.token ?? null;
  };

  return {
    auth,
    fetchToken,
    /** Signs up and answers the user's id. */
    async signUp(email = "ada@example.com"): Promise<string> {
      const { data, error } = await auth.signUp.email({ email, name: "Ada", password: "correct horse battery" });
      if (error) throw new Error(`${error.code} ${error.message}`);
      return data.user.id;
    },
    /** Opens a tab with the session's tokens. */
    tab(): Tab {
      const convex = new ConvexClient(cloudUrl, { webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket, logger: false }); // the same interface
      convex.setAuth(fetchToken);
      return {
        convex,
        see<T>(query: string, args: Record<string, unknown> = {}) {
          let latest: T | undefined;
          convex.onUpdate(makeFunctionReference<"query", Record<string, unknown>, T>(query), args, (value) => (latest = value));
          return { latest: () => latest };
        },
        close: async () => await convex.close(),
      };
    },
  };
}
