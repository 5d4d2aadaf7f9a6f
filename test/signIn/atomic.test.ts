/**
 * Every step of signing in happens as a whole or not at all: each of its writes in turn is made to
 * fail.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TenantWriter } from "../../convex/component/tenancy/database";
import { finishRunning } from "../support/backgroundWork";
import { Authenticator } from "../support/authenticator";
import { challengeOf, pageOf } from "../support/passkeys";
import { allRows, textOf, type Engine } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { begin, codeIn, linkIn, type Scene } from "../support/signIn";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets one write fail, the nth from now on; `null`: none. Answers how many there were. */
function failing(nth: number | null): {
  readonly writes: () => number;
  readonly restore: () => void;
} {
  let writes = 0;
  const spies = (["insert", "patch", "delete"] as const).map((method) => {
    const original = TenantWriter.prototype[method] as (...args: unknown[]) => Promise<unknown>;
    return vi.spyOn(TenantWriter.prototype, method).mockImplementation(async function (
      this: TenantWriter,
      ...args: unknown[]
    ) {
      const result = await original.apply(this, args);
      if (++writes === nth) throw new Error("This write was made to fail.");
      return result as never; // what the original answers
    });
  });
  return { writes: () => writes, restore: () => spies.forEach((spy) => spy.mockRestore()) };
}

/** But for the counts of attempts and failures, which an attempt that ends in an error keeps. */
async function keptRows(engine: Engine): Promise<string> {
  const { attemptReservations: _places, attemptTotals: _totals, ...rows } = await allRows(engine);
  return textOf(rows);
}

type Prepare = (scene: Scene) => Promise<() => Promise<{ readonly status: number }>>;
const page = { status: 302 };

const cases: readonly (readonly [name: string, prepare: Prepare])[] = [
  [
    "signing up",
    async ({ ada, visit }) =>
      async () =>
        await visit().post("/sign-up/email", ada),
  ],
  [
    "signing in",
    async ({ client, ada, visit }) => {
      await client.signUp.email(ada);
      return async () => await visit().post("/sign-in/email", ada);
    },
  ],
  [
    "confirming an address",
    async ({ client, ada, inbox, visit }) => {
      await client.signUp.email(ada);
      await client.sendVerificationEmail({ email: ada.email });
      const link = linkIn(await inbox.next(ada.email));
      return async () => await visit().open(link);
    },
  ],
  [
    "asking for a new password",
    async ({ client, ada, visit }) => {
      await client.signUp.email(ada);
      return async () => await visit().post("/request-password-reset", { email: ada.email });
    },
  ],
  [
    "choosing a new password",
    async ({ client, ada, inbox, visit }) => {
      await client.signUp.email(ada);
      await client.requestPasswordReset({ email: ada.email });
      const token = new URL(linkIn(await inbox.next(ada.email))).pathname.split("/").at(-1);
      return async () =>
        await visit().post("/reset-password", { token, newPassword: "an entirely new password" });
    },
  ],
  [
    "signing up by a magic link",
    async ({ client, ada, inbox, visit }) => {
      await client.signIn.magicLink({ email: ada.email, callbackURL: "/home" });
      const link = linkIn(await inbox.next(ada.email));
      return async () => await visit().open(link);
    },
  ],
  [
    "signing up by a code",
    async ({ client, ada, inbox, visit }) => {
      await client.emailOtp.sendVerificationOtp({ email: ada.email, type: "sign-in" });
      const otp = codeIn(await inbox.next(ada.email));
      return async () => await visit().post("/sign-in/email-otp", { email: ada.email, otp });
    },
  ],
  [
    "moving on from an anonymous user",
    async ({ client, ada, visit, cookies }) => {
      await client.signIn.anonymous();
      return async () => await visit(new Map(cookies)).post("/sign-up/email", ada);
    },
  ],
  [
    "registering a passkey",
    async (scene) => {
      await scene.client.signUp.email(scene.ada);
      const response = new Authenticator().register(
        await challengeOf(scene, "register"),
        pageOf(scene),
      );
      return async () =>
        await scene
          .visit(new Map(scene.cookies))
          .post("/passkey/verify-registration", { response });
    },
  ],
  [
    "switching a second factor on",
    async (scene) => {
      await scene.client.signUp.email(scene.ada);
      return async () =>
        await scene
          .visit(new Map(scene.cookies))
          .post("/two-factor/enable", { password: scene.ada.password });
    },
  ],
  [
    "switching a second factor off",
    async (scene) => {
      await scene.client.signUp.email(scene.ada);
      await setUp(scene, scene.ada.password);
      return async () =>
        await scene
          .visit(new Map(scene.cookies))
          .post("/two-factor/disable", { password: scene.ada.password });
    },
  ],
  [
    "being asked for a second factor",
    async (scene) => {
      await scene.client.signUp.email(scene.ada);
      await setUp(scene, scene.ada.password);
      return async () => await scene.visit().post("/sign-in/email", scene.ada);
    },
  ],
  [
    "deleting oneself",
    async (scene) => {
      await scene.client.signUp.email(scene.ada);
      return async () =>
        await scene
          .visit(new Map(scene.cookies))
          .post("/delete-user", { password: scene.ada.password });
    },
  ],
];

test.each(cases)(
  "%s leaves nothing when one of its writes fails, and works the next time",
  async (_name, prepare) => {
    const runtime = httpRuntime();
    const scene = await begin(() => runtime, {
      authMethods: {
        magicLink: true,
        emailOtp: true,
        anonymous: true,
        passkey: true,
        twoFactor: true,
      },
    });
    const act = await prepare(scene);
    await finishRunning(runtime.engine);
    const before = await keptRows(runtime.engine);
    let nth = 0;
    for (let done = false; !done;) {
      vi.setSystemTime(Date.now() + 7_000); // stays below the limits, and in the life of a challenge
      const fault = failing(++nth);
      const { status } = await act();
      fault.restore();
      done = fault.writes() < nth;
      if (done) expect(status).toBeLessThanOrEqual(page.status);
      else {
        expect(status, `write ${nth}`).toBe(500);
        expect(await keptRows(runtime.engine), `write ${nth}`).toBe(before);
      }
    }
    expect(nth).toBeGreaterThan(1);
    expect(await keptRows(runtime.engine)).not.toBe(before);
  },
);
