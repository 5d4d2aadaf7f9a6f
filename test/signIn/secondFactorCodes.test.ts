/** A code of the authenticator app is accepted once; enrolling anew changes nothing before it is confirmed. */
import { createOTP } from "@better-auth/utils/otp";
import { describe, expect, test, vi } from "vitest";
import { codesOf, secretOf, setUp } from "../support/secondFactor";
import { httpRuntime } from "../support/runtime";
import { begin, engines, times, type Scene } from "../support/signIn";
import type { TestVisitor } from "../support/visitor";

const settings = { authMethods: { twoFactor: true } };

const challenged = async ({ visit, ada }: Scene) => {
  const visitor = visit();
  expect((await visitor.client.signIn.email(ada)).data).toMatchObject({ twoFactorRedirect: true });
  return visitor;
};
const answer = async ({ client }: TestVisitor, code: string) =>
  (await client.twoFactor.verifyTotp({ code })).error?.code ?? null;

describe.each(engines)("codes of an app, %s", (_name, start) => {
  const signedUp = async () => {
    const scene = await begin(start, settings);
    await scene.client.signUp.email(scene.ada);
    return scene;
  };
  const enrol = async ({ client, ada }: Scene) => {
    const { data, error } = await client.twoFactor.enable({ password: ada.password });
    expect(error).toBeNull();
    return { ...data!, next: codesOf(data!.totpURI) };
  };

  test("one code is good once: at enrolment, sign-in and step-up", async () => {
    const scene = await signedUp();
    const { next } = await enrol(scene);
    const first = await next();
    expect(await answer(scene, first)).toBeNull();
    expect(await answer(scene, first), "in the session that used it").toBe("INVALID_CODE");
    const other = await challenged(scene);
    expect(await answer(other, first), "at a sign-in").toBe("INVALID_CODE");
    const second = await next();
    expect(await answer(other, second), "the next one").toBeNull();
    expect(await answer(scene, second), "at a step-up").toBe("INVALID_CODE");
    const third = await next();
    expect(await answer(scene, third)).toBeNull();
    expect(await answer(await challenged(scene), third)).toBe("INVALID_CODE");
  });

  test("of an earlier step than the last one used none is good", async () => {
    const scene = await signedUp();
    const { next } = await enrol(scene);
    await next();
    const [second, third] = [await next(), await next()];
    expect(await answer(scene, third)).toBeNull();
    expect(await answer(await challenged(scene), second)).toBe("INVALID_CODE");
  });

  test("one code in eight sign-ins at once opens one", async () => {
    const scene = await signedUp();
    const factor = await setUp(scene, scene.ada.password);
    const visitors = await times(8, async () => await challenged(scene));
    const code = await factor.code();
    const answers = await Promise.all(visitors.map(async (each) => await answer(each, code)));
    expect(answers.filter((each) => each === null)).toHaveLength(1);
  });

  test("enrolling anew, also twice, leaves the confirmed app and its backup codes", async () => {
    const scene = await signedUp();
    const first = await enrol(scene);
    expect(await answer(scene, await first.next())).toBeNull();
    const [second, third] = [await enrol(scene), await enrol(scene)];
    expect(await answer(await challenged(scene), await first.next())).toBeNull();
    const byBackupCode = await challenged(scene);
    const backup = async (visitor: TestVisitor, code = "") =>
      (await visitor.client.twoFactor.verifyBackupCode({ code })).error?.code ?? null;
    expect(await backup(byBackupCode, second.backupCodes[0])).toBe("INVALID_BACKUP_CODE");
    expect(await backup(byBackupCode, first.backupCodes[0])).toBeNull();
    expect(await answer(scene, await second.next()), "an enrolment begun again").toBe(
      "INVALID_CODE",
    );
    const unconfirmed = await challenged(scene);
    expect(await answer(unconfirmed, await third.next()), "at a sign-in").toBe("INVALID_CODE");
    const confirming = await third.next();
    expect(await answer(scene, confirming)).toBeNull();
    expect(await answer(unconfirmed, confirming), "the code that confirmed").toBe(
      "INVALID_TWO_FACTOR_COOKIE",
    );
    const replaced = await challenged(scene);
    expect(await backup(replaced, first.backupCodes[1])).toBe("INVALID_BACKUP_CODE");
    expect(await backup(replaced, third.backupCodes[0])).toBeNull();
    expect((await replaced.client.getSession()).data?.user.twoFactorEnabled).toBe(true);
  });

  test("backup codes count from the first right code on", async () => {
    const scene = await signedUp();
    const { backupCodes, next } = await enrol(scene);
    const code = backupCodes[0]!;
    const use = async () =>
      (await scene.client.twoFactor.verifyBackupCode({ code })).error?.code ?? null;
    expect(await use()).toBe("INVALID_BACKUP_CODE");
    expect(await answer(scene, await next())).toBeNull();
    expect(await use()).toBeNull();
    expect(await use(), "in a session it is good once, too").toBe("INVALID_BACKUP_CODE");
  });

  test("in a running session the tenth wrong code in a row locks the factor for a while", async () => {
    const scene = await signedUp();
    const { code } = await setUp(scene, scene.ada.password);
    for (let guess = 0; guess < 10; guess++)
      expect(await answer(scene, "000000"), String(guess)).toBe("INVALID_CODE");
    expect(await answer(scene, await code())).toBe("ACCOUNT_TEMPORARILY_LOCKED");
    expect(await answer(await challenged(scene), await code())).toBe("ACCOUNT_TEMPORARILY_LOCKED");
  });

  test("a code that was used is refused in a form, too", async () => {
    const scene = await signedUp();
    const { next } = await enrol(scene);
    const code = await next();
    expect(await answer(scene, code)).toBeNull();
    const visitor = await challenged(scene);
    const { status } = await visitor.browse(
      `/p/${scene.project.id}/api/auth/two-factor/verify-totp`,
      {
        method: "POST",
        headers: {
          origin: scene.runtime.origin,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ code }).toString(),
      },
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect((await visitor.client.getSession()).data).toBeNull();
  });

  test.each([{ code: 123456 }, { code: null }, {}, { code: ["000000"] }])(
    "a body that is %j is refused as such",
    async (body) => {
      const scene = await signedUp();
      await setUp(scene, scene.ada.password);
      for (const visitor of [scene, await challenged(scene)])
        expect((await visitor.post("/two-factor/verify-totp", body)).status).toBe(400);
    },
  );
});

test("an enrolment that was not confirmed expires after 15 minutes", async () => {
  const scene = await begin(httpRuntime, settings);
  await scene.client.signUp.email(scene.ada);
  const { data } = await scene.client.twoFactor.enable({ password: scene.ada.password });
  const enrolledAt = Date.now();
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const [minutes, code] of [
      [16, "INVALID_CODE"],
      [14, null],
    ] as const) {
      vi.setSystemTime(enrolledAt + minutes * 60_000);
      const now = await createOTP(secretOf(data!.totpURI)).totp();
      expect(await answer(scene, now), `${minutes} minutes`).toBe(code);
    }
  } finally {
    vi.useRealTimers();
  }
});
