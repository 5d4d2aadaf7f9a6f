import { createAuthClient } from "better-auth/client";
import { describe, expect, inject, test } from "vitest";
import { deployedRuntime, httpRuntime, newProject, type HttpRuntime } from "./support/runtime";

/** Better Auth's own client with a cookie jar, as a browser has. */
function visitor(runtime: HttpRuntime, projectId: string) {
  const jar = new Map<string, string>();
  const client = createAuthClient({
    baseURL: `http://auth.test/p/${projectId}/api/auth`,
    fetchOptions: {
      customFetchImpl: async (url, init) => {
        const { pathname, search } = new URL(String(url));
        const headers = new Headers(init?.headers);
        headers.set("origin", runtime.name.includes("local") ? new URL(inject("deployment").siteUrl).origin : "https://some.convex.site");
        if (jar.size > 0) headers.set("cookie", [...jar].map(([k, v]) => `${k}=${v}`).join("; "));
        const response = await runtime.fetch(pathname + search, { ...init, headers });
        for (const cookie of response.headers.getSetCookie()) {
          const [pair = ""] = cookie.split(";");
          const at = pair.indexOf("=");
          if (/max-age=0/i.test(cookie)) jar.delete(pair.slice(0, at));
          else jar.set(pair.slice(0, at), pair.slice(at + 1));
        }
        return response;
      },
    },
  });
  return { client, jar };
}

describe.each([["http", httpRuntime], ["deployed", deployedRuntime]] as const)("%s", (_n, start) => {
  test("sign-up, session, sign-out, sign-in", async () => {
    const runtime = start();
    const project = await newProject(runtime);
    const { client, jar } = visitor(runtime, project.id);
    const t0 = performance.now();
    const up = await client.signUp.email({ email: "Ada@b.de", name: "Ada", password: "correct horse" });
    console.log(performance.now() - t0, JSON.stringify(up));
    expect(up.error).toBeNull();
    console.log(jar);
    const token = await client.$fetch<{ token: string }>("/convex/token", { method: "GET" });
    console.log(JSON.stringify(token));
    console.log(await (await runtime.fetch("/api/auth/convex/jwks")).text());
    const session = await client.getSession();
    console.log(JSON.stringify(session));
    expect(session.data?.user.email).toBe("ada@b.de");
    console.log(JSON.stringify(await client.listSessions()));
    expect((await client.signIn.email({ email: "ada@b.de", password: "wrong horse!" })).error?.status).toBe(401);
    expect((await client.signOut()).error).toBeNull();
    expect((await client.getSession()).data).toBeNull();
    const t1 = performance.now();
    expect((await client.signIn.email({ email: "ada@b.de", password: "correct horse" })).error).toBeNull();
    console.log(performance.now() - t1);
    const users = await runtime.client(project).users.listUsers();
    expect(users.data.length).toBe(1);
    console.log((await runtime.client(project).events.listEvents()).data.map((e) => e.type));
  });
});
