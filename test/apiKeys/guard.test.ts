/** `withApiKey` on every kind of server: who gets through, and what the others are told. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Hono, type Context, type Next } from "hono";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { BanataAuth, withApiKey, type VerifiedApiKey, type Verifier } from "../../src/index";
import { httpRuntime, inProcessRuntime } from "../support/runtime";
import { keyWith, scene, twoOrganizations, type Scene } from "../support/transports";

interface Options {
  readonly client: Verifier;
  readonly permission?: string;
  readonly permissions?: string[];
  readonly organizationId?: string;
}
type Send = (headers: Record<string, string>) => Promise<Response>;
const shown = (key: VerifiedApiKey) => ({ by: key.id });

/** A handler that answers with the key's id, on each server. */
const servers: readonly (readonly [name: string, serve: (options: Options) => Send])[] = [
  [
    "a server of Request and Response",
    (options) => {
      const handler = withApiKey((_request: Request, key) => Response.json(shown(key)), options);
      return async (headers) => await handler(new Request("https://api.example.com/", { headers }));
    },
  ],
  [
    "one that hands more than the request, such as Next.js",
    (options) => {
      const handler = withApiKey(
        (_request: Request, key, { id }: { id: string }) => Response.json({ ...shown(key), id }),
        options,
      );
      return async (headers) =>
        await handler(new Request("https://api.example.com/", { headers }), { id: "7" });
    },
  ],
  [
    "a Convex HTTP action",
    ({ client, ...options }) => {
      const handler = withApiKey(
        async (ctx: { made: Verifier }, _request: Request, key: VerifiedApiKey) =>
          Response.json({ ...shown(key), made: ctx.made === client }),
        { ...options, client: (ctx) => ctx.made },
      );
      return async (headers) =>
        await handler({ made: client }, new Request("https://api.example.com/", { headers }));
    },
  ],
  [
    "Hono",
    (options) => {
      const app = new Hono();
      app.get(
        "/",
        withApiKey((c: Context, _next: Next, key: VerifiedApiKey) => c.json(shown(key)), options),
      );
      return async (headers) => await app.request("/", { headers });
    },
  ],
  [
    "Node's http, called as Express calls",
    (options) => async (headers) => {
      const handler = withApiKey(
        (_req: IncomingMessage, res: ServerResponse, _next: () => void, key: VerifiedApiKey) =>
          res.setHeader("content-type", "application/json").end(JSON.stringify(shown(key))),
        options,
      );
      const server = createServer((req, res) => void handler(req, res, () => undefined));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const response = await fetch(
          `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          { headers },
        );
        return new Response(await response.text(), response);
      } finally {
        server.close();
      }
    },
  ],
];

let stage: Scene<ReturnType<typeof httpRuntime>>;
let asker: BanataAuth;
beforeAll(async () => {
  stage = await scene(httpRuntime);
  asker = (await keyWith(stage, ["api_key.verify"])).sdk;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe.each(servers)("withApiKey on %s", (_name, serve) => {
  test("hands the handler a good key, in either header, and says nothing of limits where there are none", async () => {
    const { id, key } = await keyWith(stage, ["user.read"]);
    const send = serve({ client: asker, permission: "user.read" });
    for (const headers of [bearer(key), { authorization: `bearer ${key}` }, { "x-api-key": key }]) {
      const response = await send(headers);
      expect([
        response.status,
        response.headers.get("ratelimit"),
        await response.json(),
      ]).toMatchObject([200, null, { by: id }]);
    }
  });

  test("answers 401 to everything else, and asks the runtime only about what may be a key", async () => {
    const [good, gone, disabled] = [
      await keyWith(stage, []),
      await keyWith(stage, []),
      await keyWith(stage, []),
    ];
    await stage.client.apiKeys.deleteKey({ keyId: gone.id });
    await stage.client.apiKeys.updateKey({ keyId: disabled.id, enabled: false });
    const verifyKey = vi.spyOn(asker.apiKeys, "verifyKey");
    const send = serve({ client: asker });
    const message = "Invalid or missing API key";
    const cases = [
      [{}, 0],
      [{ authorization: `Basic ${good.key}` }, 0],
      [bearer(`${good.key.slice(0, -1)}_`), 0],
      [bearer("x".repeat(5_000)), 0],
      [bearer(gone.key), 1],
      [bearer(disabled.key), 2],
    ] as const;
    for (const [headers, asked] of cases) {
      const response = await send(headers);
      expect([
        response.status,
        response.headers.get("www-authenticate"),
        response.headers.get("content-type"),
      ]).toEqual([401, "Bearer", "application/problem+json"]);
      expect(await response.json()).toMatchObject({
        code: "authentication_required",
        message,
        detail: message,
        status: 401,
      });
      expect(verifyKey).toHaveBeenCalledTimes(asked);
    }
  });

  test("answers 403 that names the permission, or the organization", async () => {
    const [here, there] = await twoOrganizations(stage.client);
    const { key } = await keyWith(stage, ["user.read"], { organizationId: here });
    const message = async (options: Omit<Options, "client">) => {
      const response = await serve({ client: asker, ...options })(bearer(key));
      return [response.status, ((await response.json()) as { message: string }).message];
    };
    expect(await message({ permission: "user.create" })).toEqual([
      403,
      "Missing permission: user.create",
    ]);
    expect(await message({ permissions: ["user.read", "user.delete"] })).toEqual([
      403,
      "Missing permission: user.delete",
    ]);
    expect(await message({ organizationId: there })).toEqual([
      403,
      "This API key cannot access that organization",
    ]);
    expect(
      (
        await serve({ client: asker, permissions: ["user.read"], organizationId: here })(
          bearer(key),
        )
      ).status,
    ).toBe(200);
  });

  test("answers 429 when a limit is used up, and says before what is left", async () => {
    const limited = await keyWith(stage, [], {
      rateLimit: { requests: 1, windowSeconds: 86_400 },
      quota: { requests: 9, period: "month" },
    });
    const metered = await keyWith(stage, [], { quota: { requests: 1, period: "month" } });
    const send = serve({ client: asker });
    const [first, second] = [await send(bearer(limited.key)), await send(bearer(limited.key))];
    expect([
      first.status,
      first.headers.get("ratelimit"),
      first.headers.get("ratelimit-policy"),
    ]).toEqual([200, expect.stringMatching(/^"key";r=0;t=\d+$/), '"key";q=1;w=86400']);
    expect([second.status, second.headers.get("retry-after")]).toEqual([
      429,
      /t=(\d+)/.exec(second.headers.get("ratelimit")!)![1],
    ]);
    expect(await second.json()).toMatchObject({ code: "rate_limit_exceeded" });
    await send(bearer(metered.key));
    expect(await (await send(bearer(metered.key))).json()).toMatchObject({
      code: "quota_exceeded",
      status: 429,
    });
  });

  test("answers 503 and lets nobody through while the runtime cannot be asked, or refuses to answer", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { key } = await keyWith(stage, []);
    const unreachable = new BanataAuth({ apiKey: key, baseUrl: "http://127.0.0.1:9", retries: 0 });
    for (const client of [unreachable, (await keyWith(stage, ["user.read"])).client]) {
      const response = await serve({ client })(bearer(key));
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await response.text()).not.toContain(key);
    }
    expect(log).toHaveBeenCalledTimes(2);
  });
});

describe("withApiKey", () => {
  const ask = async (handler: (request: Request) => Promise<Response>, key: string) =>
    await handler(new Request("https://api.example.com/org_1", { headers: bearer(key) }));

  test("takes the organization from the request, and the address for the key's last use", async () => {
    const [here, there] = await twoOrganizations(stage.client);
    const { key, id } = await keyWith(stage, [], { organizationId: here });
    const handler = (organizationId: string) =>
      withApiKey((_request: Request, verified) => Response.json(shown(verified)), {
        client: asker,
        organizationId: async (request) => `${request.method === "GET" ? organizationId : ""}`,
        ipAddress: () => "203.0.113.9",
      });
    expect([
      (await ask(handler(here), key)).status,
      (await ask(handler(there), key)).status,
    ]).toEqual([200, 403]);
    await stage.runtime.run("tenancy/keyUse:fold");
    expect((await stage.client.apiKeys.getKey(id)).lastUsedFrom).toBe("203.0.113.0/24");
  });

  test("says 429 to who guesses, and lets good keys through meanwhile", async () => {
    const { key } = await keyWith(stage, []);
    const { newKey } = await import("../../convex/component/core/apiKey");
    const client = (await keyWith(stage, ["api_key.verify"])).sdk;
    const handler = withApiKey(() => new Response("in"), { client });
    const statuses = [];
    for (let i = 0; i < 101; i++)
      statuses.push((await ask(handler, newKey("sk_test_").key)).status);
    expect([
      new Set(statuses.slice(0, 100)),
      statuses[100],
      (await ask(handler, key)).status,
    ]).toEqual([new Set([401]), 429, 200]);
  });

  test("works with the installing app's own transport, without HTTP", async () => {
    const inProcess = await scene(inProcessRuntime);
    const { key, id } = await inProcess.client.apiKeys.createKey({
      name: "k",
      permissions: ["user.read"],
    });
    const handler = withApiKey(
      (_ctx: object, _request: Request, verified: VerifiedApiKey) => Response.json(shown(verified)),
      { client: () => inProcess.client, permission: "user.read" },
    );
    expect(
      await (
        await handler({}, new Request("https://api.example.com/", { headers: bearer(key) }))
      ).json(),
    ).toEqual({ by: id });
  });

  test("hands what an Express handler throws to next, and throws what any other does", async () => {
    const { key } = await keyWith(stage, []);
    const failure = new Error("mine");
    const fail = () => {
      throw failure;
    };
    const next = vi.fn<(error?: unknown) => void>();
    const res = { statusCode: 200, setHeader: () => undefined, end: () => undefined };
    await withApiKey((_req: { headers: Record<string, string> }, _res: typeof res) => fail(), {
      client: asker,
    })({ headers: bearer(key) }, res, next);
    expect(next).toHaveBeenCalledExactlyOnceWith(failure);
    await expect(
      ask(
        withApiKey((_request: Request) => fail(), { client: asker }),
        key,
      ),
    ).rejects.toBe(failure);
  });
});
