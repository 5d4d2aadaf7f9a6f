import { afterEach, describe, expect, test, vi } from "vitest";
import { InternalError, NetworkError, RateLimitError, TimeoutError } from "../../src/index";
import { retryAfterSeconds, withRetries } from "../../src/transports/retries";
import { cut, cutInBody, failure, hang, problem, serve, user } from "./scriptedServer";

const created = { body: { user: user() } };
const ada = { email: "ada@example.com", name: "Ada" };

describe("a call is made again", () => {
  test.each([
    ["after a 500", problem(500, "internal_error")],
    ["after a 503 of a proxy", { status: 503, body: "<h1>Unavailable</h1>" }],
    ["after a 429", problem(429, "rate_limit_exceeded")],
    ["after a cut connection", cut],
    ["after a connection that is cut in the body", cutInBody],
    ["after a timeout", hang],
  ])("%s", async (_, answer) => {
    const { client, requests } = await serve(answer, created);
    const answered = await client({ timeout: 200 }).users.createUser(ada);
    expect(answered.id).toBe("usr_1");
    expect(requests).toHaveLength(2);
  });

  test("at most `retries` times, three unless said otherwise", async () => {
    const { client, requests } = await serve(problem(500, "internal_error"));
    expect(await failure(client().users.getUser("usr_1"))).toBeInstanceOf(InternalError);
    expect(requests).toHaveLength(4);
    expect(await failure(client({ retries: 0 }).users.getUser("usr_1"))).toBeInstanceOf(
      InternalError,
    );
    expect(requests).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 409, 422])("never after a %i", async (status) => {
    const { client, requests } = await serve(problem(status, "conflict"));
    await failure(client().users.createUser(ada));
    expect(requests).toHaveLength(1);
  });
});

describe("the wait between two attempts", () => {
  afterEach(() => void vi.restoreAllMocks());

  test("is random up to a bound that doubles and ends, so that clients do not come back together", async () => {
    const waits: number[] = [];
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((done: () => void, wait: number) => {
      waits.push(wait);
      queueMicrotask(done);
      return 0;
    }) as never); // as the client calls it
    const pacing = { firstDelayMs: 100, longestDelayMs: 400, longestRetryAfterMs: 0 };
    const attempt = async () => await Promise.reject(new NetworkError("down"));
    for (let i = 0; i < 100; i++)
      await withRetries(attempt, 4, pacing, undefined).catch(() => undefined);
    for (const [retry, bound] of [100, 200, 400, 400].entries()) {
      const those = waits.filter((_, i) => i % 4 === retry);
      expect(those).toHaveLength(100);
      expect(Math.max(...those)).toBeLessThanOrEqual(bound);
      expect(Math.max(...those)).toBeGreaterThan(bound * 0.8);
      expect(Math.min(...those)).toBeLessThan(bound * 0.2);
    }
  });
});

describe("Retry-After", () => {
  test("is waited for", async () => {
    const { client, requests } = await serve(
      problem(429, "rate_limit_exceeded", {}, { "retry-after": "1" }),
      { body: user() },
    );
    const before = Date.now();
    await client().users.getUser("usr_1");
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
    expect(requests).toHaveLength(2);
  });

  test("longer than the client is willing to wait is told to the caller at once", async () => {
    const { client, requests } = await serve(
      problem(429, "rate_limit_exceeded", {}, { "retry-after": "3600" }),
    );
    const error = await failure(client().users.getUser("usr_1"));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: 3600, retryable: true, status: 429 });
    expect(requests).toHaveLength(1);
  });

  test("is read as seconds or as an HTTP date", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfterSeconds("7", now)).toBe(7);
    expect(retryAfterSeconds("Thu, 01 Jan 2026 00:01:30 GMT", now)).toBe(90);
    expect(retryAfterSeconds("Wed, 31 Dec 2025 23:59:00 GMT", now)).toBe(0);
    expect(retryAfterSeconds("soon", now)).toBeNull();
    expect(retryAfterSeconds(null, now)).toBeNull();
  });
});

describe("the idempotency key of a write", () => {
  const keysOf = (requests: readonly { headers: { [name: string]: unknown } }[]) =>
    requests.map(({ headers }) => headers["idempotency-key"]);

  test("is the same on every attempt, with the same body, and another for the next call", async () => {
    const { client, requests } = await serve(problem(500, "internal_error"), cut, created, created);
    await client().users.createUser(ada);
    await client().users.createUser(ada);
    const [first, second, third, next] = keysOf(requests);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect([second, third]).toEqual([first, first]);
    expect(next).not.toBe(first);
    expect(new Set(requests.slice(0, 3).map(({ text }) => text)).size).toBe(1);
  });

  test("is the caller's own when there is one", async () => {
    const { client, requests } = await serve(created);
    await client().users.createUser(ada, { idempotencyKey: "import-7" });
    expect(keysOf(requests)).toEqual(["import-7"]);
  });

  test("is sent neither for reads nor for writes that may be repeated", async () => {
    const { client, requests } = await serve(
      { body: user() },
      { body: { valid: false, code: "not_found" } },
    );
    await client().users.getUser("usr_1");
    await client().apiKeys.verifyKey({ key: "sk_live_1" });
    expect(keysOf(requests)).toEqual([undefined, undefined]);
  });
});

describe("giving up", () => {
  test("a server that hangs is a TimeoutError", async () => {
    const { client } = await serve(hang);
    const error = await failure(client({ timeout: 30, retries: 1 }).users.getUser("usr_1"));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: "timeout", status: 0, retryable: true });
  });

  test("an answer whose body never ends is a TimeoutError", async () => {
    const { client } = await serve((response) => void response.writeHead(200).write("{"));
    expect(
      await failure(client({ timeout: 50, retries: 0 }).users.getUser("usr_1")),
    ).toBeInstanceOf(TimeoutError);
  });

  test("a call may have a timeout of its own", async () => {
    const { client } = await serve(hang);
    const before = Date.now();
    expect(
      await failure(client({ retries: 0 }).users.getUser("usr_1", { timeout: 30 })),
    ).toBeInstanceOf(TimeoutError);
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  test("a closed port is a NetworkError that keeps its cause", async () => {
    const { client } = await serve(hang);
    const error = await failure(
      client({ baseUrl: "http://127.0.0.1:1", retries: 0 }).users.getUser("usr_1"),
    );
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      code: "network_error",
      status: 0,
      retryable: true,
      cause: expect.anything(),
    });
  });

  test("the caller's signal ends an attempt, and the waiting between two, with its own reason", async () => {
    const reason = new Error("the user left");
    const hanging = await serve(hang);
    const first = new AbortController();
    setTimeout(() => first.abort(reason), 30);
    expect(await failure(hanging.client().users.getUser("usr_1", { signal: first.signal }))).toBe(
      reason,
    );
    expect(hanging.requests).toHaveLength(1);

    const busy = await serve(problem(429, "rate_limit_exceeded", {}, { "retry-after": "2" }));
    const second = new AbortController();
    setTimeout(() => second.abort(reason), 100);
    expect(await failure(busy.client().users.getUser("usr_1", { signal: second.signal }))).toBe(
      reason,
    );
    expect(busy.requests).toHaveLength(1);
  });

  test("a signal that is aborted already sends nothing", async () => {
    const { client, requests } = await serve(created);
    const error = await failure(
      client().users.createUser(ada, { signal: AbortSignal.abort(new Error("too late")) }),
    );
    expect(error).toMatchObject({ message: "too late" });
    expect(requests).toHaveLength(0);
  });
});
