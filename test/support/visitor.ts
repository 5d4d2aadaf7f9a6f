import { createAuthClient } from "better-auth/client";
import { emailOTPClient, magicLinkClient, twoFactorClient, usernameClient, anonymousClient, organizationClient } from "better-auth/client/plugins";
import type { HttpRuntime } from "./runtime";

/** A browser: Better Auth's own client, its cookies, and the origin of a page that the runtime serves itself. `browse` sends what no client does, such as a provider's redirect. */
export function newVisitor(runtime: HttpRuntime, projectId: string, cookies = new Map<string, string>()) {
  const browse = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await runtime.fetch(path, { ...init, headers, redirect: "manual" });
    response.headers.getSetCookie().forEach((cookie) => keep(cookies, cookie));
    return response;
  };
  const client = createAuthClient({
    baseURL: `http://runtime.test/p/${projectId}/api/auth`,
    plugins: [usernameClient(), magicLinkClient(), emailOTPClient(), twoFactorClient(), anonymousClient(), organizationClient()],
    fetchOptions: {
      customFetchImpl: async (url, init) => {
        const { pathname, search } = new URL(url instanceof Request ? url.url : url);
        const headers = new Headers(init?.headers);
        headers.set("origin", runtime.origin);
        return await browse(pathname + search, { ...init, headers });
      },
    },
  });
  return { client, cookies, browse };
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  if (/max-age=0/i.test(cookie)) cookies.delete(name);
  else cookies.set(name, value);
}
