/** Limits hold however many come at once, and windows are the minutes of the clock. */
import { describe, expect, test } from "vitest";
import {
  begin,
  engines,
  MINUTE_TRIES_TIMEOUT_MS,
  times,
  withinOneMinute,
  type Scene,
} from "../support/signIn";
import { deployedRuntime } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { APP, from } from "../support/visitorAddress";

const settings = {
  authMethods: { magicLink: true, emailOtp: true, twoFactor: true },
  sessions: { corsOrigins: [APP] },
};

/** Asked `count` times at once about one account. */
const cases: readonly (readonly [
  name: string,
  limit: number,
  count: number,
  ask: (scene: Scene, i: number) => Promise<Response>,
])[] = [
  ["sign-ups", 10, 14, async ({ visit, ada }) => await visit().post("/sign-up/email", ada)],
  [
    "mails for a new password",
    10,
    16,
    async ({ visit, ada }) => await visit().post("/request-password-reset", { email: ada.email }),
  ],
  [
    "guesses at a token of a new password",
    10,
    16,
    async (scene, i) =>
      await scene
        .visit()
        .post(
          "/reset-password",
          { token: `guess-${i}`, newPassword: scene.ada.password },
          from(scene, "203.0.113.7"),
        ),
  ],
  [
    "magic links",
    10,
    16,
    async ({ visit, ada }) => await visit().post("/sign-in/magic-link", { email: ada.email }),
  ],
  [
    "mails that confirm",
    10,
    16,
    async ({ visit, ada }) => await visit().post("/send-verification-email", { email: ada.email }),
  ],
  [
    "codes by mail",
    10,
    16,
    async ({ visit, ada }) =>
      await visit().post("/email-otp/send-verification-otp", { email: ada.email, type: "sign-in" }),
  ],
  [
    "guesses at a code by mail",
    30,
    36,
    async ({ visit, ada }, i) =>
      await visit().post("/sign-in/email-otp", { email: ada.email, otp: String(100_000 + i) }),
  ],
];

describe.each(engines)("limits, %s", (_name, start) => {
  test.each(cases)(
    "%s: no more than %i a minute",
    { timeout: MINUTE_TRIES_TIMEOUT_MS },
    async (_case, limit, count, ask) => {
      const scene = await begin(start, settings);
      const statuses = await withinOneMinute(
        async () => await times(count, async (i) => (await ask(scene, i)).status),
      );
      expect(statuses.filter((status) => status !== 429).length).toBeLessThanOrEqual(limit);
      expect(statuses.filter((status) => status !== 429).length).toBeGreaterThan(0);
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
    },
  );

  test(
    "25 correct sign-ins at once from one address all succeed",
    { timeout: 180_000 },
    async () => {
      const scene = await begin(start, settings);
      await scene.client.signUp.email(scene.ada);
      const { email, password } = scene.ada;
      const signIn = async () =>
        (
          await scene
            .visit()
            .post("/sign-in/email", { email, password }, from(scene, "203.0.113.7"))
        ).status;
      expect(new Set(await times(25, signIn))).toEqual(new Set([200]));
    },
  );

  test("guesses at a second factor: ten, wherever they come from, then it is locked", async () => {
    const scene = await begin(start, settings);
    await scene.client.signUp.email(scene.ada);
    const factor = await setUp(scene, scene.ada.password);
    const browsers = await times(4, async () => scene.visit());
    for (const { client } of browsers) await client.signIn.email(scene.ada);
    await times(
      20,
      async (i) =>
        (await browsers[i % 4]!.client.twoFactor.verifyTotp({ code: String(100_000 + i) })).error
          ?.status,
    );
    // One by one until the lock: never more than ten wrong codes are compared.
    for (let i = 0; i < 10; i++) {
      const other = scene.visit().client;
      await other.signIn.email(scene.ada);
      if ((await other.twoFactor.verifyTotp({ code: "000000" })).error?.status === 429) break;
    }
    const late = scene.visit().client;
    await late.signIn.email(scene.ada);
    expect((await late.twoFactor.verifyTotp({ code: await factor.code() })).error?.status).toBe(
      429,
    );
  });
});

describe("bursts of sign-ups on the local deployment lose nothing", { timeout: 180_000 }, () => {
  const bursts: readonly (readonly [
    name: string,
    count: number,
    headers: (scene: Scene, i: number) => Record<string, string>,
  ])[] = [
    ["100 from 100 addresses", 100, (scene, i) => from(scene, `203.0.113.${i}`)],
    ["as many as one address may", 10, (scene) => from(scene, "203.0.113.7")],
    ["40 newcomers without an address", 40, () => ({})],
  ];
  test.each(bursts)("%s", async (_name, count, headers) => {
    const scene = await begin(deployedRuntime, settings);
    const statuses = await withinOneMinute(
      async () =>
        await times(count, async (i) => {
          const person = { ...scene.ada, email: `${Date.now()}-${i}-${scene.ada.email}` };
          return (await scene.visit().post("/sign-up/email", person, headers(scene, i))).status;
        }),
    );
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });
});
