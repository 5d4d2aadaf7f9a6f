/**
 * A flood of attempts, each of which claims another address: it gets no further than the limits
 * allow, and other people still sign up, sign in and reset their passwords.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { httpRuntime } from "../support/runtime";
import { isWhole } from "../support/share";
import { begin, type Scene } from "../support/signIn";
import type { TestVisitor } from "../support/visitor";

const MINUTE_MS = 60_000;
const FLOOD = isWhole ? 1_000 : 400;
const settings = { authMethods: { emailOtp: true } };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
  delete process.env.BANATA_AUTH_CLIENT_ADDRESS;
});
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** Another address every time, of IPv4 and IPv6 by turns. */
const claim = (i: number): Record<string, string> => ({
  "x-forwarded-for":
    i % 2 === 0 ? `10.${(i >> 8) & 255}.${i & 255}.7` : `2001:db8:${i.toString(16)}::7`,
  "cf-connecting-ip": `192.0.2.${i % 256}`,
});

type Ask = (
  visitor: TestVisitor,
  email: string,
  headers?: Record<string, string>,
) => Promise<Response>;
const guess: Ask = async (visitor, email, headers) =>
  await visitor.post("/sign-in/email-otp", { email, otp: "000000" }, headers);
const signUp: Ask = async (visitor, email, headers) =>
  await visitor.post(
    "/sign-up/email",
    { email, name: "Person", password: "correct horse battery" },
    headers,
  );
const askForReset: Ask = async (visitor, email, headers) =>
  await visitor.post("/request-password-reset", { email }, headers);

const anyEmail = (i: number) => `person-${i}@example.com`;
const deviceOf = ({ cookies }: TestVisitor) =>
  new Map([...cookies].filter(([name]) => name.endsWith(".device")));

/** Sends the attempts within one second of the clock; returns how many were not refused. */
async function flood(at: Scene, count: number, ask: Ask, email: (i: number) => string) {
  let admitted = 0;
  for (let i = 0; i < count; i++)
    if ((await ask(at.visit(), email(i), claim(i))).status !== 429) admitted++;
  return admitted;
}

/** As if a flood had taken all of this minute's places. */
async function useUp(runtime: Engine, projectId: string, counted: string): Promise<void> {
  await runtime.engine.run(async (ctx) => {
    for (let slot = 0; slot < 300; slot++)
      await ctx.db.insert("attemptReservations", {
        projectId,
        subject: `newcomers:${counted}`,
        minute: Math.floor(Date.now() / MINUTE_MS),
        slot,
        claim: `flood-${slot}`,
        settled: false,
      });
  });
}
type Engine = ReturnType<typeof httpRuntime>;

const kinds: readonly (readonly [name: string, counted: string, ask: Ask])[] = [
  ["sign-ups", "signUp", signUp],
  ["requests for a new password", "passwordReset", askForReset],
  ["guesses", "signIn", guess],
];

test.each(isWhole ? ["", "xff:2"] : [""])(
  "guesses at one account from a thousand claimed addresses: thirty a minute, variable %j",
  { timeout: 240_000 },
  async (rule) => {
    const at = await begin(httpRuntime, settings);
    await at.client.signUp.email(at.ada);
    process.env.BANATA_AUTH_CLIENT_ADDRESS = rule; // no request comes through two proxies
    expect(await flood(at, isWhole ? 1_000 : 100, guess, () => at.ada.email)).toBe(30);
    // Her own browser is not locked out, and other people are not either.
    const own = at.visit(deviceOf(at));
    expect((await own.post("/sign-in/email", at.ada)).status).toBe(200);
    expect((await askForReset(at.visit(deviceOf(own)), at.ada.email)).status).toBe(200);
    expect((await signUp(at.visit(), anyEmail(0))).status).toBe(200);
    expect((await guess(at.visit(), anyEmail(0))).status).toBe(400);
  },
);

test("resets that strangers ask for do not use up those of the account's own browser", async () => {
  const at = await begin(httpRuntime, settings);
  await at.client.signUp.email(at.ada);
  const own = () => at.visit(deviceOf(at));
  expect(await flood(at, 12, askForReset, () => at.ada.email)).toBe(10);
  for (let i = 0; i < 10; i++) expect((await askForReset(own(), at.ada.email)).status).toBe(200);
  expect((await askForReset(own(), at.ada.email)).status).toBe(429);
});

test("one address signs up ten times a minute, also where it has an account since the second", async () => {
  const at = await begin(httpRuntime, settings);
  const email = (i: number) => (i % 2 === 0 ? at.ada.email : at.ada.email.toUpperCase());
  expect(await flood(at, 14, signUp, email)).toBe(10);
});

describe("a flood over many accounts", { timeout: 300_000 }, () => {
  test.each(isWhole ? kinds : kinds.slice(1, 2))(
    "of %s: the threshold passes, and a few a second",
    async (_name, _counted, ask) => {
      const at = await begin(httpRuntime, settings);
      const admitted = await flood(at, FLOOD, ask, anyEmail);
      expect(admitted).toBeLessThanOrEqual(305);
      expect(admitted).toBeGreaterThan(250); // the threshold is not sharp
      pass(1_000);
      expect(await flood(at, 50, ask, (i) => anyEmail(1_000 + i))).toBeLessThanOrEqual(60);
    },
  );

  test.each(kinds)("of %s does not stop other users", async (_name, counted, ask) => {
    const runtime = httpRuntime();
    const at = await begin(() => runtime, settings);
    await at.client.signUp.email(at.ada);
    pass(24 * 3_600_000);
    await useUp(runtime, at.project.id, counted);
    expect(await flood(at, 12, ask, anyEmail)).toBe(5);

    // Not a known browser, and not a trusted address.
    for (let i = 0; i < 6; i++)
      expect((await ask(at.visit(deviceOf(at)), anyEmail(100 + i))).status).not.toBe(429);
    process.env.BANATA_AUTH_CLIENT_ADDRESS = "header:x-real-ip";
    for (let i = 0; i < 6; i++) {
      const trusted = { "x-real-ip": `203.0.113.${i}` };
      expect((await ask(at.visit(), anyEmail(200 + i), trusted)).status).not.toBe(429);
    }
    delete process.env.BANATA_AUTH_CLIENT_ADDRESS;

    // Not the other limits.
    for (const [, other, askOther] of kinds)
      if (other !== counted)
        expect((await askOther(at.visit(), anyEmail(300))).status).not.toBe(429);

    // Not a newcomer who does as the answers say, although sixteen a second compete.
    let tries = 0;
    for (; ; tries++) {
      await flood(at, Math.floor(Math.random() * 17), ask, (i) => anyEmail(400 + tries * 20 + i));
      const response = await ask(at.visit(), "newcomer@example.com");
      if (response.status !== 429) break;
      const wait = Number(response.headers.get("retry-after"));
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(10);
      pass(wait * 1_000);
    }
    expect(tries).toBeLessThan(60);
  });

  test("an account that was made during the flood is no known browser for others", async () => {
    const runtime = httpRuntime();
    const at = await begin(() => runtime, settings);
    await at.client.signUp.email(at.ada);
    await useUp(runtime, at.project.id, "signUp");
    let admitted = 0;
    for (let i = 0; i < 12; i++)
      if ((await signUp(at.visit(deviceOf(at)), anyEmail(i))).status !== 429) admitted++;
    expect(admitted).toBe(5);
  });

  test("a known browser is limited itself", async () => {
    const at = await begin(httpRuntime, settings);
    await at.client.signUp.email(at.ada);
    pass(24 * 3_600_000);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++)
      statuses.push((await askForReset(at.visit(deviceOf(at)), anyEmail(i), claim(i))).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

test("people behind one address sign in, forty a minute", { timeout: 180_000 }, async () => {
  const at = await begin(httpRuntime);
  process.env.BANATA_AUTH_CLIENT_ADDRESS = "xff:1";
  const office = { "x-forwarded-for": "203.0.113.7" };
  const signIn = async (email: string, password: string) =>
    (await at.visit().post("/sign-in/email", { email, password }, office)).status;
  const password = "correct horse battery";
  for (let i = 0; i < (isWhole ? 200 : 80); i++) {
    const email = `person-${i}@example.com`;
    await at.admin.users.createUser({ email, name: "Person", password, emailVerified: true });
    // One in ten mistypes the password first.
    if (i % 10 === 0) expect(await signIn(email, "mistyped")).toBe(401);
    expect(await signIn(email, password)).toBe(200);
    pass(1_500);
  }
});
