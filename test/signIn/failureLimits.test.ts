/**
 * Failures are counted by address and account, at every endpoint of the table that has a limit, and
 * by nothing that a guesser may choose.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { defaultSettings } from "../../convex/component/configuration/defaults";
import { endpoints } from "../../convex/component/signIn/endpoints";
import type { Endpoint, LimitName } from "../../convex/component/signIn/endpoint";
import { httpRuntime } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { begin, times, type Scene } from "../support/signIn";
import { APP, from } from "../support/visitorAddress";

const MINUTE_MS = 60_000;
const limits: Record<LimitName, number> = {
  ...{ signIn: 30, sso: 600, signUp: 10, passwordReset: 10, mail: 10 },
};
const settings = {
  authMethods: Object.fromEntries(
    Object.keys(defaultSettings.authMethods).map((method) => [method, method !== "sso"]),
  ),
  sessions: { corsOrigins: [APP] },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

const scene = async (): Promise<Scene> => await begin(httpRuntime, settings);

/** Calls an endpoint; a code that is none, a password that is none. */
async function call(
  { visit }: Scene,
  path: string,
  body: object = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const row: Endpoint | null = endpoints[path as keyof typeof endpoints];
  const place = path.replace(/:\w+/g, "github");
  return row?.methods[0] === "GET"
    ? await visit().get(place, headers)
    : await visit().post(place, body, headers);
}

/** A guess that costs no hash. */
const guess = async (
  at: Scene,
  body: object = { email: at.ada.email },
  headers: Record<string, string> = {},
  visitor = at.visit(),
) => (await visitor.post("/sign-in/email-otp", { otp: "000000", ...body }, headers)).status;

const limited = Object.entries<Endpoint | null>(endpoints).flatMap(([path, row]) =>
  row?.limit ? [{ path, limit: row.limit, account: row.account }] : [],
);

test.each(Object.entries(limits))(
  "every endpoint of the limit %s is refused to an address that has used up its %i",
  async (limit, most) => {
    const at = await scene();
    const paths = limited.filter((each) => each.limit === limit).map(({ path }) => path);
    const first = { signIn: "/verify-email", signUp: "/sign-up/email" }[limit] ?? paths[0]!;
    const address = from(at, "203.0.113.7");
    for (let i = 0; i < most; i++)
      expect((await call(at, first, {}, address)).status).not.toBe(429);
    for (const [i, path] of paths.entries()) {
      const response = await call(at, path, {}, address);
      expect(response.status, path).toBe(429);
      expect(await response.json(), path).toMatchObject({ code: "rate_limit_exceeded" });
      expect(response.headers.get("retry-after"), path).toBe("60");
      expect((await call(at, path, {}, from(at, `203.0.113.${10 + i}`))).status, path).not.toBe(
        429,
      );
    }
    pass(MINUTE_MS);
    expect((await call(at, first, {}, address)).status).not.toBe(429);
  },
);

test.each(limited.filter(({ account }) => account !== null))(
  "$path counts by $account, whatever else the body says",
  async ({ path, limit, account }) => {
    const at = await scene();
    const decoys = (i: number) => ({
      email: `decoy-${i}@example.com`,
      username: `decoy_${i}`,
      newEmail: `decoy-${i}@example.com`,
      user: { email: `decoy-${i}@example.com` },
    });
    const victim = account === "username" ? "victim" : "victim@example.com";
    const written = [victim, victim.toUpperCase(), ` ${victim} `];
    const body = (i: number) => ({ ...decoys(i), [account!]: written[i % written.length] });
    for (let i = 0; i < limits[limit]; i++)
      expect((await call(at, path, body(i))).status).not.toBe(429);
    expect((await call(at, path, body(99))).status).toBe(429);
    expect((await call(at, path, decoys(100))).status).not.toBe(429);
  },
);

describe("an address", () => {
  const cases: readonly (readonly [name: string, guesses: (i: number) => string, other: string])[] =
    [
      ["of IPv4", () => "203.0.113.7", "203.0.113.8"],
      ["of IPv6 is its /64", (i) => `2001:db8:1:2::${(i + 1).toString(16)}`, "2001:db8:1:3::1"],
      [
        "of IPv4 written as IPv6",
        (i) => ["::ffff:203.0.113.7", "203.0.113.7", "::ffff:cb00:7107"][i % 3]!,
        "::ffff:203.0.113.8",
      ],
    ];
  test.each(cases)("%s", async (_name, guesses, other) => {
    const at = await scene();
    const attempt = async (i: number, address: string) =>
      await guess(at, { email: `person-${i}@example.com` }, from(at, address));
    for (let i = 0; i < 30; i++) expect(await attempt(i, guesses(i))).toBe(400);
    expect(await attempt(30, guesses(30))).toBe(429);
    expect(await attempt(31, other)).toBe(400);
  });

  test("that is none is counted as none", async () => {
    const at = await scene();
    for (const address of ["999.1.1.1", "1.2.3", "::1::", "2001:db8"])
      for (let i = 0; i < 8; i++)
        expect(await guess(at, { email: `s-${address}-${i}@example.com` }, from(at, address))).toBe(
          400,
        );
  });

  test("is counted although the request carries a session of a known browser", async () => {
    const at = await scene();
    await at.client.signUp.email(at.ada);
    const attempt = async () =>
      (await at.get("/magic-link/verify?token=none", from(at, "203.0.113.7"))).status;
    for (let i = 0; i < 30; i++) expect(await attempt()).not.toBe(429);
    expect(await attempt()).toBe(429);
    expect(await guess(at, { email: "somebody@example.com" }, from(at, "203.0.113.7"))).toBe(429);
  });

  test("may make 300 attempts a minute, however well they end", async () => {
    const at = await scene();
    const ask = async () =>
      (
        await at
          .visit()
          .post("/is-username-available", { username: "ada_l" }, from(at, "203.0.113.7"))
      ).status;
    for (let i = 0; i < 300; i++) expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
  });
});

test("a username and an address of one user are one account", async () => {
  const at = await scene();
  await at.client.signUp.email({ ...at.ada, username: "ada_l" } as typeof at.ada);
  for (let i = 0; i < 15; i++) {
    expect(await guess(at)).toBe(400);
    expect((await call(at, "/sign-in/username", { username: "Ada_L" })).status).not.toBe(429);
  }
  expect(await guess(at)).toBe(429);
  expect((await call(at, "/sign-in/username", { username: "ada_l" })).status).toBe(429);
});

test("a session's password is guessed thirty times a minute, from wherever", async () => {
  const at = await scene();
  await at.client.signUp.email(at.ada);
  const attempt = async (path: string, i: number) =>
    (await at.visit(new Map(at.cookies)).post(path, { password: i })).status; // no text: costs no hash
  const paths = ["/verify-password", "/change-password", "/delete-user"];
  for (let i = 0; i < 30; i++) expect(await attempt(paths[i % 3]!, i)).not.toBe(429);
  for (const path of paths) expect(await attempt(path, 30)).toBe(429);
});

test("wrong codes of a second factor count by the account, over all challenges", async () => {
  const at = await scene();
  await at.client.signUp.email(at.ada);
  await setUp(at, at.ada.password);
  const browsers = Array.from({ length: 8 }, () => at.visit()); // a challenge takes five codes
  for (const { client } of browsers)
    expect((await client.signIn.email(at.ada)).data).toMatchObject({ twoFactorRedirect: true });
  const paths = [
    "/two-factor/verify-totp",
    "/two-factor/verify-otp",
    "/two-factor/verify-backup-code",
  ];
  const attempt = async (i: number) =>
    await browsers[i % 8]!.post(paths[i % 3]!, { code: "000000" });
  const codes: unknown[] = [];
  for (let i = 0; i < 31; i++) {
    const response = await attempt(i);
    codes.push(((await response.json()) as { code: unknown }).code);
  }
  // Better Auth's own lock comes first, and its refusals are failures as well.
  expect(codes.slice(0, 30)).not.toContain("rate_limit_exceeded");
  expect(codes[30]).toBe("rate_limit_exceeded");
});

describe("a hundred failures in a row", () => {
  const known = async () => {
    const at = await scene();
    await at.client.signUp.email(at.ada);
    return at;
  };
  async function fail(at: Scene, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      if (i % 25 === 0) pass(MINUTE_MS);
      expect(await guess(at)).toBe(400);
    }
  }
  const retryAfter = async (at: Scene) => {
    const response = await call(at, "/sign-in/email-otp", { email: at.ada.email, otp: "000000" });
    expect(response.status).toBe(429);
    return Number(response.headers.get("retry-after"));
  };

  test.each([
    ["with", known],
    ["without", scene],
  ])("delay the next one, doubling up to an hour, %s an account", async (_name, start) => {
    const at = await start();
    await fail(at, 100);
    const delays: number[] = [];
    pass(MINUTE_MS);
    for (let i = 0; i < 8; i++) {
      // One at a time, however many come at once.
      const statuses = await times(5, async () => await guess(at));
      expect(statuses.toSorted((a, b) => a - b)).toEqual([400, 429, 429, 429, 429]);
      delays.push(await retryAfter(at));
      pass(delays.at(-1)! * 1_000);
    }
    expect(delays).toEqual([120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
  });

  test("are forgotten with a success, and with a new password", async () => {
    const at = await known();
    await fail(at, 100);
    const wait = await retryAfter(at);
    expect((await at.visit().client.signIn.email(at.ada)).error?.status).toBe(429);
    pass(wait * 1_000);
    expect((await at.visit().client.signIn.email(at.ada)).error).toBeNull();
    await fail(at, 100);
    await retryAfter(at);
    const { user } = (await at.client.getSession()).data!;
    const newPassword = "an entirely new password";
    await at.admin.users.setUserPassword({ userId: user.id, newPassword });
    expect(await guess(at)).toBe(400);
    expect(await guess(at)).toBe(400);
  });

  test("are not forgotten because somebody else signs in", async () => {
    const at = await known();
    await fail(at, 100);
    const bob = { ...at.ada, email: `bob-${at.ada.email}` };
    await at.visit().client.signUp.email(bob);
    await at.visit().client.signIn.email(bob);
    expect(await retryAfter(at)).toBeGreaterThan(0);
  });
});
