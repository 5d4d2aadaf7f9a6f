/**
 * What becomes of passwords: which are refused, how hashes of other systems are taken over, and
 * that older ones are made anew.
 */
import { createServer, type Server } from "node:http";
import { hash as bcryptHash } from "bcryptjs";
import { hashPassword as betterAuthHash } from "better-auth/crypto";
import { argon2id } from "hash-wasm";
import { createHash, scryptSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { computeDecoyHash, verifyPassword } from "../../convex/component/passwords/comparison";
import { hashPassword } from "../../convex/component/passwords/argon2";
import { parseHashFormat } from "../../convex/component/passwords/formats";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";

vi.unmock("hash-wasm"); // what the runtime computes with is compared with other implementations here

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

/** Argon2id hashes that other implementations made of `password`, with the salt "sixteen bytes ok". */
const argon2 = {
  ours: "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$RJ1sY/uLSiHi0TP1oW8rw19AvL2Hwpt7ELvhU4n7eXg",
  manyPasses:
    "$argon2id$v=19$m=7168,t=5,p=1$c2l4dGVlbiBieXRlcyBvaw$VKtSeNhbfc/uQYEniCEB7ZsqtQ1p2t8MRlFUTWVfrzk",
  lanes:
    "$argon2id$v=19$m=8192,t=1,p=2$c2l4dGVlbiBieXRlcyBvaw$Xetf95GbJgXmLUTyxFf5TjqSpExeDNOOqf2YSwFsWREP1Crqidjnb49JpNpx369hexLfOwFtcYvlJ0Wda6pclw",
  shortKey: "$argon2id$v=19$m=32,t=3,p=4$c2l4dGVlbiBieXRlcyBvaw$hxaAOEGsRkG6UIJe0fVrUQ",
  libraryDefault:
    "$argon2id$v=19$m=65536,t=3,p=4$c2l4dGVlbiBieXRlcyBvaw$Li4bLnwvDYG8mdDSDHopHecqVDA5AS78VRbl6RnB6Yk",
};

async function scene<R extends ReturnType<typeof deployedRuntime>>(start: () => R) {
  const runtime = start();
  const project = await newProject(runtime);
  return { runtime, project, admin: runtime.client(project), ...newVisitor(runtime, project.id) };
}

describe("a hash", () => {
  test("is another one each time, has its parameters in it, and matches that password alone", async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(two).not.toBe(one);
    expect(await verifyPassword(password, one)).toEqual({ matches: true, outdated: false });
    expect(await verifyPassword(`${password} `, one)).toEqual({ matches: false, outdated: false });
  });

  test("of our own parameters, made of what was typed, is upgraded too", async () => {
    const password = "ｗｉｄｅ password";
    const normal = "wide password";
    const hash = await hashPassword(normal);
    const parameters = hash.slice(0, hash.lastIndexOf("$"));
    const salt = Buffer.from(parameters.slice(parameters.lastIndexOf("$") + 1), "base64");
    const asTyped = await argon2id({
      ...{ password, salt, memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 },
      outputType: "encoded",
    });
    expect(asTyped).not.toBe(hash);
    expect(await verifyPassword(password, hash)).toEqual({ matches: true, outdated: false });
    expect(await verifyPassword(password, asTyped)).toEqual({ matches: true, outdated: true });
    expect(await verifyPassword(normal, asTyped)).toEqual({ matches: false, outdated: false });
  });

  test("of our own parameters is what another implementation makes", async () => {
    expect(await verifyPassword(password, argon2.ours)).toEqual({ matches: true, outdated: false });
  });

  test.each([
    ["a NUL within", "correct\0horse", "correct"],
    ["256 emoji", "😀".repeat(256), "😀".repeat(255)],
    ["a megabyte", "x".repeat(2 ** 20), "x".repeat(2 ** 20 - 1)],
    ["nothing", "", "\0"],
  ])("is of the whole text: %s", async (_what, text, other) => {
    const hash = await hashPassword(text);
    expect((await verifyPassword(text, hash)).matches).toBe(text !== ""); // nothing is no password
    expect((await verifyPassword(other, hash)).matches).toBe(false);
    expect((await verifyPassword("", hash)).matches).toBe(false);
  });

  test.each([
    ["four passes over 64 MiB", "m=65536,t=4,p=4", true],
    ["more passes over less memory", "m=26214,t=10,p=1", true],
    ["the least memory of its lanes", "m=128,t=1,p=16", true],
    ["a gibibyte", "m=1048576,t=1,p=1", false],
    ["a KiB more than 64 MiB", "m=65537,t=1,p=1", false],
    ["another pass", "m=65536,t=5,p=1", false],
    ["99 passes over 19 MiB", "m=19456,t=99,p=1", false],
    ["more passes than are counted", "m=8,t=100000,p=1", false],
    ["less memory than its lanes need", "m=127,t=1,p=16", false],
    ["no pass", "m=19456,t=0,p=1", false],
    ["no lane", "m=19456,t=2,p=0", false],
    ["parameters in another order", "t=2,m=19456,p=1", false],
    ["a negative number", "m=-19456,t=2,p=1", false],
  ])("of argon2id is taken over or not: %s", (_what, parameters, isAffordable) => {
    const hash = argon2.ours.replace("m=19456,t=2,p=1", parameters);
    expect(parseHashFormat(hash) !== null).toBe(isAffordable);
  });

  test("does not depend on how a letter was composed", async () => {
    const hash = await hashPassword("caf\u00e9 caf\u00e9");
    expect((await verifyPassword("cafe\u0301 cafe\u0301", hash)).matches).toBe(true);
  });

  test.each([
    ["empty", ""],
    ["text", password],
    ["of another scheme", "$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"],
    ["of an older version", "$argon2id$v=16$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"],
    ["of another password", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"],
    [
      "for more memory than there is",
      phc(password, { logN: 4, r: 1, p: 1 }).replace("ln=4", "ln=20"),
    ],
    ["for more time than there is", `$2b$20$${"a".repeat(53)}`],
    ["cut off", "$scrypt$ln=14,r=16,p=1$c2FsdHNhbHQ$"],
    ["cut off, of ours", argon2.ours.slice(0, -25)],
  ])("that is none matches nothing: %s", async (_what, hash) => {
    expect(await verifyPassword(password, hash)).toEqual({ matches: false, outdated: false });
  });
});

test("comparing with an earlier hash and hashing anew leave the isolate's array buffers free", async () => {
  // Node counts what its allocator of array buffers hands out, which is what Convex limits to 64 MiB.
  const allocated = () => process.memoryUsage().arrayBuffers;
  const earlier = phc(password, { logN: 14, r: 16, p: 1 }); // 32 MiB
  const before = allocated();
  let most = before;
  const sample = () => void (most = Math.max(most, allocated()));
  const sampling = setInterval(sample, 1);
  expect(await verifyPassword(password, earlier)).toEqual({ matches: true, outdated: true });
  sample();
  await hashPassword(password);
  sample();
  clearInterval(sampling);
  expect(most - before).toBeLessThan(4 * 2 ** 20);
});

describe.each([
  ["on the test engine", httpRuntime],
  ["on the local deployment", deployedRuntime],
] as const)("passwords, %s", (_name, start) => {
  const imported = [
    ["bcrypt, $2b$", async () => await bcryptHash(password, 8)],
    ["bcrypt, $2a$", async () => (await bcryptHash(password, 6)).replace("$2b$", "$2a$")],
    ["bcrypt, $2y$", async () => (await bcryptHash(password, 6)).replace("$2b$", "$2y$")],
    ["scrypt of our earlier parameters", async () => phc(password, { logN: 14, r: 16, p: 1 })],
    ["scrypt of smaller parameters", async () => phc(password, { logN: 12, r: 8, p: 1 })],
    [
      "scrypt with two passes and a long key",
      async () => phc(password, { logN: 13, r: 8, p: 2, keyBytes: 64 }),
    ],
    ["argon2id of more passes", async () => argon2.manyPasses],
    ["argon2id of two lanes and a long key", async () => argon2.lanes],
    ["argon2id of a short key", async () => argon2.shortKey],
    ["argon2id as most libraries make it", async () => argon2.libraryDefault],
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
  expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
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
  const hash = await hashPassword("right");
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
