/**
 * Bursts of the same write, in one project: none is lost, and only writes of the same row wait for
 * each other. On a local deployment, which gives up after as many conflicts as Convex does.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import { deployApp } from "../support/deployment";
import { emptyResolverUrl } from "../support/dnsOverHttps";
import { deployedRuntime, newProject, type HttpRuntime } from "../support/runtime";
import { insertInto } from "../support/ssoRows";
import { isWhole, takeShare } from "../support/share";
import { bursts, type BurstStage, type WriteName } from "./support/bursts";

const SIZE = isWhole ? 100 : 25;
/** In CI, too. The others take turns by their place in the table. */
const ALWAYS: ReadonlySet<WriteName> = new Set([
  "users.createUser",
  "users.updateUser",
  "organizations.createOrganization",
  "organizations.addMember",
  "apiKeys.createKey",
  "apiKeys.verifyKey",
]);

let deployment: LocalDeployment;
let runtime: HttpRuntime;

beforeAll(async () => {
  deployment = await deployApp();
  await setVariable(deployment, "BANATA_AUTH_DNS_URL", await emptyResolverUrl());
  runtime = deployedRuntime(deployment);
});
afterAll(async () => {
  await deployment.close();
});

async function newStage(): Promise<BurstStage> {
  const project = await newProject(runtime);
  const admin = await runtime.setup("createAdminKey", { name: "admin" });
  return {
    client: runtime.client(project),
    admin: runtime.client({ id: "", key: admin.key }),
    projectId: project.id,
    runtime,
    insertRow: insertInto(deployment),
    size: SIZE,
  };
}

/** How often Convex repeated transactions of these functions. */
const countRetries = (): number =>
  deployment.runner.metrics
    .calls()
    .filter(({ path }) => path.includes("/functions:"))
    .reduce((sum, { retries }) => sum + retries, 0);

describe(`of ${SIZE} calls at once, none is lost`, () => {
  const rows = Object.entries(bursts) as [WriteName, (typeof bursts)[WriteName]][]; // its keys
  const shared = rows.filter(([name]) => !ALWAYS.has(name));
  test.each([...rows.filter(([name]) => ALWAYS.has(name)), ...takeShare(shared, 0, 6)])(
    "%s",
    async (_name, { calls, hot, shards }) => {
      const ready = await calls(await newStage());
      deployment.runner.metrics.clear();
      const answers = await Promise.all(
        ready.map(async (call) => await call().then(() => "done", String)),
      );
      expect(tally(answers)).toEqual({ done: ready.length });
      if (shards) expect(countRetries()).toBeLessThanOrEqual(3 * ready.length);
      else if (hot === undefined) expect(countRetries()).toBe(0);
    },
    120_000,
  );
});

function tally(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

test("a limit of 50 lets 50 of 64 verifications at once through, and the others are rate limited", async () => {
  const { client } = await newStage();
  const { key } = await client.apiKeys.createKey({
    name: "limited",
    permissions: [],
    rateLimit: { requests: 50, windowSeconds: 86_400 },
  });
  const codes = await Promise.all(
    Array.from({ length: 64 }, async () => (await client.apiKeys.verifyKey({ key })).code),
  );
  expect(tally(codes)).toEqual({ valid: 50, rate_limited: 14 });
});

test("a key that is deleted while it is verified is valid before and revoked after", async () => {
  const { client } = await newStage();
  const { id, key } = await client.apiKeys.createKey({ name: "going", permissions: [] });
  const verify = async () => (await client.apiKeys.verifyKey({ key })).code;
  const [before, , after] = await Promise.all([
    Promise.all(Array.from({ length: 10 }, verify)),
    client.apiKeys.deleteKey({ keyId: id }),
    Promise.all(Array.from({ length: 10 }, verify)),
  ]);
  for (const code of [...before, ...after]) expect(["valid", "revoked"]).toContain(code);
  expect(await verify()).toBe("revoked");
});

test("of 20 additions of one user at once, one succeeds and the others are conflicts", async () => {
  const { client } = await newStage();
  const { id: organizationId } = await client.organizations.createOrganization({ name: "O" });
  const { user } = await client.users.createUser({ email: "one@example.com", name: "One" });
  const answers = await Promise.all(
    Array.from(
      { length: 20 },
      async () =>
        await client.organizations
          .addMember({ organizationId, userId: user.id, role: "member" })
          .then(
            () => "done",
            ({ code }: { code: string }) => code,
          ),
    ),
  );
  expect(tally(answers)).toEqual({ done: 1, conflict: 19 });
});
