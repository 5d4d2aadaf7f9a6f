/**
 * Whether an address has an account is not to be learned from any answer: not its bytes, not the
 * work behind it. timing.test.ts has the time it takes.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measuredRuntime, type Measured } from "../guarantees/support/measured";
import { begin, engines, type Scene } from "../support/signIn";

const settings = {
  authMethods: { magicLink: true, emailOtp: true, username: true },
  emailPassword: { requireEmailVerification: true },
};

/** What is asked of an address. */
const questions: readonly (readonly [
  name: string,
  path: string,
  body: (email: string) => object,
])[] = [
  [
    "sign-in with a password",
    "/sign-in/email",
    (email) => ({ email, password: "not the password" }),
  ],
  [
    "sign-in with a username",
    "/sign-in/username",
    (email) => ({
      username: email.split("@")[0]!.replaceAll("-", "_"),
      password: "not the password",
    }),
  ],
  ["a new password", "/request-password-reset", (email) => ({ email })],
  ["a magic link", "/sign-in/magic-link", (email) => ({ email })],
  ["the confirmation again", "/send-verification-email", (email) => ({ email })],
  [
    "a code to sign in",
    "/email-otp/send-verification-otp",
    (email) => ({ email, type: "sign-in" }),
  ],
  [
    "a code to confirm",
    "/email-otp/send-verification-otp",
    (email) => ({ email, type: "email-verification" }),
  ],
  ["a code for a new password", "/email-otp/request-password-reset", (email) => ({ email })],
  ["sign-in by a code that is none", "/sign-in/email-otp", (email) => ({ email, otp: "000000" })],
];

async function known(scene: Scene): Promise<{ known: string; unknown: string }> {
  await scene.visit().client.signUp.email({
    ...scene.ada,
    username: scene.ada.email.split("@")[0]!.replaceAll("-", "_").slice(0, 30),
  });
  return { known: scene.ada.email, unknown: `no${scene.ada.email}` };
}

async function answer(scene: Scene, path: string, body: object) {
  const response = await scene.visit().post(path, body);
  const headers = [...response.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name));
  return { status: response.status, headers, body: await response.text() };
}

describe.each(engines)("an address with and one without an account, %s", (_name, start) => {
  test.each(questions)(
    "%s: the answers are the same to the byte",
    async (_question, path, body) => {
      const scene = await begin(start, settings);
      const addresses = await known(scene);
      expect(await answer(scene, path, body(addresses.known))).toEqual(
        await answer(scene, path, body(addresses.unknown)),
      );
    },
  );

  test("also where the address is not asked to be confirmed, and for who has no password", async () => {
    const scene = await begin(start, { authMethods: { emailOtp: true } });
    const { user } = await scene.admin.users.createUser({ email: scene.ada.email, name: "Ada" });
    expect(user.id).toMatch(/^usr_/);
    const wrong = (email: string) => ({ email, password: "not the password" });
    expect(await answer(scene, "/sign-in/email", wrong(scene.ada.email))).toEqual(
      await answer(scene, "/sign-in/email", wrong(`no-${scene.ada.email}`)),
    );
  });
});

describe("the work behind it", () => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await measuredRuntime();
  });
  afterAll(async () => await measured.close());

  // timing.test.ts has the time that it takes.
  test.each(questions)("%s: as many calls", async (_question, path, body) => {
    const scene = await begin(() => measured.runtime, settings);
    const addresses = await known(scene);
    const calls: string[][] = [];
    for (const kind of ["known", "unknown", "known", "unknown"] as const) {
      const during = await measured.during(
        async () => await answer(scene, path, body(addresses[kind])),
      );
      calls.push(
        during.filter(({ path }) => path.startsWith("signIn/attempt")).map((call) => call.path),
      );
    }
    expect(new Set(calls.map(String)).size, JSON.stringify(calls)).toBe(1);
    expect(calls[0]!.length).toBeGreaterThan(0);
  });
});
