import { afterEach, describe, expect, test, vi } from "vitest";
import { BanataAuth } from "../../src/index";
import { secretKey, serve, user } from "./scriptedServer";

const page = { body: { data: [], users: [], listMetadata: { before: null, after: null } } };

describe("requests", () => {
  test("carry the key and the input as JSON", async () => {
    const { client, requests } = await serve(page);
    await client().users.listUsers({ role: "user", limit: 5 });
    expect(requests[0]).toMatchObject({
      method: "POST",
      path: "/api/auth/admin/list-users",
      headers: { authorization: `Bearer ${secretKey}`, "content-type": "application/json" },
      text: '{"role":"user","limit":5}',
    });
  });

  test("without input are an empty object", async () => {
    const { client, requests } = await serve(page);
    await client().users.listUsers();
    expect(requests[0]!.text).toBe("{}");
  });

  test("turn a Date into its ISO string", async () => {
    const { client, requests } = await serve({ body: {} });
    await client().apiKeys.createKey({ name: "ci", expiresAt: new Date("2030-01-01T00:00:00Z") });
    expect(JSON.parse(requests[0]!.text)).toEqual({
      name: "ci",
      expiresAt: "2030-01-01T00:00:00.000Z",
    });
  });

  test("put a lone string in the field that it stands for", async () => {
    const { client, requests } = await serve({ body: user() });
    await client().users.getUser("usr_1");
    expect(requests.map(({ text }) => text)).toEqual(['{"userId":"usr_1"}']);
  });

  test("refuse a lone string where it stands for nothing", async () => {
    const { client, requests } = await serve({ body: {} });
    const create = client().users.createUser as unknown as (input: string) => Promise<unknown>; // as JavaScript would
    await expect(create("ada@example.com")).rejects.toThrow("users.createUser expects an object");
    expect(requests).toHaveLength(0);
  });

  test("of a read that has GET of its own send the input as query parameters", async () => {
    const { client, requests } = await serve({ body: [] });
    expect(await client({ projectId: "proj_1" }).apiKeys.listKeys()).toEqual([]);
    expect(requests[0]).toMatchObject({ method: "GET", path: "/api/auth/api-key/list", text: "" });
    expect(Object.fromEntries(requests[0]!.query)).toEqual({ projectId: "proj_1" });
    expect(requests[0]!.headers["content-type"]).toBeUndefined();
  });

  test("name the project that the client was made for", async () => {
    const { client, requests } = await serve({ body: user() });
    await client({ projectId: "proj_1" }).users.getUser("usr_1");
    expect(JSON.parse(requests[0]!.text)).toEqual({ projectId: "proj_1", userId: "usr_1" });
  });

  test("name the environment that the client was made for", async () => {
    const { client, requests } = await serve({ body: user() });
    await client({ environmentId: "production" }).users.getUser("usr_1");
    expect(JSON.parse(requests[0]!.text)).toEqual({ environmentId: "production", userId: "usr_1" });
  });

  test("go below the path of the base URL, with or without a slash at its end", async () => {
    const { client, baseUrl, requests } = await serve({ body: user() });
    await client({ baseUrl: `${baseUrl}/banata` }).users.getUser("usr_1");
    await client({ baseUrl: `${baseUrl}/banata/` }).users.getUser("usr_1");
    expect(requests.map(({ path }) => path)).toEqual(
      Array(2).fill("/banata/api/auth/admin/get-user"),
    );
  });

  test("go through the given fetch", async () => {
    const { client, baseUrl } = await serve({ body: user() });
    const urls: string[] = [];
    const counting: typeof fetch = async (input, init) => {
      urls.push(String(input));
      return await fetch(input, init);
    };
    await client({ fetch: counting }).users.getUser("usr_1");
    expect(urls).toEqual([`${baseUrl}/api/auth/admin/get-user`]);
  });
});

describe("configuration", () => {
  afterEach(() => void vi.unstubAllEnvs());
  const noEnvironment = () => {
    for (const name of [
      "BANATA_API_KEY",
      "BANATA_AUTH_API_KEY",
      "BANATA_AUTH_URL",
      "BANATA_AUTH_BASE_URL",
    ])
      vi.stubEnv(name, undefined);
  };
  const urlAndKeyOf = async (make: (options: { fetch: typeof fetch }) => BanataAuth) => {
    let seen: { url: string; authorization: string | null } | null = null;
    const client = make({
      fetch: async (input, init) => {
        seen = {
          url: String(input),
          authorization: new Headers(init?.headers).get("authorization"),
        };
        return Response.json(user());
      },
    });
    await client.users.getUser("usr_1");
    return seen;
  };

  test("without a base URL is the hosted one", async () => {
    noEnvironment();
    expect(await urlAndKeyOf((options) => new BanataAuth({ apiKey: "sk_1", ...options }))).toEqual({
      url: "https://auth.banata.dev/api/auth/admin/get-user",
      authorization: "Bearer sk_1",
    });
  });

  test.each([
    ["BANATA_API_KEY", "BANATA_AUTH_URL"],
    ["BANATA_AUTH_API_KEY", "BANATA_AUTH_BASE_URL"],
  ])("comes from %s and %s", async (keyName, urlName) => {
    noEnvironment();
    vi.stubEnv(keyName, " sk_env\n");
    vi.stubEnv(urlName, "https://env.example/banata");
    expect(await urlAndKeyOf((options) => new BanataAuth(options))).toEqual({
      url: "https://env.example/banata/api/auth/admin/get-user",
      authorization: "Bearer sk_env",
    });
  });

  test("that is given comes before the environment's", async () => {
    vi.stubEnv("BANATA_API_KEY", "sk_env");
    vi.stubEnv("BANATA_AUTH_URL", "https://env.example");
    expect(
      await urlAndKeyOf(
        (options) =>
          new BanataAuth({ apiKey: "sk_1", baseUrl: "https://given.example", ...options }),
      ),
    ).toEqual({
      url: "https://given.example/api/auth/admin/get-user",
      authorization: "Bearer sk_1",
    });
  });

  test("without any key says how to give one", () => {
    noEnvironment();
    expect(() => new BanataAuth()).toThrow(/pass apiKey, or set BANATA_API_KEY/);
  });

  test("works where there is no process", () => {
    vi.stubGlobal("process", undefined);
    try {
      expect(new BanataAuth("sk_1").users).toBeDefined();
      expect(() => new BanataAuth()).toThrow(/No API key/);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test.each([
    { timeout: 0 },
    { timeout: Number.NaN },
    { timeout: Infinity },
    { retries: -1 },
    { retries: 1.5 },
    { baseUrl: "auth.banata.dev" },
    { baseUrl: "ftp://x" },
  ])("that cannot be meant is refused: %o", (options) => {
    expect(() => new BanataAuth({ apiKey: "sk_1", ...options })).toThrow(
      expect.objectContaining({ code: "invalid_configuration" }),
    );
  });
});
