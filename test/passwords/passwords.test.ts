/**
 * What becomes of passwords: which are refused, how hashes of other systems are taken over, and
 * that older ones are made anew.
 */
import { createServer, type Server } from "node:http";
import { hash as bcryptHash } from "bcryptjs";
import { hashPassword as betterAuthHash } from "better-auth/crypto";
import { createHash, scryptSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { computeDecoyHash, verifyPassword } from "../../convex/component/passwords/comparison";
import { hashPassword } from "../../convex/component/passwords/scrypt";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";

vi.unmock("@noble/hashes/scrypt.js"); // what the runtime computes with is compared with Node's here

const password = "correct horse battery";
const ada = { email: "ada@example.com", name: "Ada Lovelace", password };
const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** As another system would have stored it. */
const phc = (
  text: string,
  { logN, r, p, keyBytes = 32 }: { logN: number; r: number; p: number; keyBytes?: number },
) => {
  const salt = Buffer.from("sixteen bytes ok");
  return `$scrypt$ln=${logN},r=${r},p=${p}$${base64(salt)}$${base64(scryptSync(text, salt, keyBytes, { N: 2 ** logN, r, p, maxmem: 2 ** 28 }))}`;
};

async function scene<R extends ReturnType<typeof deployedRuntime>>(start: () => R) {
  const runtime = start();
  const project = await newProject(runtime);
  return { runtime, project, admin: runtime.client(project), ...newVisitor(runtime, project.id) };
}

describe("a hash", () => {
  test("is another one each time, has its parameters in it, and matches that password alone", async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)];
    expect(one).toMatch(/^\$scrypt\$ln=14,r=16,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(two).not.toBe(one);
    expect(await verifyPassword(password, one)).toEqual({ matches: true, outdated: false });
    expect(await verifyPassword(`${password} `, one)).toEqual({ matches: false, outdated: false });
  });

  test("of our own parameters, made of what was typed, is upgraded too", async () => {
    const password = "ｗｉｄｅ password";
    expect(await verifyPassword(password, phc(password, { logN: 14, r: 16, p: 1 }))).toEqual({
      matches: true,
      outdated: true,
    });
  });

  test("does not depend on how a letter was composed", async () => {
    const hash = await hashPassword("caf\u00e9 caf\u00e9");
    expect((await verifyPassword("cafe\u0301 cafe\u0301", hash)).matches).toBe(true);
  });

  test.each([
    ["empty", ""],
    ["text", password],
    ["of another scheme", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"],
    [
      "for more memory than there is",
      phc(password, { logN: 4, r: 1, p: 1 }).replace("ln=4", "ln=20"),
    ],
    ["for more time than there is", `$2b$20$${"a".repeat(53)}`],
    ["cut off", "$scrypt$ln=14,r=16,p=1$c2FsdHNhbHQ$"],
  ])("that is none matches nothing: %s", async (_what, hash) => {
    expect(await verifyPassword(password, hash)).toEqual({ matches: false, outdated: false });
  });
});

describe.each([
  ["on the test engine", httpRuntime],
  ["on the local deployment", deployedRuntime],
] as const)("passwords, %s", (_name, start) => {
  const imported = [
    ["bcrypt, $2b$", async () => await bcryptHash(password, 8)],
    ["bcrypt, $2a$", async () => (await bcryptHash(password, 6)).replace("$2b$", "$2a$")],
    ["bcrypt, $2y$", async () => (await bcryptHash(password, 6)).replace("$2b$", "$2y$")],
    ["scrypt of smaller parameters", async () => phc(password, { logN: 12, r: 8, p: 1 })],
    [
      "scrypt with two passes and a long key",
      async () => phc(password, { logN: 13, r: 8, p: 2, keyBytes: 64 }),
    ],
    ["Better Auth's", async () => await betterAuthHash(password)],
  ] as const;
  test.each(imported)(
    "a user brings a hash along and signs in with the password: %s",
    async (_what, hashOf) => {
      const { admin, client } = await scene(start);
      await admin.users.createUser({
        email: ada.email,
        name: ada.name,
        passwordHash: await hashOf(),
      });
      expect(
        (await client.signIn.email({ email: ada.email, password: `${password}!` })).error,
      ).toMatchObject({ status: 401 });
      for (let time = 0; time < 2; time++)
        expect(
          (await client.signIn.email({ email: ada.email, password })).error,
          `sign-in ${time}`,
        ).toBeNull(); // by the old hash, then by the new one
    },
  );

  test.each([
    [
      "a hash that nobody can check",
      { passwordHash: "5f4dcc3b5aa765d61d8327deb882cf99" },
      "passwordHash",
    ],
    ["both", { passwordHash: `$2b$10$${"a".repeat(53)}`, password }, "passwordHash"],
    ["a password that is common", { password: "Password123" }, "password"],
    [
      "a password that is the address",
      { password: "ada.lovelace@example.com", email: "ada.lovelace@example.com" },
      "password",
    ],
    ["a password that is the name", { password: "ada lovelace" }, "password"],
  ])("the management API refuses %s, and makes no user", async (_what, fields, field) => {
    const { admin } = await scene(start);
    await expect(
      admin.users.createUser({ email: ada.email, name: ada.name, ...fields }),
    ).rejects.toMatchObject({ status: 422, errors: [{ field }] });
    expect((await admin.users.listUsers()).data).toEqual([]);
  });

  test("the project's least length holds wherever a password is chosen", async () => {
    const { admin, client } = await scene(start);
    await client.signUp.email(ada);
    await admin.configuration.saveDashboardConfig({ emailPassword: { minPasswordLength: 30 } });
    const short = "twenty-nine characters, ok..."; // 29
    expect(short).toHaveLength(29);
    const [user] = (await admin.users.listUsers()).data;
    await expect(
      admin.users.setUserPassword({ userId: user!.id, newPassword: short }),
    ).rejects.toMatchObject({ status: 422, errors: [{ field: "newPassword", code: "too_small" }] });
    await expect(
      admin.users.createUser({ email: "b@example.com", name: "B", password: short }),
    ).rejects.toMatchObject({ status: 422, errors: [{ field: "password" }] });
    expect(
      (await client.signUp.email({ ...ada, email: "c@example.com", password: short })).error?.code,
    ).toBe("PASSWORD_TOO_SHORT");
    expect(
      (await client.changePassword({ currentPassword: password, newPassword: short })).error?.code,
    ).toBe("PASSWORD_TOO_SHORT");
    expect((await admin.users.listUsers()).data).toHaveLength(1);
    await admin.users.setUserPassword({ userId: user!.id, newPassword: `${short}.` });
  });

  test("people cannot choose a common password either, and who has one keeps it", async () => {
    const { admin, client } = await scene(start);
    expect((await client.signUp.email({ ...ada, password: "trustno1" })).error).toMatchObject({
      status: 422,
      errors: [{ field: "password", code: "password_too_common" }],
    });
    expect((await admin.users.listUsers()).data).toEqual([]);
    await admin.users.createUser({
      email: ada.email,
      name: ada.name,
      passwordHash: await bcryptHash("trustno1", 6),
    });
    expect(
      (await client.signIn.email({ email: ada.email, password: "trustno1" })).error,
    ).toBeNull();
    expect(
      (await client.changePassword({ currentPassword: "trustno1", newPassword: "Sunshine" })).error,
    ).toMatchObject({ status: 422, errors: [{ field: "newPassword" }] });
    expect(
      (await client.changePassword({ currentPassword: "trustno1", newPassword: password })).error,
    ).toBeNull();
  });
});

test("a hash of an older form is replaced at sign-in, and one of ours is left", async () => {
  const { runtime, admin, client } = await scene(httpRuntime);
  const stored = async () =>
    await runtime.engine.run(async (ctx) =>
      (await ctx.db.query("accounts").collect()).map(({ passwordHash }) => passwordHash),
    );
  await admin.users.createUser({
    email: ada.email,
    name: ada.name,
    passwordHash: await bcryptHash(password, 6),
  });
  await client.signIn.email({ email: ada.email, password: "not the password" });
  expect((await stored())[0]).toMatch(/^\$2b\$/);
  await client.signIn.email(ada);
  const [upgraded] = await stored();
  expect(upgraded).toMatch(/^\$scrypt\$ln=14,r=16,p=1\$/);
  await client.signIn.email(ada);
  expect(await stored()).toEqual([upgraded]);
});

describe("the register of breached passwords", () => {
  const breached = "a password that was breached";
  const sha1 = createHash("sha1").update(breached).digest("hex").toUpperCase();
  const asked: string[] = [];
  let register: Server;
  let answers = true;
  beforeAll(async () => {
    register = createServer((request, response) => {
      asked.push(request.url!);
      if (!answers) return void response.writeHead(503).end();
      response.end(
        [`${"0".repeat(35)}:0`, `${sha1.slice(5)}:42`, `${"F".repeat(35)}:7`].join("\r\n"),
      );
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => register.once("listening", resolve));
    const { port } = register.address() as { port: number };
    const real = globalThis.fetch;
    vi.stubGlobal(
      "fetch",
      async (url: string, init?: RequestInit) =>
        await real(
          String(url).replace("https://api.pwnedpasswords.com", `http://127.0.0.1:${port}`),
          init,
        ),
    );
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    register.close();
  });
  afterEach(() => {
    asked.length = 0;
    answers = true;
  });

  test("is not asked unless the project wants it", async () => {
    const { client } = await scene(httpRuntime);
    expect((await client.signUp.email({ ...ada, password: breached })).error).toBeNull();
    expect(asked).toEqual([]);
  });

  test("learns five characters of a hash, and what it knows is refused", async () => {
    const { client, admin } = await scene(httpRuntime);
    await admin.configuration.saveDashboardConfig({ emailPassword: { refuseBreached: true } });
    expect((await client.signUp.email({ ...ada, password: breached })).error).toMatchObject({
      status: 422,
      errors: [{ code: "password_breached" }],
    });
    await expect(admin.users.createUser({ ...ada, password: breached })).rejects.toMatchObject({
      status: 422,
      errors: [{ code: "password_breached" }],
    });
    expect(asked).toEqual([`/range/${sha1.slice(0, 5)}`, `/range/${sha1.slice(0, 5)}`]);
    expect((await client.signUp.email(ada)).error).toBeNull();
  });

  test("keeps nobody out when it does not answer", async () => {
    const { client, admin } = await scene(httpRuntime);
    await admin.configuration.saveDashboardConfig({ emailPassword: { refuseBreached: true } });
    answers = false;
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect((await client.signUp.email({ ...ada, password: breached })).error).toBeNull();
    expect(asked).toHaveLength(1);
    expect(warned.mock.calls).toEqual([
      ["A password was accepted unchecked: the register of breaches responded with status 503"],
    ]);
  });
});

test("an unknown account hashes as often as a known one with a wrong password", async () => {
  const time = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  /** The fastest of several: what else the machine does only adds to a time. */
  const fastest = async (work: () => Promise<unknown>) => {
    let best = Infinity;
    for (let i = 0; i < 5; i++) best = Math.min(best, await time(work));
    return best;
  };
  const hash = phc("right", { logN: 14, r: 16, p: 1 });
  for (const wrong of ["wrong", "ｗｒｏｎｇ"]) {
    const [known, unknown] = [
      await fastest(async () => await verifyPassword(wrong, hash)),
      await fastest(async () => await computeDecoyHash(wrong)),
    ];
    expect(unknown / known).toBeGreaterThan(0.6);
    expect(unknown / known).toBeLessThan(1.7);
  }
  expect(await computeDecoyHash("wrong")).toBe("");
});
