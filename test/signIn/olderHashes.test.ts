/**
 * Where accounts have hashes of another system, which take longer to compare, a name without an
 * account takes the time of an account, too.
 */
import bcrypt from "bcryptjs";
import { beforeEach, expect, test, vi } from "vitest";
import { httpRuntime } from "../support/runtime";
import { begin, type Scene } from "../support/signIn";
import { APP, from } from "../support/visitorAddress";

const compared = vi.hoisted(() => ({ bcrypt: 0 }));
vi.mock("bcryptjs", async (load) => {
  const real: { default: typeof bcrypt } = await load();
  const compare: typeof bcrypt.compare = async (...args) => {
    compared.bcrypt++;
    return await real.default.compare(args[0], args[1]);
  };
  return { ...real, compare };
});
beforeEach(() => void (compared.bcrypt = 0));

const PASSWORD = "correct horse battery";
const NAMES = 24;
const settings = { authMethods: { username: true }, sessions: { corsOrigins: [APP] } };

/** Of addresses that begin with all letters. */
const address = (kind: string, i: number): string =>
  `${String.fromCharCode(97 + i)}.${kind}@example.com`;

async function create({ admin }: Scene, isOlder: (i: number) => boolean): Promise<void> {
  const passwordHash = await bcrypt.hash(PASSWORD, 4);
  for (let i = 0; i < NAMES; i++)
    await admin.users.createUser({
      email: address("known", i),
      name: "Ada",
      emailVerified: true,
      ...(isOlder(i) ? { passwordHash } : { password: PASSWORD }),
    });
}

let serial = 0;
/** How many of the names were compared by bcrypt. */
async function countBcrypt(
  scene: Scene,
  kind: string,
  password = "wrong password",
): Promise<number> {
  compared.bcrypt = 0;
  for (let i = 0; i < NAMES; i++) {
    const body = { email: address(kind, i), password };
    const headers = from(scene, `198.18.${serial >> 8}.${serial++ & 255}`);
    expect((await scene.visit().post("/sign-in/email", body, headers)).status).toBe(401);
  }
  return compared.bcrypt;
}

test("when all accounts have older hashes, each unknown name is compared with one", async () => {
  const scene = await begin(httpRuntime, settings);
  await create(scene, () => true);
  expect(await countBcrypt(scene, "known")).toBe(NAMES);
  expect(await countBcrypt(scene, "unknown")).toBe(NAMES);
  // Whatever the password is of.
  expect(await countBcrypt(scene, "unknown", PASSWORD)).toBe(NAMES);
});

test("when half of them have, so are some unknown names, always the same", async () => {
  const scene = await begin(httpRuntime, settings);
  await create(scene, (i) => i % 2 === 0);
  expect(await countBcrypt(scene, "known")).toBe(NAMES / 2);
  const unknown = await countBcrypt(scene, "unknown");
  expect(unknown).toBeGreaterThan(0);
  expect(unknown).toBeLessThan(NAMES);
  expect(await countBcrypt(scene, "unknown")).toBe(unknown);
});

test("a user without a password takes as long as well", async () => {
  const scene = await begin(httpRuntime, settings);
  await create(scene, () => true);
  for (let i = 0; i < NAMES; i++)
    await scene.admin.users.createUser({ email: address("social", i), name: "Ada" });
  expect(await countBcrypt(scene, "social")).toBeGreaterThanOrEqual(NAMES - 1);
});

test("an account beside the name does not choose the time", async () => {
  const scene = await begin(httpRuntime, settings);
  await create(scene, () => true);
  await scene.admin.users.createUser({
    email: `${address("unknown", 0)}a`,
    name: "Eve",
    password: PASSWORD,
  });
  expect(await countBcrypt(scene, "unknown")).toBeGreaterThanOrEqual(NAMES - 4);
});
