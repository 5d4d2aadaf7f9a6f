import { createAuthClient } from "better-auth/client";
import {
  emailOTPClient,
  magicLinkClient,
  twoFactorClient,
  usernameClient,
  anonymousClient,
  oneTimeTokenClient,
  organizationClient,
} from "better-auth/client/plugins";
import type { HttpRuntime } from "./runtime";

/**
 * A browser: Better Auth's own client, its cookies, and the origin of a page that the runtime
 * serves itself. `browse` sends what no client does, such as a provider's redirect.
 */
export function newVisitor(
  runtime: HttpRuntime,
  projectId: string,
  cookies = new Map<string, string>(),
) {
  const browse = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0)
      headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await runtime.fetch(path, { ...init, headers, redirect: "manual" });
    response.headers.getSetCookie().forEach((cookie) => keep(cookies, cookie));
    return response;
  };
  const fetchAs = async (path: string, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    if (!headers.has("origin")) headers.set("origin", runtime.origin);
    return await browse(path, { ...init, headers });
  };
  const client = createAuthClient({
    baseURL: `http://runtime.test/p/${projectId}/api/auth`,
    plugins: [
      usernameClient(),
      magicLinkClient(),
      emailOTPClient(),
      twoFactorClient(),
      anonymousClient(),
      oneTimeTokenClient(),
      organizationClient(),
    ],
    fetchOptions: {
      customFetchImpl: async (url, init) => {
        const { pathname, search } = new URL(url instanceof Request ? url.url : url);
        return await fetchAs(pathname + search, init);
      },
    },
  });
  return {
    client,
    cookies,
    browse,
    /** A call as the page's own script makes it, for what the client has no method for. */
    post: async (path: string, body: object = {}, headers: Record<string, string> = {}) =>
      await fetchAs(`/p/${projectId}/api/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    get: async (path: string, headers: Record<string, string> = {}) =>
      await fetchAs(`/p/${projectId}/api/auth${path}`, { headers }),
    /** Opens a link of a mail as the script of a trusted page does. */
    open: async (link: string) => await fetchAs(pathIn(link)),
    /** Opens a link of a mail as a person does, who then presses the button of the page. */
    click: async (link: string) => {
      const page = await browse(pathIn(link));
      if (!(await page.text()).includes('<form method="post">')) return page;
      return await fetchAs(pathIn(link), {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    },
  };
}
/** Of a link, from the project on: whatever stands before it. */
export function pathIn(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname.slice(pathname.indexOf("/p/")) + search;
}
export type TestVisitor = ReturnType<typeof newVisitor>;

function keep(cookies: Map<string, string>, cookie: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  if (/max-age=0/i.test(cookie)) cookies.delete(name);
  else cookies.set(name, value);
}
