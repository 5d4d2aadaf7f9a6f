/** What of a password is judged, hashed and compared: its forms, lengths, and imported hashes. */
import { hash as bcryptHash, truncates } from "bcryptjs";
import { randomBytes, scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyPassword } from "../../convex/component/passwords/comparison";
import { passwordLength } from "../../convex/component/core/passwordForm";
import { begin, type Scene } from "../support/signIn";
import { httpRuntime } from "../support/runtime";

const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
/** As a system would have stored it that hashes what was typed. */
const phc = (text: string, { logN = 10, r = 8, p = 1 } = {}) => {
  const salt = randomBytes(16);
  const key = scryptSync(text, salt, 32, { N: 2 ** logN, r, p, maxmem: 2 ** 28 });
  return `$scrypt$ln=${logN},r=${r},p=${p}$${base64(salt)}$${base64(key)}`;
};
const wide = (text: string) =>
  [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join("");

test.each([
  ["ASCII", "12345678", 8],
  ["decomposed letters", "e\u0301e\u0301e\u0301e\u0301", 4],
  ["emoji", "😀😁😂😃", 4],
  ["an emoji of several code points", "👨‍👩‍👧", 5],
  ["a ligature", "oﬃce", 6],
  ["spaces at the ends", "  12  ", 6],
])("length is counted in code points of the normal form: %s", (_what, password, length) => {
  expect(passwordLength(password)).toBe(length);
});

/** Each way to a new password, of a user with `ada`'s address; the status and code of its answer. */
const waysIn: Readonly<
  Record<string, (scene: Scene, password: string) => Promise<{ status: number; code?: string }>>
> = {
  createUser: async ({ admin, ada }, password) =>
    await refusalOf(admin.users.createUser({ ...ada, password })),
  setUserPassword: async ({ admin, ada }, newPassword) => {
    const { user } = await admin.users.createUser(ada);
    return await refusalOf(admin.users.setUserPassword({ userId: user.id, newPassword }));
  },
  "sign-up": async ({ client, ada }, password) =>
    answerOf((await client.signUp.email({ ...ada, password })).error),
  "change-password": async ({ client, ada }, newPassword) => {
    await client.signUp.email(ada);
    const currentPassword = ada.password;
    return answerOf((await client.changePassword({ currentPassword, newPassword })).error);
  },
  "reset-password": async ({ admin, client, inbox, ada }, newPassword) => {
    await admin.users.createUser(ada);
    await client.requestPasswordReset({ email: ada.email });
    const [, token = ""] = /reset-password\/([^?\s]+)/.exec((await inbox.next(ada.email)).text)!;
    const answer = answerOf((await client.resetPassword({ token, newPassword })).error);
    // A refused password leaves the link as it was.
    if (answer.status !== 200)
      expect(
        (await client.resetPassword({ token, newPassword: "quite another one" })).error,
      ).toBeNull();
    return answer;
  },
  "email-otp/reset-password": async ({ admin, client, inbox, ada }, password) => {
    await admin.users.createUser(ada);
    const { email } = ada;
    await client.emailOtp.requestPasswordReset({ email });
    const otp = /\b\d{6}\b/.exec((await inbox.next(email)).text)![0];
    const answer = answerOf((await client.emailOtp.resetPassword({ email, otp, password })).error);
    if (answer.status !== 200)
      expect(
        (await client.emailOtp.resetPassword({ email, otp, password: "quite another one" })).error,
      ).toBeNull();
    return answer;
  },
};
const answerOf = (error: object | null) => {
  const {
    status = 200,
    code,
    errors,
  } = (error ?? {}) as {
    status?: number;
    code?: string;
    errors?: { code: string }[];
  };
  return { status, code: errors?.[0]?.code ?? code };
};
async function refusalOf(call: Promise<unknown>) {
  return answerOf(
    await call.then(
      () => null,
      (error: object) => error,
    ),
  );
}

const tooShort = /^(too_small|PASSWORD_TOO_SHORT)$/;
const tooLong = /^(too_big|PASSWORD_TOO_LONG)$/;
const isName = /^password_is_name$/;
const cases: readonly (readonly [
  what: string,
  password: (ada: Scene["ada"]) => string,
  code: RegExp,
])[] = [
  ["a common one in full width", () => wide("password123"), /^password_too_common$/],
  ["four letters, decomposed", () => "e\u0301e\u0301e\u0301e\u0301", tooShort],
  ["four emoji", () => "😀😁😂😃", tooShort],
  ["257 characters", () => "é".repeat(257), tooLong],
  ["the address", ({ email }) => email, isName],
  ["the address in capitals", ({ email }) => email.toUpperCase(), isName],
  ["the address in full width", ({ email }) => wide(email), isName],
  ["the part before the @", ({ email }) => email.split("@")[0]!, isName],
  ["the name", () => "wolfgang amadeus", isName],
  ["the username", () => "the_composer", isName],
  [
    "a control character",
    () => "correct\u0007horse battery",
    /^(control_character|VALIDATION_ERROR)$/,
  ],
];
describe.each(Object.entries(waysIn))("by %s", (way, attempt) => {
  const scene = async () => {
    const begun = await begin(httpRuntime, { authMethods: { username: true, emailOtp: true } });
    const ada = { ...begun.ada, name: "Wolfgang Amadeus", username: "the_composer" };
    return { ...begun, ada };
  };
  test.each(cases)("is refused: %s", async (_what, passwordFor, code) => {
    const begun = await scene();
    const answer = await attempt(begun, passwordFor(begun.ada));
    expect([400, 422]).toContain(answer.status);
    expect(answer.code).toMatch(code);
  });

  test.each([
    ["eight emoji", "😀😁😂😃😄😅😆😇"],
    ["256 characters in twice as many UTF-16 units", "😀".repeat(256)],
    ["spaces at its ends", "  a quiet morning  "],
  ])("is accepted, and signs in as it is: %s", async (_what, password) => {
    const begun = await scene();
    expect(await attempt(begun, password), way).toMatchObject({ status: 200 });
    const signIn = async (text: string) =>
      (await begun.visit().client.signIn.email({ email: begun.ada.email, password: text })).error;
    expect(await signIn(password)).toBeNull();
    if (password.trim() !== password) expect(await signIn(password.trim())).not.toBeNull();
  });
});

describe("an imported hash", () => {
  const composed = "été à l'école".normalize("NFC");
  test.each([
    ["ASCII", "plain old password"],
    ["composed", composed],
    ["decomposed", composed.normalize("NFD")],
    ["full width", "ｐａｓｓphrase１２３"],
    ["a ligature", "eﬃcient oﬃce"],
    ["spaces at its ends", "  spaced  "],
    ["emoji", "😀 and 👨‍👩‍👧"],
  ])("is of what was typed, and is upgraded to the normal form: %s", async (_what, password) => {
    for (const passwordHash of [phc(password), await bcryptHash(password, 4)]) {
      const { admin, ada, visit } = await begin(httpRuntime);
      const { email, name } = ada;
      await admin.users.createUser({ email, name, passwordHash });
      const signIn = async (text: string) =>
        (await visit().client.signIn.email({ email, password: text })).error;
      expect(await signIn(`${password}!`)).toMatchObject({ status: 401 });
      expect(await signIn(password)).toBeNull();
      expect(await signIn(password.normalize("NFKC"))).toBeNull();
      expect(await signIn(password.normalize("NFD"))).toBeNull();
    }
  });

  const stem = "correct-horse-battery-staple-".repeat(3).slice(0, 72);
  test.each([
    ["71 bytes", stem.slice(1), true],
    ["71 bytes in fewer characters", `é${stem.slice(3)}`, true],
    ["72 bytes, which may have gone on", stem, false],
    ["more than 72 bytes", `${stem}-the-owners-end`, false],
    ["more than 72 bytes in fewer characters", "é".repeat(40), false],
  ])("of bcrypt is upgraded only when all of it was compared: %s", async (_what, text, whole) => {
    const hash = await bcryptHash(text, 4);
    expect(await verifyPassword(text, hash)).toEqual({ matches: true, outdated: whole });
    if (!truncates(text))
      expect(await verifyPassword(`${text}!`, hash)).toMatchObject({ matches: text === stem });
  });

  test("of bcrypt keeps its owner when somebody signs in with the same beginning", async () => {
    const owner = `${stem}-the-owners-end`;
    const { admin, ada, visit } = await begin(httpRuntime);
    const { email, name } = ada;
    await admin.users.createUser({ email, name, passwordHash: await bcryptHash(owner, 4) });
    const signIn = async (password: string) =>
      (await visit().client.signIn.email({ email, password })).error;
    for (const password of [stem, `${stem}-something-else`, owner]) {
      await signIn(password);
      expect(await signIn(owner), password).toBeNull();
    }
  });

  test.each([
    ["a repetition after a NUL", "secret words\0secret words", "secret words"],
    ["half a surrogate pair", "secret \ud800 words", "secret \ufffd words"],
  ])("is matched by no text that only has its bytes: %s", async (_what, text, owner) => {
    for (const hash of [await bcryptHash(owner, 4), phc(owner)])
      expect((await verifyPassword(text, hash)).matches).toBe(false);
  });
});
