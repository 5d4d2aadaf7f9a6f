/** The session's cookie at management operations: whose it is, and which pages may use it. */
import { describe, expect, test } from "vitest";
import { wires, scene } from "../support/transports";
import { newVisitor } from "../support/visitor";
import { answerOf } from "../support/wire";

const LIST = "/api/auth/organization/list";
const CREATE = "/api/auth/organization/create";
const password = "correct horse battery";

describe.each(wires)("a session's cookie, %s", (_name, start) => {
  async function begin() {
    const stage = await scene(start);
    const { runtime, project, client } = stage;
    const visitor = newVisitor(runtime, project.id);
    const { data } = await visitor.client.signUp.email({
      email: "ada@example.com",
      name: "Ada",
      password,
    });
    const cookie = () => [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
    const call = async (
      path: string,
      headers: Record<string, string>,
      body: object | null = null,
      of = project.id,
    ) =>
      await answerOf(
        await runtime.fetch(
          `/p/${of}${path}`,
          body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers },
        ),
      );
    return {
      runtime,
      project,
      client,
      visitor,
      userId: data!.user.id,
      token: data!.token!,
      cookie,
      call,
    };
  }

  test("a cookie is as good as its signature, and as the token in `set-auth-token`", async () => {
    const { call, cookie, token, visitor } = await begin();
    expect(await call(LIST, { cookie: cookie() })).toMatchObject({ status: 200, body: [] });
    expect(await call(LIST, { authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
    const [[name, value] = ["", ""]] = visitor.cookies;
    expect(await call(LIST, { authorization: `Bearer ${value}` })).toMatchObject({ status: 200 });
    const signature = decodeURIComponent(value).slice(token.length + 1);
    const last = signature.at(-2) === "A" ? "E" : "A"; // one in sixteen ends with it
    const forged = [
      token,
      `${token}.`,
      `${token}.${"A".repeat(43)}=`,
      `${token}.${signature.slice(0, -2)}${last}=`,
      `${token.slice(1)}0.${signature}`,
      `.${signature}`,
    ];
    for (const each of forged)
      expect(
        (await call(LIST, { cookie: `${name}=${encodeURIComponent(each)}` })).status,
        each,
      ).toBe(401);
    expect((await call(LIST, { cookie: `another=x; ${cookie()}; more=y` })).status).toBe(200);
  });

  test("a cookie of one project is none at another's path, under its own name or under the other's", async () => {
    const { call, cookie, project, client, runtime } = await begin();
    const other = (await scene(() => runtime)).project;
    expect((await call(LIST, { cookie: cookie() }, null, other.id)).status).toBe(401);
    expect(
      (await call(LIST, { cookie: cookie().replaceAll(project.id, other.id) }, null, other.id))
        .status,
    ).toBe(401);
    expect((await client.organizations.listOrganizations()).data).toEqual([]);
  });

  test("a page of another origin uses it only when the project trusts that origin", async () => {
    const { call, cookie, client, runtime } = await begin();
    const create = async (headers: Record<string, string>) =>
      await call(
        CREATE,
        { cookie: cookie(), "content-type": "application/json", ...headers },
        { name: "Acme" },
      );
    for (const origin of ["https://evil.example", "null", "https://app.example.com.evil.example"]) {
      expect(await create({ origin })).toMatchObject({
        status: 403,
        body: { code: "forbidden", errors: [{ code: "untrusted_origin" }] },
      });
      expect((await call(LIST, { cookie: cookie(), origin })).status).toBe(403);
    }
    expect(await create({ "sec-fetch-site": "cross-site" })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect((await client.organizations.listOrganizations()).data).toEqual([]);
    expect((await create({ origin: runtime.origin })).status).toBe(200);
    await client.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.example.com"] },
    });
    const trusted = await create({
      origin: "https://app.example.com",
      "sec-fetch-site": "cross-site",
    });
    expect(trusted.status).toBe(200);
    expect(trusted.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(trusted.headers.get("access-control-allow-credentials")).toBe("true");
    const { id } = await client.authClients.createClient({
      name: "Shop",
      type: "web",
      redirectUris: [],
      trustedOrigins: ["https://shop.example.com"],
    });
    expect((await create({ origin: "https://shop.example.com" })).status).toBe(403);
    expect(
      (await create({ origin: "https://shop.example.com", "x-banata-client-id": id })).status,
    ).toBe(200);
  });

  test("a browser is told before that a trusted page may call, and nothing to any other", async () => {
    const { runtime, project, client } = await begin();
    await client.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.example.com"] },
    });
    const ask = async (origin: string) =>
      await runtime.fetch(`/p/${project.id}${CREATE}`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type",
        },
      });
    expect((await ask("https://app.example.com")).headers.get("access-control-allow-origin")).toBe(
      "https://app.example.com",
    );
    expect(
      (await ask("https://evil.example")).headers.get("access-control-allow-origin"),
    ).toBeNull();
  });

  test("cookies that a page carries in a header are the only ones looked at", async () => {
    const { call, cookie } = await begin();
    expect((await call(LIST, { "better-auth-cookie": cookie() })).status).toBe(200);
    expect((await call(LIST, { "better-auth-cookie": "", cookie: cookie() })).status).toBe(401);
  });

  test("a key wins over a cookie, and a bad bearer is not made good by one", async () => {
    const { call, cookie, client, project } = await begin();
    const { id } = await client.organizations.createOrganization({ name: "Somebody's" });
    const byKey = await call(LIST, { cookie: cookie(), authorization: `Bearer ${project.key}` });
    expect(byKey.body).toMatchObject({ data: [{ id }] });
    expect((await call(LIST, { cookie: cookie(), "x-api-key": project.key })).body).toMatchObject({
      data: [{ id }],
    });
    expect((await call(LIST, { cookie: cookie(), authorization: "Bearer nonsense" })).status).toBe(
      401,
    );
  });

  test("while the project has organizations switched off, no session gets at them, and keys still do", async () => {
    const { call, cookie, client } = await begin();
    await client.configuration.saveDashboardConfig({ authMethods: { organization: false } });
    for (const answer of [
      await call(LIST, { cookie: cookie() }),
      await call(CREATE, { cookie: cookie() }, { name: "Acme" }),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { code: "forbidden", errors: [{ code: "organizations_disabled" }] },
      });
    }
    expect((await client.organizations.createOrganization({ name: "Acme" })).name).toBe("Acme");
    expect(
      (await call("/api/auth/banata/rbac/my-permissions", { cookie: cookie() }, {})).status,
    ).toBe(200);
  });

  test("a user writes 120 times a minute and no more, over all sessions; reads are not counted", async () => {
    const { call, cookie, token } = await begin();
    // All in one window: it begins with the minute.
    const rest = 60_000 - (Date.now() % 60_000);
    if (rest < 30_000) await new Promise((resolve) => setTimeout(resolve, rest));
    const statuses = [];
    for (let i = 0; i < 125; i++) {
      const headers: Record<string, string> =
        i % 2 === 0 ? { cookie: cookie() } : { authorization: `Bearer ${token}` };
      statuses.push(
        await call("/api/auth/organization/set-active", headers, { organizationId: null }),
      );
    }
    const limited = statuses.filter(({ status }) => status === 429);
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(120);
    expect(limited).toHaveLength(5);
    expect(limited[0]!.headers.get("ratelimit-policy")).toContain("q=120");
    expect(Number(limited[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await call(LIST, { cookie: cookie() })).status).toBe(200);
  }, 90_000);
});
