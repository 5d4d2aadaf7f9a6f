/** A browser that has signed in before is not locked out by a stranger, and helps no stranger. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { httpRuntime } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { begin, neighbour, type Scene } from "../support/signIn";
import type { TestVisitor } from "../support/visitor";
import { APP, from } from "../support/visitorAddress";

const MINUTE_MS = 60_000;
const settings = {
  authMethods: { emailOtp: true, twoFactor: true },
  sessions: { corsOrigins: [APP] },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

const isDevice = (name: string) => name.endsWith(".device");
const deviceOf = ({ cookies }: TestVisitor) =>
  new Map([...cookies].filter(([name]) => isDevice(name)));

/** Ada has signed up and out; her browser remembers only the device. */
async function begun(): Promise<{ at: Scene; browser: Map<string, string> }> {
  const at = await begin(httpRuntime, settings);
  await at.client.signUp.email(at.ada);
  const browser = deviceOf(at);
  expect(browser.size).toBe(1);
  return { at, browser };
}

/** A guess that costs no hash. */
const guess = async (
  at: Scene,
  visitor: TestVisitor = at.visit(),
  headers: Record<string, string> = {},
  email = at.ada.email,
) => (await visitor.post("/sign-in/email-otp", { email, otp: "000000" }, headers)).status;

const signIn = async (at: Scene, cookies?: Map<string, string>, headers = {}) =>
  (
    await at
      .visit(cookies && new Map(cookies))
      .post("/sign-in/email", { email: at.ada.email, password: at.ada.password }, headers)
  ).status;

const useUp = async (at: Scene, visitor?: TestVisitor, headers = {}) => {
  const statuses: number[] = [];
  for (let i = 0; i < 60; i++) statuses.push(await guess(at, visitor, headers));
  expect(statuses).toEqual([
    ...Array.from({ length: 30 }, () => 400),
    ...Array.from({ length: 30 }, () => 429),
  ]);
};

test("sixty wrong guesses from elsewhere do not lock out the browser that was here before", async () => {
  const { at, browser } = await begun();
  await useUp(at);
  expect(await signIn(at)).toBe(429);
  expect(await signIn(at, browser)).toBe(200);
});

test("nor from the same address", async () => {
  const { at } = await begun();
  const address = from(at, "203.0.113.7");
  const owner = at.visit();
  const body = { email: at.ada.email, password: at.ada.password };
  expect((await owner.post("/sign-in/email", body, address)).status).toBe(200);
  await useUp(at, at.visit(), address);
  expect(await signIn(at, undefined, address)).toBe(429);
  expect(await signIn(at, deviceOf(owner), address)).toBe(200);
});

test("nor by the delay after a hundred failures", async () => {
  const { at, browser } = await begun();
  for (let i = 0; i < 100; i++) {
    if (i % 25 === 0) pass(MINUTE_MS);
    expect(await guess(at)).toBe(400);
  }
  expect(await signIn(at)).toBe(429);
  expect(await signIn(at, browser)).toBe(200);
});

test("the cookie is limited on its own, and locks no other browser out", async () => {
  const { at, browser } = await begun();
  const other = at.visit();
  await other.client.signIn.email(at.ada);
  await useUp(at, at.visit(new Map(browser)));
  expect(await signIn(at, browser)).toBe(429);
  expect(await signIn(at)).toBe(200);
  expect(await signIn(at, deviceOf(other))).toBe(200);
});

test.each<[name: string, attempt: (at: Scene, browser: Map<string, string>) => Promise<number>]>([
  [
    "for another account",
    async (at, browser) => {
      const bob = { ...at.ada, email: `bob-${at.ada.email}` };
      await at.visit().client.signUp.email(bob);
      for (let i = 0; i < 30; i++) await guess(at, at.visit(), {}, bob.email);
      return await guess(at, at.visit(new Map(browser)), {}, bob.email);
    },
  ],
  [
    "in another project",
    async (at, browser) => {
      const there = await neighbour(at, settings);
      await there.client.signUp.email(at.ada);
      const name = [...deviceOf(there).keys()][0]!;
      for (let i = 0; i < 30; i++) await guess(there, there.visit(), {}, at.ada.email);
      const carried = new Map([[name, [...browser.values()][0]!]]);
      return await guess(there, there.visit(carried), {}, at.ada.email);
    },
  ],
  [
    "when it was changed",
    async (at, browser) => {
      await useUp(at);
      const [[name, value]] = [...browser] as [[string, string]];
      const [user, version, device, ...rest] = value.split(".");
      const other = device!.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
      return await guess(
        at,
        at.visit(new Map([[name, [user, version, other, ...rest].join(".")]])),
      );
    },
  ],
  [
    "after a year",
    async (at, browser) => {
      pass(366 * 86_400_000);
      await useUp(at);
      return await guess(at, at.visit(new Map(browser)));
    },
  ],
  [
    "after a new password",
    async (at, browser) => {
      const { user } = (await at.client.getSession()).data!;
      const newPassword = "an entirely new password";
      await at.admin.users.setUserPassword({ userId: user.id, newPassword });
      await useUp(at);
      return await guess(at, at.visit(new Map(browser)));
    },
  ],
])("it does not help %s", async (_name, attempt) => {
  const { at, browser } = await begun();
  expect(await attempt(at, browser)).toBe(429);
});

test("one browser is known for several accounts", async () => {
  const { at } = await begun();
  const browser = at.visit(deviceOf(at));
  await browser.client.signUp.email({ ...at.ada, email: `bob-${at.ada.email}` });
  await useUp(at);
  expect(await signIn(at, deviceOf(browser))).toBe(200);
});

test("only whoever got in is known: not after a password alone where a second factor is asked for", async () => {
  const { at } = await begun();
  await setUp(at, at.ada.password);
  const thief = at.visit();
  expect((await thief.client.signIn.email(at.ada)).data).toMatchObject({ twoFactorRedirect: true });
  expect(deviceOf(thief).size).toBe(0);
});

test("a refused sign-in sets none, with an account and without", async () => {
  const { at } = await begun();
  for (const email of [at.ada.email, `no-${at.ada.email}`]) {
    const visitor = at.visit();
    await visitor.post("/sign-in/email-otp", { email, otp: "000000" });
    await visitor.post("/sign-in/email", { email, password: "not her password" });
    expect(deviceOf(visitor).size).toBe(0);
  }
});

test("no script, no plain connection and no other site's form gets it; a sign-in renews it", async () => {
  const { at, browser } = await begun();
  pass(30 * 86_400_000);
  const body = { email: at.ada.email, password: at.ada.password };
  const response = await at.visit(new Map(browser)).post("/sign-in/email", body);
  const cookie = response.headers.getSetCookie().find((each) => /\.device=/.test(each))!;
  expect(cookie).toMatch(
    /^__Secure-banata\.[^.]+\.device=[^;]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  const before = [...browser.values()][0]!.split(".");
  const after = /=([^;]+)/.exec(cookie)![1]!.split(".");
  expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  expect(Number(after[3]) - Number(before[3])).toBe(30 * 86_400);
});

test("a page on another site carries it as it does the session's", async () => {
  const { at } = await begun();
  const body = { email: at.ada.email, password: at.ada.password };
  const headers = { origin: APP, "better-auth-cookie": "" };
  const response = await at.visit().post("/sign-in/email", body, headers);
  const back = response.headers.get("set-better-auth-cookie")!;
  const device = /[^ ,;]+\.device=[^;]+/.exec(back)![0];
  await useUp(at);
  expect(await signIn(at, undefined, { origin: APP, "better-auth-cookie": "" })).toBe(429);
  expect(await signIn(at, undefined, { origin: APP, "better-auth-cookie": device })).toBe(200);
});
