/** Distinctive values, and every place where they must not be. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { finishRunning } from "../support/backgroundWork";
import { allRows, textOf } from "../support/rows";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith } from "../support/transports";

const VALUES = [
  'distinctive-value-1-"\\\n☃',
  "distinctive-value-2",
  "distinctive-value-3",
] as const;
const CONTEXT_VALUE = "distinctive-context-4711";
const WRONG_CONTEXT = "distinctive-wrong-4712";

const logged: string[] = [];
beforeEach(() => {
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      logged.push(
        words.map((word) => (word instanceof Error ? String(word.stack) : textOf(word))).join(" "),
      );
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  logged.length = 0;
});

/** As text, as JSON in JSON, in base64 and in hex. */
function traces(text: string): string[] {
  const found: string[] = [];
  for (const value of ["distinctive", ...VALUES, CONTEXT_VALUE, WRONG_CONTEXT])
    for (const form of [
      value,
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1),
      Buffer.from(value).toString("hex"),
    ])
      if (text.includes(form)) found.push(form);
  return found;
}

test("values and contexts of the vault are nowhere but in the answer of decrypt", async () => {
  const runtime = httpRuntime();
  const project = await newProject(runtime);
  const client = runtime.client(project);
  await client.webhooks.createEndpoint({ url: "https://example.com/", eventTypes: ["*"] });
  const { id: organizationId } = await client.organizations.createOrganization({ name: "O" });
  const sdk = runtime.sdk(project);
  const context = { customer: CONTEXT_VALUE };
  const answers: unknown[] = [];
  const keep = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer;
    answers.push(value);
    return value;
  };
  const input = { name: "n", data: VALUES[0], context, organizationId };
  const { id } = await keep(sdk.vault.encrypt(input, { idempotencyKey: "k-1" }));
  await keep(sdk.vault.encrypt(input, { idempotencyKey: "k-1" }));
  await keep(
    failureOf(sdk.vault.encrypt({ ...input, data: VALUES[1] }, { idempotencyKey: "k-1" })),
  );
  const decrypt = async (headers: Record<string, string>, body: object) =>
    await runtime.fetch("/api/auth/banata/vault/decrypt", {
      method: "POST",
      headers: { authorization: `Bearer ${project.key}`, ...headers },
      body: JSON.stringify(body),
    });
  const keyed = { "idempotency-key": "k-2" };
  for (let times = 0; times < 2; times++) {
    const response = await decrypt(keyed, { secretId: id, context });
    expect(await response.json()).toEqual({ data: VALUES[0] });
    expect(response.headers.get("cache-control")).toContain("no-store");
  }
  const limited = await keyWith({ runtime, project, client, sdk }, ["vault.decrypt"], {
    rateLimit: { requests: 100, windowSeconds: 60 },
  });
  expect(await limited.client.vault.decrypt({ secretId: id, context })).toEqual({
    data: VALUES[0],
  });
  const wrong = { customer: WRONG_CONTEXT };
  await keep(failureOf(sdk.vault.decrypt({ secretId: id, context: wrong })));
  await keep(failureOf(limited.client.vault.decrypt({ secretId: id, context: wrong })));
  await keep(failureOf(sdk.vault.update({ secretId: id, data: VALUES[1], context: wrong })));
  const change = { secretId: id, data: VALUES[1], context };
  await keep(sdk.vault.update(change, { idempotencyKey: "k-3" }));
  await keep(failureOf(sdk.vault.update({ ...change, data: VALUES[2], versionCheck: 1 })));
  for (const odd of [
    { data: `${VALUES[2]}${"x".repeat(800_000)}` },
    { data: [VALUES[2]] },
    { context: { customer: `${WRONG_CONTEXT}${"x".repeat(600)}` } },
    { context: { customer: [WRONG_CONTEXT] } },
    { data: `${VALUES[2]}\u0000` },
  ])
    await keep(failureOf(client.vault.encrypt({ ...input, ...odd } as typeof input)));
  await keep(client.vault.rotateKey({}));
  await keep(client.vault.list({}));
  await keep(client.vault.get({ id }));

  // The key is lost, which is an error of the deployment.
  process.env["BANATA_AUTH_SECRET"] = "another secret of the tests, long enough";
  await keep(failureOf(sdk.vault.decrypt({ secretId: id, context })));
  process.env["BANATA_AUTH_SECRET"] = "a secret of the tests, long enough";

  // A damaged value: its row is taken from another secret.
  const { id: damaged } = await sdk.vault.encrypt({ name: "damaged", data: VALUES[2] });
  await runtime.engine.run(async (ctx) => {
    const values = await ctx.db.query("vaultValues").collect();
    const [from, to] = [values[0]!, values.find(({ secretId }) => secretId === damaged)!];
    await ctx.db.patch(to._id, { sealedData: from.sealedData });
  });
  await keep(failureOf(sdk.vault.decrypt({ secretId: damaged })));

  for (const format of ["csv", "json"] as const)
    await keep(client.auditLogs.exportEvents({ format, startDate: 0, endDate: 4_102_444_800_000 }));
  await keep(client.auditLogs.listEvents({ limit: 100 }));
  await keep(client.events.listEvents({ limit: 200 }));
  await finishRunning(runtime.engine);
  const rows = await allRows(runtime.engine);
  expect(rows.idempotencyKeys.length).toBeGreaterThan(1);
  expect(rows.idempotencyKeys.map((row) => row["operation"])).not.toContain(
    "/api/auth/banata/vault/decrypt",
  );
  const everything = textOf([rows, answers.map((each) => [String(each), each])]);
  expect(everything).toContain("vault.secret.read");
  expect(traces(everything)).toEqual([]);
  expect(traces(logged.join("\n"))).toEqual([]);
  expect(await sdk.vault.decrypt({ secretId: id, context })).toEqual({ data: VALUES[1] });
});
