/** Replacing BANATA_AUTH_SECRET: what was made under the previous one stays good meanwhile. */
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { manifest } from "../../convex/component/api/manifest.generated";
import componentSchema from "../../convex/component/schema";
import { seal, unseal } from "../../convex/component/core/secrets";
import { finishRunning } from "../support/backgroundWork";
import { httpRuntime, newProject } from "../support/runtime";
import {
  allColumns,
  envelopedColumns,
  insertSealedRow,
  insertSealedRows,
  readableColumns,
  sealedBefore,
} from "../support/sealedRows";
import { setUp } from "../support/secondFactor";
import { begin, type Scene } from "../support/signIn";
import { postWith } from "../support/wire";

const CURRENT = "BANATA_AUTH_SECRET";
const PREVIOUS = "BANATA_AUTH_SECRET_PREVIOUS";
const FIRST = "the first secret of the tests, long enough";
const SECOND = "the second secret of the tests, long enough";
const THIRD = "the third secret of the tests, long enough";
const DAY = 24 * 3_600_000;

function set(current: string, previous: string | null = null): void {
  process.env[CURRENT] = current;
  if (previous === null) delete process.env[PREVIOUS];
  else process.env[PREVIOUS] = previous;
}
const started = () => {
  const runtime = httpRuntime();
  set(FIRST);
  return runtime;
};
beforeEach(() => set(FIRST));
afterEach(() => {
  set(FIRST);
  vi.useRealTimers();
});

describe("a sealed value", () => {
  test.each([
    ["nothing", ""],
    ["a BOM and a NUL", "\uFEFF\u0000x"],
    ["beyond ASCII", "Größe 🔑"],
    ["125 KB", "x".repeat(125_001)],
    ["1 MB", "é".repeat(1_000_000)],
  ])("opens again: %s", async (_name, text) => {
    expect(await unseal("prj_1", "p", await seal("prj_1", "p", text, "row"), "row")).toBe(text);
  });

  test("opens for its project, purpose and place alone, unchanged", async () => {
    const sealed = await seal("prj_1", "p", "text", "row");
    const [version, id, body = ""] = sealed.split(".");
    const other = body.startsWith("A") ? "B" : "A";
    const wrong: [string, string, string, string][] = [
      ["prj_2", "p", sealed, "row"],
      ["prj_1", "q", sealed, "row"],
      ["prj_1", "p", sealed, "another row"],
      ["prj_1", "p", sealed, ""],
      ["prj_1", "p", `${version}.${id}.${other}${body.slice(1)}`, "row"],
      ["prj_1", "p", body, "row"], // as if it were of before there were versions
      ["prj_1", "p", `${version}.00000000.${body}`, "row"],
    ];
    for (const args of wrong) await expect(unseal(...args), args.join()).rejects.toThrow(/./);
  });

  test("of before there were versions opens, under the current secret or the previous one", async () => {
    const sealed = await sealedBefore("prj_1", "p", "text");
    expect(await unseal("prj_1", "p", sealed, "row")).toBe("text");
    set(SECOND, FIRST);
    expect(await unseal("prj_1", "p", sealed, "row")).toBe("text");
    set(SECOND);
    await expect(unseal("prj_1", "p", sealed, "row")).rejects.toThrow(/./);
  });

  test("says which variable is wrong", async () => {
    const sealed = await seal("prj_1", "p", "text");
    set(SECOND);
    await expect(unseal("prj_1", "p", sealed)).rejects.toThrow(PREVIOUS);
    set(SECOND, "short");
    await expect(unseal("prj_1", "p", sealed)).rejects.toThrow(`${PREVIOUS} is shorter`);
    for (const none of ["", SECOND]) {
      set(SECOND, none);
      expect(await unseal("prj_1", "p", await seal("prj_1", "p", "text"))).toBe("text");
    }
  });
});

test("every column that is sealed is re-sealed: the schema has none that the table lacks", () => {
  /** Named like secrets, and not encrypted. */
  const notSealed = [
    "apiKeys.hash",
    "authClients.secrets", // hashes
    "webhookEndpoints.previousSecret", // an object with a sealed text in it
    "keyRotations.secretIds",
    "secretReseals.secretId",
    "secretReseals.secretSince",
    "secretReseals.resealed",
    "ssoConnections.secretVersion", // a number
    "vaultValues.secretId", // the id of a secret of the vault
  ];
  const found: string[] = [];
  type Validator = {
    kind: string;
    fields?: Record<string, Validator>;
    members?: Validator[];
    element?: Validator;
  };
  const walk = (path: string, name: string, validator: Validator): void => {
    if (/seal|secret|encrypt|cipher|backupcodes|privatekey|privatejwk/i.test(name))
      found.push(path);
    for (const [field, inner] of Object.entries(validator.fields ?? {}))
      walk(`${path}.${field}`, field, inner);
    for (const member of [...(validator.members ?? []), validator.element ?? []].flat())
      walk(path, "", member);
  };
  for (const [table, { validator }] of Object.entries(componentSchema.tables))
    for (const [field, inner] of Object.entries((validator as unknown as Validator).fields ?? {}))
      walk(`${table}.${field}`, field, inner);
  expect(
    [...new Set(found)].filter((path) => !notSealed.some((each) => path === each)).sort(),
  ).toEqual([...allColumns, ...envelopedColumns].sort());
});

interface Status {
  readonly left: Record<string, number>;
  readonly previousMayGo: boolean;
  readonly previousMayGoAt: number | null;
  readonly hasPreviousSecret: boolean;
  readonly reseal: {
    readonly state: string;
    readonly resealed: number;
    readonly unreadable: number;
    readonly unreadableAt: string[];
  };
}
const status = async ({ engine }: ReturnType<typeof httpRuntime>): Promise<Status> =>
  await engine.action(internal.secretRotation.status.status, {});

describe("what is stored", () => {
  const settle = async ({ engine }: ReturnType<typeof httpRuntime>, milliseconds = 0) => {
    for (let round = 0; round < 40; round++) {
      await vi.advanceTimersByTimeAsync(round === 0 ? milliseconds : 1);
      await finishRunning(engine);
    }
  };
  const fakeClock = () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });

  test.each(["versioned", "unversioned"] as const)(
    "opens while both secrets are there, and under the new one alone after a re-sealing (%s)",
    async (form) => {
      fakeClock();
      const runtime = started();
      const { id } = await newProject(runtime);
      await insertSealedRows(runtime.engine, id, form);
      set(SECOND, FIRST);
      expect(await readableColumns(runtime.engine, id)).toEqual(allColumns);
      expect(Object.keys((await status(runtime)).left).sort()).toEqual([...allColumns].sort());
      await runtime.setup("resealSecrets", {});
      await settle(runtime);
      expect(await status(runtime)).toMatchObject({
        hasPreviousSecret: true,
        left: {},
        reseal: { state: "finished", resealed: allColumns.length, unreadable: 0 },
      });
      set(SECOND);
      expect(await readableColumns(runtime.engine, id)).toEqual(allColumns);
    },
  );

  test("is not readable when the previous secret goes too early, and the status says so", async () => {
    const runtime = started();
    const { id } = await newProject(runtime);
    await insertSealedRows(runtime.engine, id, "versioned");
    set(SECOND, FIRST);
    expect(await status(runtime)).toMatchObject({
      previousMayGo: false,
      previousMayGoAt: null,
      reseal: { state: "not started" },
    });
    set(SECOND);
    expect(await readableColumns(runtime.engine, id)).toEqual([]);
  });

  test("the previous secret may go when nothing is left and its last cookie has ended", async () => {
    fakeClock();
    const runtime = started();
    const project = await newProject(runtime);
    await insertSealedRows(runtime.engine, project.id, "versioned");
    await runtime.client(project).configuration.saveDashboardConfig({
      sessions: { maxSessionLength: 60 * 86_400, inactivityTimeout: 45 * 86_400 },
    });
    set(SECOND, FIRST);
    await runtime.setup("resealSecrets", {});
    await settle(runtime);
    const first = await status(runtime);
    expect(first.previousMayGo).toBe(false);
    expect(first.previousMayGoAt! - Date.now()).toBeGreaterThan(44 * DAY);
    vi.setSystemTime(Date.now() + 10 * DAY);
    await runtime.setup("resealSecrets", {}); // begins again, and does not make it later
    await settle(runtime);
    expect((await status(runtime)).previousMayGoAt).toBe(first.previousMayGoAt);
    vi.setSystemTime(first.previousMayGoAt! + 1);
    expect((await status(runtime)).previousMayGo).toBe(true);
    set(THIRD, SECOND);
    expect(await status(runtime)).toMatchObject({ previousMayGo: false, previousMayGoAt: null });
  });

  test("what no secret opens is counted, named and left as it is", async () => {
    fakeClock();
    const runtime = started();
    const { id } = await newProject(runtime);
    set(THIRD);
    await insertSealedRow(runtime.engine, "socialProviders", id, "unversioned");
    set(FIRST);
    await insertSealedRow(runtime.engine, "mails", id, "versioned");
    set(SECOND, FIRST);
    await runtime.setup("resealSecrets", {});
    await settle(runtime);
    const found = await status(runtime);
    expect(found.reseal).toMatchObject({ state: "finished", resealed: 1, unreadable: 1 });
    expect(found.reseal.unreadableAt[0]).toMatch(/^socialProviders\.sealedClientSecret of /);
    vi.setSystemTime(found.previousMayGoAt!);
    expect((await status(runtime)).previousMayGo).toBe(true);
  });

  test("a run without the previous secret does not let that secret go", async () => {
    fakeClock();
    const runtime = started();
    const { id } = await newProject(runtime);
    await insertSealedRows(runtime.engine, id, "versioned");
    set(SECOND);
    await runtime.setup("resealSecrets", {});
    await settle(runtime);
    const { reseal, previousMayGoAt } = await status(runtime);
    expect(reseal).toMatchObject({ state: "finished", unreadable: allColumns.length });
    set(SECOND, FIRST);
    vi.setSystemTime(previousMayGoAt! + 1);
    expect((await status(runtime)).previousMayGo).toBe(false);
    await runtime.setup("resealSecrets", {});
    await settle(runtime);
    expect((await status(runtime)).previousMayGo).toBe(true);
  });

  test("a run that lost its next batch goes on where it was, and an older one stops", async () => {
    fakeClock();
    const runtime = started();
    const { id } = await newProject(runtime);
    const MAILS = 250;
    for (let i = 0; i < MAILS; i++) await insertSealedRow(runtime.engine, "mails", id, "versioned");
    set(SECOND, FIRST);
    await runtime.setup("resealSecrets", {});
    const run = async (path: string, args: object = {}) =>
      await runtime.run(`secretRotation/reseal:${path}`, args);
    // As when the deployment is killed: what is scheduled never runs. Batches made by hand.
    vi.clearAllTimers();
    for (let i = 0; i < 6; i++) await run("batch", { run: 1 });
    vi.clearAllTimers();
    const left = (await status(runtime)).left["mails.sealedData"];
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(MAILS);
    await run("resume");
    vi.clearAllTimers();
    expect((await status(runtime)).reseal.state).toBe("running");
    vi.setSystemTime(Date.now() + 6 * 60_000);
    await run("resume");
    await run("batch", { run: 1 });
    await settle(runtime);
    expect(await status(runtime)).toMatchObject({
      left: {},
      reseal: { state: "finished", resealed: MAILS },
    });
  });
});

describe("what visitors and callers bring", () => {
  const settings = {
    authMethods: { twoFactor: true },
    emailPassword: { requireEmailVerification: false },
  };
  const LIST = "/api/auth/organization/list";

  interface Held {
    /** Made under the first secret. */
    readonly prepare: (scene: Scene) => Promise<unknown>;
    /** Whether it is accepted now. */
    readonly use: (scene: Scene, held: never) => Promise<boolean>;
  }
  const held: Readonly<Record<string, Held>> = {
    "a session's cookie at sign-in's paths": {
      prepare: async ({ client, ada }) => await client.signUp.email(ada),
      use: async ({ client }) => (await client.getSession()).data !== null,
    },
    "a session's cookie at management": {
      prepare: async ({ client, ada }) => await client.signUp.email(ada),
      use: async ({ browse, project }) => (await browse(`/p/${project.id}${LIST}`)).status === 200,
    },
    "the token of the header set-auth-token": {
      prepare: async ({ post: send, ada, cookies }) => {
        const token = (await send("/sign-up/email", ada)).headers.get("set-auth-token");
        cookies.clear();
        return token;
      },
      use: async ({ get }, token: string) =>
        (await (await get("/get-session", { authorization: `Bearer ${token}` })).json()) !== null,
    },
    "a challenge of the second factor": {
      prepare: async (scene) => {
        await scene.client.signUp.email(scene.ada);
        const factor = await setUp(scene, scene.ada.password);
        await scene.client.signOut();
        await scene.client.signIn.email(scene.ada);
        return factor.backupCodes[0];
      },
      use: async ({ client }, code: string) =>
        (await client.twoFactor.verifyBackupCode({ code })).error === null,
    },
    "a trusted device": {
      prepare: async (scene) => {
        await scene.client.signUp.email(scene.ada);
        const factor = await setUp(scene, scene.ada.password);
        await scene.client.signOut();
        await scene.client.signIn.email(scene.ada);
        const [code = ""] = factor.backupCodes;
        await scene.client.twoFactor.verifyBackupCode({ code, trustDevice: true });
        await scene.client.signOut();
      },
      use: async ({ client, ada }) => {
        const { data } = await client.signIn.email(ada);
        return data !== null && !("twoFactorRedirect" in data);
      },
    },
    "a cursor": {
      prepare: async ({ admin }) => {
        for (const name of ["a", "b", "c"])
          await admin.users.createUser({ email: `${name}@example.com`, name });
        return (await admin.users.listUsers({ limit: 1 })).listMetadata.after;
      },
      use: async ({ admin }, after: string) =>
        await admin.users.listUsers({ limit: 1, after }).then(
          ({ data }) => data.length === 1,
          () => false,
        ),
    },
    "an idempotency key": {
      prepare: async ({ runtime, project }) => {
        const send = async () =>
          await postWith(runtime, project, manifest.users.createUser.path, {
            body: { email: "once@example.com", name: "Once" },
            headers: { "idempotency-key": "k" },
          });
        const first = await send();
        return { send, body: first.body };
      },
      use: async (_scene, { send, body }: { send: () => Promise<Answer>; body: unknown }) => {
        const again = await send();
        return again.status === 200 && JSON.stringify(again.body) === JSON.stringify(body);
      },
    },
  };
  type Answer = Awaited<ReturnType<typeof postWith>>;

  test.each(Object.entries(held))(
    "%s is accepted while the previous secret is set, and not without it",
    async (_name, { prepare, use }) => {
      for (const [previous, isAccepted] of [
        [FIRST, true],
        [null, false],
        [THIRD, false],
      ] as const) {
        set(FIRST);
        const scene = await begin(started, settings);
        const value = (await prepare(scene)) as never; // each takes what it has made
        set(SECOND, previous);
        expect(await use(scene, value), `previous: ${previous}`).toBe(isAccepted);
      }
    },
  );

  test("a visitor who comes back gets a cookie of the new secret, and stays signed in without the old one", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { client, ada } = await begin(started, settings);
    await client.signUp.email(ada);
    set(SECOND, FIRST);
    vi.setSystemTime(Date.now() + 2 * 3_600_000);
    await client.getSession();
    set(SECOND);
    expect((await client.getSession()).data).not.toBeNull();
  });

  test("nothing new is made under the previous secret", async () => {
    set(SECOND, FIRST);
    const scene = await begin(() => {
      const runtime = httpRuntime();
      set(SECOND, FIRST);
      return runtime;
    }, settings);
    await scene.client.signUp.email(scene.ada);
    set(FIRST);
    expect((await scene.client.getSession()).data).toBeNull();
    set(SECOND);
    expect((await scene.client.getSession()).data).not.toBeNull();
  });

  test("a cookie of another project is not signed anew", async () => {
    const here = await begin(started, settings);
    const there = await begin(() => here.runtime, settings);
    set(FIRST);
    await there.client.signUp.email(there.ada);
    set(SECOND, FIRST);
    const renamed = new Map(
      [...there.cookies].map(([name, value]) => [
        name.replace(there.project.id, here.project.id),
        value,
      ]),
    );
    expect((await here.visit(renamed).client.getSession()).data).toBeNull();
  });

  test("second factors and signing keys are the same before, during and after", async () => {
    const runtime = started();
    const scene = await begin(() => runtime, settings);
    const { client, ada } = scene;
    set(FIRST);
    await client.signUp.email(ada);
    const factor = await setUp(scene, ada.password);
    const token = async () =>
      (await client.$fetch<{ token: string }>("/convex/token", { method: "GET" })).data!.token;
    const keys = (await (await runtime.fetch("/api/auth/convex/jwks")).json()) as JSONWebKeySet;
    const signIn = async (use: () => Promise<{ error: unknown }>) => {
      await client.signOut();
      await client.signIn.email(ada);
      expect((await use()).error).toBeNull();
      await jwtVerify(await token(), createLocalJWKSet(keys));
    };
    const backup = (i: number) => async () =>
      await client.twoFactor.verifyBackupCode({ code: factor.backupCodes[i] ?? "" });
    await token();
    set(SECOND, FIRST);
    await signIn(backup(0));
    await signIn(async () => await client.twoFactor.verifyTotp({ code: await factor.code() }));
    await runtime.setup("resealSecrets", {});
    await vi.waitFor(async () => expect((await status(runtime)).reseal.state).toBe("finished"), {
      timeout: 10_000,
    });
    set(SECOND);
    await signIn(backup(1));
    await signIn(async () => await client.twoFactor.verifyTotp({ code: await factor.code() }));
  });
});
