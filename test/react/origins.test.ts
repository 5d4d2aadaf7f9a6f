/**
 * Pages of other origins and other sites: who may call, what a browser is told, and cookies that a
 * page carries itself.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scene, wires } from "../support/transports";

const APP = "https://app.example.com";
const person = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

describe.each(wires)("%s", (name, start) => {
  const onThisMachine = name.includes("local");
  beforeEach(() => void vi.stubEnv("CONVEX_SITE_URL", "https://some.convex.site"));
  afterEach(() => void vi.unstubAllEnvs());

  async function trusting(origins: string[]) {
    const { runtime, project, client } = await scene(start);
    if (origins.length > 0)
      await client.configuration.saveDashboardConfig({ sessions: { corsOrigins: origins } });
    const call = async (
      path: string,
      headers: Record<string, string>,
      body?: object,
      method = body ? "POST" : "GET",
    ) =>
      await runtime.fetch(`/p/${project.id}/api/auth${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    return { runtime, project, client, call };
  }
  const preflight = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,better-auth-cookie",
  };

  test.each([
    ["the registered one", APP, true],
    ["another port", `${APP}:8443`, false],
    ["http instead of https", "http://app.example.com", false],
    ["a host that ends with it", "https://evil-app.example.com", false],
    ["a host that begins with it", "https://app.example.com.evil.com", false],
    ["no origin", "null", false],
    ["this machine", "http://localhost:5173", onThisMachine],
    ["this machine by address", "http://127.0.0.1:3000", onThisMachine],
    ["a name that begins like this machine", "http://localhost.evil.com", false],
  ])(
    "%s is told in the preflight and in the answer whether it may (%s)",
    async (_case, origin, allowed) => {
      const { call } = await trusting([APP]);
      const asked = await call("/sign-in/email", { origin, ...preflight }, undefined, "OPTIONS");
      expect(asked.status).toBe(204);
      expect(asked.headers.get("access-control-allow-origin")).toBe(allowed ? origin : null);
      expect(asked.headers.get("vary")).toBe("origin");
      if (allowed)
        expect(asked.headers.get("access-control-allow-headers")).toContain("better-auth-cookie");
      const answered = await call("/get-session", { origin });
      expect([
        answered.headers.get("access-control-allow-origin"),
        answered.headers.get("access-control-allow-credentials"),
      ]).toEqual(allowed ? [origin, "true"] : [null, null]);
      const signUp = await call("/sign-up/email", { origin }, person);
      expect(signUp.status).toBe(allowed ? 200 : 403);
    },
  );

  test("an error is readable for a trusted page too", async () => {
    const { call } = await trusting([APP]);
    const { status, headers } = await call(
      "/sign-in/email",
      { origin: APP },
      { email: "nobody@example.com", password: "whatever it is" },
    );
    expect([status, headers.get("access-control-allow-origin")]).toEqual([401, APP]);
    for (let i = 0; i < 12; i++)
      await call("/sign-up/email", { origin: APP }, { ...person, password: "x" });
    const limited = await call("/sign-up/email", { origin: APP }, person);
    expect([limited.status, limited.headers.get("access-control-allow-origin")]).toEqual([
      429,
      APP,
    ]);
    expect(limited.headers.get("access-control-expose-headers")).toContain("retry-after");
  });

  test("a client's origin is trusted for requests that name the client, and for no other project", async () => {
    const { client, call } = await trusting([]);
    const { clientId } = await client.authClients.createClient({
      name: "Shop",
      type: "web",
      trustedOrigins: [APP],
    });
    expect(
      (
        await call("/sign-up/email", { origin: APP, ...preflight }, undefined, "OPTIONS")
      ).headers.get("access-control-allow-origin"),
    ).toBe(APP);
    expect((await call("/sign-up/email", { origin: APP }, person)).status).toBe(403);
    const signUp = await call(
      "/sign-up/email",
      { origin: APP, "x-banata-client-id": clientId },
      person,
    );
    expect([signUp.status, signUp.headers.get("access-control-allow-origin")]).toEqual([200, APP]);
    const elsewhere = await trusting([]);
    expect(
      (
        await elsewhere.call("/sign-up/email", { origin: APP, ...preflight }, undefined, "OPTIONS")
      ).headers.get("access-control-allow-origin"),
    ).toBeNull();
    await client.authClients.updateClient({ clientId, disabled: true });
    expect(
      (
        await call("/sign-up/email", { origin: APP, ...preflight }, undefined, "OPTIONS")
      ).headers.get("access-control-allow-origin"),
    ).toBeNull();
  });

  test("cookies that a page carries sign in, are handed back in a header alone, and stand before the browser's own", async () => {
    const { call } = await trusting([APP]);
    const signUp = await call("/sign-up/email", { origin: APP, "better-auth-cookie": "" }, person);
    expect(signUp.headers.getSetCookie()).toEqual([]);
    const carried = signUp.headers.get("set-better-auth-cookie")!.split(";")[0]!;
    expect(carried).toMatch(/session_token=/);
    const session = async (headers: Record<string, string>) =>
      (
        (await (await call("/get-session", { origin: APP, ...headers })).json()) as {
          user: { email: string };
        } | null
      )?.user.email ?? null;
    expect(await session({ "better-auth-cookie": carried })).toBe(person.email);
    expect(await session({ "better-auth-cookie": "", cookie: carried })).toBeNull();
    expect(await session({ cookie: carried })).toBe(person.email);
  });

  test("carried cookies are refused from pages that the project does not trust", async () => {
    const { call } = await trusting([APP]);
    const signUp = await call("/sign-up/email", { origin: APP, "better-auth-cookie": "" }, person);
    const carried = signUp.headers.get("set-better-auth-cookie")!.split(";")[0]!;
    expect(
      (
        await call(
          "/sign-out",
          { origin: "https://evil.example", "better-auth-cookie": carried },
          {},
        )
      ).status,
    ).toBe(403);
    expect(
      (await call("/sign-out", { origin: APP, "better-auth-cookie": carried }, {})).status,
    ).toBe(200);
  });
});
