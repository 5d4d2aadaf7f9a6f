/** One rule for usernames, on every way in. */
import { expect, test } from "vitest";
import { normalUsername } from "../../convex/component/core/username";
import { begin } from "../support/signIn";
import { httpRuntime } from "../support/runtime";

const settings = { authMethods: { username: true } };
const accepted: readonly (readonly [typed: string, normal: string])[] = [
  ["ada", "ada"],
  ["Ada.Lovelace_1", "ada.lovelace_1"],
  ["first-last", "first-last"],
  ["-dash-", "-dash-"],
  [" ada\u00a0", "ada"],
  ["x".repeat(64), "x".repeat(64)],
];
const refused: readonly (readonly [what: string, typed: string])[] = [
  ["two characters", "ab"],
  ["65 characters", "x".repeat(65)],
  ["a space inside", "ada l"],
  ["an @", "ada@example"],
  ["a KELVIN SIGN", "quac\u212a"],
  ["a dotted capital I", "\u0130nfo"],
  ["full-width letters", "ａｄａ"],
  ["an accent", "adé"],
  ["a zero-width space", "ad\u200ba"],
  ["a NUL", "ada\u0000"],
  ["half a surrogate pair", "ada\ud800"],
];

test.each(accepted)("%j is %j on every way in", async (typed, normal) => {
  expect(normalUsername(typed)).toBe(normal);
  const byKey = await begin(httpRuntime, settings);
  const { password } = byKey.ada;
  const { user } = await byKey.admin.users.createUser({ ...byKey.ada, username: typed });
  expect(user.username).toBe(normal);
  expect((await byKey.client.isUsernameAvailable({ username: typed })).data?.available).toBe(false);
  const { data, error } = await byKey.client.signIn.username({ username: typed, password });
  expect(error).toBeNull();
  expect(data?.user.username).toBe(normal);
  const other = { email: "other@example.com", name: "Other" };
  await expect(byKey.admin.users.createUser({ ...other, username: normal })).rejects.toMatchObject({
    status: 409,
    errors: [{ field: "username" }],
  });
  const taken = await byKey.visit().client.signUp.email({ ...other, password, username: typed });
  expect(taken.error?.code).toBe("USERNAME_IS_ALREADY_TAKEN");

  const scene = await begin(httpRuntime, settings);
  expect((await scene.client.signUp.email({ ...scene.ada, username: typed })).error).toBeNull();
  const [signedUp] = (await scene.admin.users.listUsers()).data;
  expect(signedUp?.username).toBe(normal);
  const session = await scene.client.getSession();
  expect(session.data?.user).toMatchObject({ username: normal, displayUsername: typed.trim() });
  const shownName = async () => (await scene.client.getSession()).data?.user.displayUsername;
  expect((await scene.client.updateUser({ username: "another" })).error).toBeNull();
  expect(await shownName()).toBe("another");
  expect((await scene.client.updateUser({ username: typed })).error).toBeNull();
  const updated = await scene.admin.users.updateUser({ userId: signedUp!.id, username: typed });
  expect(updated.username).toBe(normal);
  await scene.admin.users.updateUser({ userId: signedUp!.id, username: "third" });
  expect(await shownName()).toBe("third");
});

test.each(refused)("refused on every way in: %s", async (_what, username) => {
  expect(normalUsername(username)).toBeNull();
  const scene = await begin(httpRuntime, settings);
  const { admin, client, ada } = scene;
  const { user } = await admin.users.createUser({ ...ada, username: "quack" });
  const refusal = { status: 422, errors: [{ field: "username" }] };
  const other = { email: "other@example.com", name: "Other" };
  if (!username.includes("\ud800")) {
    await expect(admin.users.createUser({ ...other, username })).rejects.toMatchObject(refusal);
    await expect(admin.users.updateUser({ userId: user.id, username })).rejects.toMatchObject(
      refusal,
    );
  }
  const { password } = ada;
  const answers: { error: { status: number; code?: string } | null }[] = [
    await scene.visit().client.signUp.email({ ...other, password, username }),
    await client.isUsernameAvailable({ username }),
    await client.signIn.username({ username, password }),
  ];
  await client.signIn.email({ email: ada.email, password });
  answers.push(await client.updateUser({ username }));
  for (const { error } of answers) {
    expect([400, 422]).toContain(error?.status);
    expect(error?.code).toMatch(/^(INVALID_USERNAME|USERNAME_TOO_(SHORT|LONG)|VALIDATION_ERROR)$/);
  }
  expect((await admin.users.listUsers()).data).toHaveLength(1);
});
