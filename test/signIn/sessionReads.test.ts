/**
 * Endpoints that only read are answered by a query without Better Auth. The reference is Better Auth
 * itself, which still handles every other endpoint: for each case both must answer alike.
 */
import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Doc } from "../../convex/component/_generated/dataModel";
import type { AttemptRequest, AttemptResponse } from "../../convex/component/signIn/attemptRequest";
import { endpoints } from "../../convex/component/signIn/endpoints";
import type { ReadAnswer } from "../../convex/component/signIn/reads/answer";
import { httpRuntime } from "../support/runtime";
import { begin, type Scene } from "../support/signIn";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => {
  vi.useRealTimers();
  delete process.env.BANATA_AUTH_SECRET_PREVIOUS;
});

type Engine = ReturnType<typeof httpRuntime>["engine"];
interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Stage extends Scene {
  readonly engine: Engine;
  readonly cookie: string;
  readonly token: string;
  /** Changes the session's row. */
  patch(fields: Partial<Doc<"sessions">>): Promise<void>;
  patchUser(fields: Partial<Doc<"users">>): Promise<void>;
  session(): Promise<Doc<"sessions"> | null>;
}

async function stage(settings?: Parameters<typeof begin>[1]): Promise<Stage> {
  const runtime = httpRuntime();
  const scene = await begin(() => runtime, settings);
  await scene.client.signUp.email(scene.ada);
  await runtime.engine.action(makeFunctionReference<"action">("signIn/tokens/signingKeys:make"), {
    projectId: null,
  });
  const cookie = [...scene.cookies].map((pair) => pair.join("=")).join("; ");
  const token = /session_token=(\w+)/.exec(cookie)?.[1] ?? "";
  const { engine } = runtime;
  return {
    ...scene,
    engine,
    cookie,
    token,
    patch: async (fields) =>
      await engine.run(async (ctx) => {
        const row = await ctx.db.query("sessions").first();
        await ctx.db.patch(row!._id, fields);
      }),
    patchUser: async (fields) =>
      await engine.run(async (ctx) => {
        const row = await ctx.db.query("users").first();
        await ctx.db.patch(row!._id, fields);
      }),
    session: async () => await engine.run(async (ctx) => await ctx.db.query("sessions").first()),
  };
}

const toSent = ({ project }: Scene, { path, method = "GET", headers, body = "" }: Asked) => {
  const basePath = `/p/${project.id}/api/auth`;
  return {
    projectId: project.id,
    basePath,
    request: {
      method,
      url: `https://some.convex.site${basePath}${path}`,
      audience: "everyone" as const,
      headers: Object.entries({
        ...headers,
        ...(body === "" ? {} : { "content-type": "application/json" }),
      }).map((pair) => [...pair]),
      body,
      forwarded: null,
    },
  };
};

class RolledBack extends Error {}

/** What the work answers, of which nothing remains. */
async function rolledBack<T>(engine: Engine, path: string, args: object): Promise<T> {
  let result: T | undefined;
  await engine
    .mutation(async (ctx) => {
      result = (await ctx.runMutation(makeFunctionReference<"mutation">(path), args)) as T;
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return result!;
}

async function answerOfBetterAuth(at: Stage, asked: Asked): Promise<AttemptResponse> {
  const { request, ...sent } = toSent(at, asked);
  const reply = await rolledBack<{ response?: AttemptResponse }>(
    at.engine,
    "signIn/attempt:attempt",
    {
      ...sent,
      request: {
        ...request,
        carriesCookies: false,
        id: "r",
        ip: null,
        hasTrustedIp: false,
        userAgent: null,
      } satisfies AttemptRequest,
      effects: [],
      claim: "c",
      counted: false,
    },
  );
  expect(reply.response, JSON.stringify(reply)).toBeDefined();
  return reply.response!;
}

/** The answer without Better Auth, and whether it took a mutation; null if Better Auth must answer. */
async function answerOfRead(
  at: Stage,
  asked: Asked,
): Promise<{ response: AttemptResponse; renewed: boolean } | null> {
  const module = asked.path.includes("token") ? "token" : "session";
  const args = { ...toSent(at, asked), nonce: null };
  const { headers } = args.request;
  args.request.headers = headers.filter(([name]) => name !== "content-type");
  const first = (await at.engine.query(
    makeFunctionReference<"query">(`signIn/reads/${module}:read`),
    args as never,
  )) as ReadAnswer;
  if (first === null) return null;
  if ("response" in first) return { response: first.response, renewed: false };
  const second = await rolledBack<ReadAnswer>(at.engine, `signIn/reads/${module}:renew`, args);
  return second !== null && "response" in second
    ? { response: second.response, renewed: true }
    : null;
}

/** Headers without order, and without the one that the HTTP action sets for every answer. */
const comparable = ({ status, headers, body }: AttemptResponse) => ({
  status,
  headers: headers
    .filter(([name]) => name !== "cache-control")
    .map(([name, value]) => `${name}: ${value}`)
    .sort(),
  body: withoutTokenIds(body),
});

/** Tokens differ in their random id, and with it in their signature. */
const withoutTokenIds = (body: string): string =>
  body.replace(/"token":"[\w-]+\.([\w-]+)\.[\w-]+"/, (_, claims: string) => {
    const parsed = JSON.parse(Buffer.from(claims, "base64url").toString()) as { jti?: string };
    delete parsed.jti;
    return `"token":${JSON.stringify(parsed)}`;
  });

async function expectAlike(at: Stage, asked: Asked, name: string) {
  const answered = await answerOfRead(at, asked);
  expect(answered, `${name}: answered without Better Auth`).not.toBeNull();
  const expected = await answerOfBetterAuth(at, asked);
  expect(comparable(answered!.response), name).toEqual(comparable(expected));
  return answered!;
}

const readPaths = Object.entries(endpoints).flatMap(([path, row]) =>
  row !== null && row.reads !== null ? [path] : [],
);
const asked = (path: string, headers: Asked["headers"]): Asked =>
  path === "/token" ? { path, headers, method: "POST" } : { path, headers };

const everyMethod = {
  authMethods: {
    twoFactor: true,
    username: true,
    anonymous: true,
    passkey: true,
    magicLink: true,
    emailOtp: true,
  },
};

test("they are these", () => {
  expect(readPaths.sort()).toEqual([
    "/convex/token",
    "/get-session",
    "/list-accounts",
    "/list-sessions",
    "/passkey/list-user-passkeys",
    "/token",
  ]);
});

const settingsOf = [
  ["the settings of a new project", undefined],
  ["every method enabled", everyMethod],
  ["usernames", { authMethods: { username: true } }],
  ["an anonymous method", { authMethods: { anonymous: true, passkey: true } }],
  ["a short time without use", { sessions: { inactivityTimeout: 1_800 } }],
  ["a second factor that everyone needs", { ...everyMethod, features: { mfa: true } }],
] as const;
describe.each(settingsOf)("with %s", (_name, settings) => {
  test("every state of a session reads as Better Auth reads it", async () => {
    const at = await stage(settings);
    const isNew = settings === undefined;
    const origin = "https://app.example.com";
    const client = await at.admin.authClients.createClient({
      name: "A client",
      type: "web",
      trustedOrigins: [origin],
    });
    await at.admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [origin] } });
    const { expiresAt, createdAt } = (await at.session())!;
    const mine = { cookie: at.cookie };
    const withoutSession = at.cookie.replace(/[^;]*session_token=[^;]*(; )?/, "");
    const states: readonly (readonly [name: string, change: () => Promise<void>])[] = [
      ["new", async () => {}],
      [
        "complete",
        async () => {
          await at.patchUser({
            username: "ada",
            displayUsername: "Ada",
            isAnonymous: true,
            twoFactorEnabled: true,
            image: "https://example.com/a.png",
            emailVerified: true,
          });
          await at.patch({
            activeOrganizationId: "org_1",
            userAgent: "a browser",
            ipAddress: null,
          });
          await addRows(at);
        },
      ],
      ["due for renewal", async () => await at.patch({ expiresAt: expiresAt - 2 * HOUR })],
      [
        "at its maximum length",
        async () => await at.patch({ createdAt: START + HOUR - 30 * DAY, expiresAt: START + HOUR }),
      ],
      [
        "an impersonation",
        async () =>
          await at.patch({ createdAt, expiresAt: START + HOUR, impersonatedBy: "ak_support" }),
      ],
      ["expired", async () => await at.patch({ expiresAt: START - 1 })],
      ["without its user", async () => await deleteUser(at)],
      ["deleted", async () => await deleteSession(at)],
    ];
    const ways: readonly (readonly [name: string, headers: Record<string, string>])[] = [
      ["its cookie", mine],
      ["its cookie, from a trusted page", { ...mine, origin }],
      ["its cookie, from the runtime's page", { ...mine, origin: "https://some.convex.site" }],
      ["a client's request", { ...mine, "x-banata-client-id": client.id, origin }],
      ["its token", { authorization: `Bearer ${at.token}` }],
      ["its token, and the cookie", { ...mine, authorization: `bearer ${at.token}` }],
      ["its signed token", { authorization: `Bearer ${signedToken(at)}` }],
      ["another scheme", { ...mine, authorization: "Basic abc" }],
      ["another token", { authorization: `Bearer ${"x".repeat(32)}` }],
      ["no cookie", {}],
      ["other cookies", { cookie: withoutSession }],
      ["a tampered token", { cookie: at.cookie.replace(/session_token=../, "session_token=xx") }],
      ["a tampered signature", { cookie: at.cookie.replace(/%3D/, "a%3D") }],
      ["a name that is no cookie's", { cookie: `${at.cookie}; session_token=abc; x; =; ;;` }],
      ["the same cookie twice", { cookie: `${at.cookie}; ${otherValue(at)}` }],
      ["another value first", { cookie: `${otherValue(at)}; ${at.cookie}` }],
      [
        "a cookie in quotes",
        { cookie: at.cookie.replace(/session_token=([^;]*)/, 'session_token="$1"') },
      ],
      ["a long cookie", { cookie: `${at.cookie}; padding=${"p".repeat(8_000)}` }],
      ["a cookie of plain http", { cookie: at.cookie.replaceAll("__Secure-", "") }],
    ];
    // Finding the session is the same code for all paths and settings.
    const fewWays = ways.filter(([way]) => ["its cookie", "its token", "no cookie"].includes(way));
    for (const [state, change] of states) {
      await change();
      for (const path of readPaths)
        for (const [way, headers] of path === "/get-session" && isNew ? ways : fewWays) {
          const request = asked(path, headers);
          // Better Auth checks the origin of a POST with cookies, and the client of an access token.
          if (path === "/token" && (await answerOfRead(at, request)) === null) continue;
          await expectAlike(at, request, `${state}, ${path}, ${way}`);
        }
    }
  }, 60_000);
});

describe("of requests with parameters and other cookies", () => {
  test.each([
    "?disableRefresh=true",
    "?disableRefresh=false",
    "?disableRefresh=",
    "?disableCookieCache=true&disableRefresh=1",
    "?disableCookieCache=true",
    "?t=1&t=2",
  ])("%s means what it means to Better Auth", async (query) => {
    const at = await stage();
    await at.patch({ expiresAt: START + 3 * DAY });
    for (const path of ["/get-session", "/list-accounts"])
      await expectAlike(at, { path: path + query, headers: { cookie: at.cookie } }, path);
  });

  test("a session that ends with the browser's is not renewed", async () => {
    const at = await stage();
    const other = at.visit();
    await other.client.signIn.email({ ...at.ada, rememberMe: false });
    const cookie = [...other.cookies].map((pair) => pair.join("=")).join("; ");
    expect(cookie).toContain("dont_remember");
    await at.engine.run(async (ctx) => {
      for (const row of await ctx.db.query("sessions").collect())
        await ctx.db.patch(row._id, { expiresAt: START + HOUR });
    });
    const { renewed } = await expectAlike(at, { path: "/get-session", headers: { cookie } }, "it");
    expect(renewed).toBe(false);
  });

  test("what only Better Auth knows how to answer is left to it", async () => {
    const at = await stage();
    const { cookie, project } = at;
    const headers = { cookie };
    const unusual: Asked[] = [
      { path: "/get-session", method: "POST", headers },
      { path: "/get-session?callbackURL=https://evil.example", headers },
      { path: "/get-session?disableRefresh=1&disableRefresh=2", headers },
      {
        path: "/get-session",
        headers: { cookie: `${cookie}; __Secure-banata.${project.id}.session_data=abc` },
      },
      { path: "/get-session", headers: { authorization: "Bearer a.b.c" } },
      { path: "/get-session", headers: { authorization: "Bearer with space" } },
      { path: "/token", method: "POST", headers },
      { path: "/token", method: "POST", headers: { ...headers, origin: "https://evil.example" } },
      {
        path: "/token",
        method: "POST",
        headers: { authorization: `Bearer ${at.token}` },
        body: '{"email":"a@b"}',
      },
    ];
    for (const each of unusual) expect(await answerOfRead(at, each), each.path).toBeNull();
    expect((await at.post("/get-session")).status).toBe(405);
    expect((await at.get("/get-session?callbackURL=https://evil.example")).status).toBe(403);
  });

  test("an access token is for the client that asks", async () => {
    const at = await stage();
    const { id, projectId } = { ...(await newClient(at)), projectId: at.project.id };
    await at.engine.action(makeFunctionReference<"action">("signIn/tokens/signingKeys:make"), {
      projectId,
    });
    const headers = { authorization: `Bearer ${at.token}`, "x-banata-client-id": id };
    for (const body of ["", "{}", JSON.stringify({ audience: id })])
      await expectAlike(at, { path: "/token", method: "POST", headers, body }, body);
  });
});

const newClient = async ({ admin }: Stage) =>
  await admin.authClients.createClient({ name: "A client", type: "web" });

describe("renewal", () => {
  const due = async () => {
    const at = await stage();
    await at.patch({ expiresAt: START + 3 * DAY });
    return at;
  };

  test("happens once an hour at most, and then the cookie is set anew", async () => {
    const at = await stage();
    const renewals: number[] = [];
    for (let minutes = 0; minutes <= 240; minutes += 20) {
      vi.setSystemTime(START + minutes * 60_000);
      const answer = await at.browse(`/p/${at.project.id}/api/auth/get-session`);
      if (answer.headers.getSetCookie().some((each) => each.includes("session_token")))
        renewals.push(minutes);
      expect((await at.session())!.expiresAt).toBe(
        START + (renewals.at(-1) ?? 0) * 60_000 + 7 * DAY,
      );
    }
    expect(renewals).toEqual([60, 120, 180, 240]);
  });

  test("of a session that cannot be extended sets the cookie, without a mutation", async () => {
    const at = await stage();
    const headers = { cookie: at.cookie };
    await at.patch({ createdAt: START + HOUR - 30 * DAY, expiresAt: START + HOUR });
    for (const impersonatedBy of [null, "ak_support"]) {
      await at.patch({ impersonatedBy });
      const { response, renewed } = (await answerOfRead(at, { path: "/get-session", headers }))!;
      expect(renewed).toBe(false);
      expect(response.headers.map(([name]) => name)).toContain("set-cookie");
    }
  });

  test("of two tabs at once writes once, and both read the session", async () => {
    const at = await due();
    const before = (await at.session())!;
    const answers = await Promise.all([at.get("/get-session"), at.get("/get-session")]);
    for (const answer of answers)
      expect(await answer.json()).toMatchObject({ session: { id: before.id } });
    expect((await at.session())!.expiresAt).toBe(START + 7 * DAY);
  });

  test("finds a session deleted since it was read, and clears its cookie", async () => {
    const at = await due();
    await deleteSession(at);
    const args = { ...toSent(at, { path: "/get-session", headers: { cookie: at.cookie } }) };
    const answer = await rolledBack<{ response: AttemptResponse }>(
      at.engine,
      "signIn/reads/session:renew",
      { ...args, nonce: null },
    );
    expect(answer.response).toMatchObject({ status: 200, body: "null" });
    expect(answer.response.headers.filter(([name]) => name === "set-cookie")).toHaveLength(3);
  });
});

describe("a session is not read", () => {
  const read = async (at: Stage, headers: Asked["headers"]) =>
    JSON.parse(
      (await answerOfRead(at, { path: "/get-session", headers }))!.response.body,
    ) as unknown;

  test("at its last moment, or of a banned user", async () => {
    const at = await stage();
    const { expiresAt } = (await at.session())!;
    vi.setSystemTime(expiresAt - 1);
    expect(await read(at, { cookie: at.cookie })).not.toBeNull();
    await at.patchUser({ banned: true, banExpires: expiresAt });
    expect(await read(at, { cookie: at.cookie })).toBeNull();
    await at.patchUser({ banned: true, banExpires: expiresAt - 1 });
    expect(await read(at, { cookie: at.cookie })).not.toBeNull();
    vi.setSystemTime(expiresAt);
    expect(await read(at, { cookie: at.cookie })).toBeNull();
  });

  test("at another project's path", async () => {
    const at = await stage();
    const other = await begin(() => at.runtime);
    const there = { ...at, project: other.project };
    const foreign = at.cookie.replaceAll(at.project.id, other.project.id);
    const ways: Asked["headers"][] = [
      { cookie: at.cookie },
      { cookie: foreign },
      { authorization: `Bearer ${at.token}` },
    ];
    for (const headers of ways) {
      await expectAlike(there, { path: "/get-session", headers }, JSON.stringify(headers));
      expect(await read(there, headers)).toBeNull();
    }
  });

  test("with a cookie that a dropped secret signed; with the previous secret it is", async () => {
    const at = await stage();
    const first = process.env.BANATA_AUTH_SECRET;
    await at.patch({ expiresAt: START + 3 * DAY });
    process.env.BANATA_AUTH_SECRET = "another secret of the tests, long enough";
    process.env.BANATA_AUTH_SECRET_PREVIOUS = first;
    const ways: Asked["headers"][] = [
      { cookie: at.cookie },
      { authorization: `Bearer ${signedToken(at)}` },
    ];
    for (const headers of ways)
      await expectAlike(at, { path: "/get-session", headers }, "the previous secret");
    delete process.env.BANATA_AUTH_SECRET_PREVIOUS;
    await expectAlike(at, { path: "/get-session", headers: { cookie: at.cookie } }, "no secret");
    expect(await read(at, { cookie: at.cookie })).toBeNull();
    process.env.BANATA_AUTH_SECRET = first;
  });
});

const signedToken = ({ cookie }: Stage): string =>
  decodeURIComponent(/session_token=([^;]*)/.exec(cookie)![1]!);
/** The name of the cookie with a value that is not valid. */
const otherValue = ({ cookie }: Stage): string =>
  cookie
    .split("; ")
    .find((each) => each.includes("session_token"))!
    .replace(/=.*/, "=another");

const addRows = async ({ engine, project, session }: Stage): Promise<void> => {
  const { userId } = (await session())!;
  await engine.run(async (ctx) => {
    const time = { createdAt: START, updatedAt: START };
    await ctx.db.insert("accounts", {
      projectId: project.id,
      id: "acc_1",
      userId,
      providerId: "github",
      accountId: "42",
      passwordHash: null,
      sealedAccessToken: "sealed",
      accessTokenExpiresAt: START,
      scope: "read,write",
      ...time,
    });
    await ctx.db.insert("passkeys", {
      projectId: project.id,
      id: "psk_1",
      userId,
      name: "A key",
      credentialID: "c",
      publicKey: "k",
      counter: 3,
      deviceType: "singleDevice",
      backedUp: false,
      transports: "usb",
      aaguid: "00",
      ...time,
    });
    for (const [id, expiresAt] of [
      ["ses_expired", START - 1],
      ["ses_other", START + DAY],
    ] as const)
      await ctx.db.insert("sessions", {
        projectId: project.id,
        id,
        userId,
        tokenHash: id,
        expiresAt,
        ipAddress: null,
        userAgent: null,
        impersonatedBy: null,
        ...time,
      });
  });
};
const deleteUser = async ({ engine }: Stage): Promise<void> =>
  await engine.run(async (ctx) => {
    for (const row of await ctx.db.query("users").collect()) await ctx.db.delete(row._id);
  });
const deleteSession = async ({ engine }: Stage): Promise<void> =>
  await engine.run(async (ctx) => {
    for (const row of await ctx.db.query("sessions").collect()) await ctx.db.delete(row._id);
  });
