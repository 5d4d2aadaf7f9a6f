/**
 * Rows that were written before the fields had rules are there still, each nearly as large as a row
 * may be: what reads, copies or deletes them stays within a transaction all the same.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "../../convex/component/core/ids";
import { deployApp } from "../support/deployment";
import {
  deployedRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "../support/runtime";
import { countRows, rowsOf } from "../support/tenantRows";

const USERS = 22;
const IMAGE = `data:image/png;base64,${"A".repeat(900 * 1024)}`;
const COMPONENT = "banataAuth";

/** Which enforces what Convex allows a transaction to read and write. */
let deployment: LocalDeployment;
let runtime: HttpRuntime;
let project: TestProject;
let ids: string[];

/** Puts it into the rows as an older version let it in, or copied it there. */
async function enlarge(table: string, fields: () => Record<string, string>): Promise<void> {
  for (const row of rowsOf(deployment, project.id)[table] ?? []) {
    const tx = deployment.database.begin();
    tx.replace(COMPONENT, row._id, { ...row, ...fields() });
    await tx.commit();
  }
}

beforeAll(async () => {
  deployment = await deployApp();
  runtime = deployedRuntime(deployment);
  project = await newProject(runtime);
  const { users } = runtime.client(project);
  ids = [];
  for (let i = 0; i < USERS; i++) {
    const { user } = await users.createUser({ email: `large${i}@example.com`, name: `Large ${i}` });
    ids.push(user.id);
  }
  await enlarge("users", () => ({ image: IMAGE }));
}, 120_000);
afterAll(async () => await deployment.close());

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
const ANSWER_BYTES = 8 * 1024 * 1024;
const MAXIMUM_PAGES = 1_000;

describe("lists come in pages that are small enough, none twice and none left out", () => {
  type Page = { data: readonly { id: string }[]; next: string | undefined };
  const walked = async (list: (after?: string) => Promise<Page>): Promise<string[]> => {
    const found: string[] = [];
    let [pages, after]: [number, string | undefined] = [0, undefined];
    do {
      const page = await list(after);
      expect(bytesOf(page.data)).toBeLessThan(ANSWER_BYTES);
      // Rows that a search has shown already may fill a page: it is empty, and has a cursor.
      expect(++pages).toBeLessThan(MAXIMUM_PAGES);
      found.push(...page.data.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    return found;
  };

  test("users, forwards, by name, by role and by organization", async () => {
    const { users, organizations } = runtime.client(project);
    const { id: organizationId } = await organizations.createOrganization({ name: "Large" });
    for (const userId of ids) {
      await organizations.addMember({ organizationId, userId, role: "member" });
      await users.setRole({ userId, role: "admin" });
    }
    for (const filter of [{}, { search: "large" }, { role: "admin" }, { organizationId }]) {
      const found = await walked(async (after) => {
        const { data, listMetadata } = await users.listUsers({
          ...filter,
          limit: 100,
          ...(after === undefined ? {} : { after }),
        });
        return { data, next: listMetadata.after ?? undefined };
      });
      expect(found.toSorted(), JSON.stringify(filter)).toEqual(ids.toSorted());
    }
  });

  test("users, backwards from the end", async () => {
    const { users } = runtime.client(project);
    let { listMetadata, data } = await users.listUsers({ limit: 100 });
    while (listMetadata.after !== null)
      ({ listMetadata, data } = await users.listUsers({ limit: 100, after: listMetadata.after }));
    const found = data.map(({ id }) => id);
    while (listMetadata.before !== null) {
      ({ listMetadata, data } = await users.listUsers({ limit: 100, before: listMetadata.before }));
      found.unshift(...data.map(({ id }) => id));
    }
    expect(found).toEqual(ids.toReversed());
  });

  test("events, audit entries and the export", async () => {
    await enlargeRecords();
    const { events, auditLogs } = runtime.client(project);
    const rows = rowsOf(deployment, project.id);
    const mine = (table: "events" | "auditEvents") => rows[table]!.map(({ id }) => String(id));

    const followed = await walked(async (after) => {
      const { data, cursor, hasMore } = await events.listEvents({
        limit: 200,
        ...(after === undefined ? {} : { after }),
      });
      return { data, next: hasMore ? cursor : undefined };
    });
    expect(followed.toSorted()).toEqual(mine("events").toSorted());

    const audited = await walked(async (after) => {
      const { data, listMetadata } = await auditLogs.listEvents({
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      return { data, next: listMetadata.after ?? undefined };
    });
    expect(audited.toSorted()).toEqual(mine("auditEvents").toSorted());

    for (const format of ["json", "csv"] as const) {
      const exported = await walked(async (after) => {
        const { data, nextCursor } = await auditLogs.exportEvents({
          format,
          limit: 1_000,
          ...(after === undefined ? {} : { cursor: Number(after) }),
        });
        return { data, next: nextCursor === undefined ? undefined : String(nextCursor) };
      });
      expect(exported.toSorted()).toEqual(mine("auditEvents").toSorted());
    }
  });
});

describe("such a user can be", () => {
  const sizesOf = (table: "events" | "auditEvents", since: number) =>
    rowsOf(deployment, project.id)
      [table]!.filter(({ createdAt }) => Number(createdAt) >= since)
      .map((row) => bytesOf({ ...row, commitTs: 0, before: undefined }));

  test("banned, unbanned, changed and given a role, and the copies of it are small", async () => {
    const { users } = runtime.client(project);
    const since = Date.now();
    for (const userId of ids) await users.banUser({ userId }, { idempotencyKey: `ban-${userId}` });
    await users.banUser({ userId: ids[0]! }, { idempotencyKey: `ban-${ids[0]}` }); // again
    await users.unbanUser(ids[0]!);
    await users.updateUser({ userId: ids[0]!, name: "Renamed", metadata: { plan: "x" } });
    await users.setRole({ userId: ids[0]!, role: "user" });
    for (const table of ["events", "auditEvents"] as const) {
      const sizes = sizesOf(table, since);
      expect(sizes.length).toBeGreaterThan(ids.length);
      expect(Math.max(...sizes)).toBeLessThan(10_000);
    }
  });

  test("given another image, and then the entry says what became of which", async () => {
    const { users, auditLogs } = runtime.client(project);
    await users.updateUser({ userId: ids[1]!, image: "https://cdn.example.com/a.png" });
    const { data } = await auditLogs.listEvents({ targetId: ids[1]!, limit: 1 });
    expect(data[0]!.changes).toMatchObject({
      before: { image: expect.stringMatching(/^\[left out: \d+ characters\]$/) as string },
      after: { image: "https://cdn.example.com/a.png" },
    });
  });

  test("deleted, with twenty passkeys whose names are as large", async () => {
    const [userId] = ids;
    for (let i = 0; i < 20; i++) {
      const tx = deployment.database.begin();
      tx.insert(COMPONENT, "passkeys", {
        ...{ projectId: project.id, id: newId("user"), userId: userId!, name: IMAGE },
        ...{ credentialID: `c${i}`, publicKey: "k", counter: 0, deviceType: "x", backedUp: false },
        ...{ createdAt: 0, updatedAt: 0 },
      });
      await tx.commit();
    }
    await runtime.client(project).users.deleteUser({ userId: userId!, force: true });
    const left = () => rowsOf(deployment, project.id).passkeys!.length;
    await vi.waitUntil(() => left() === 0, { timeout: 20_000, interval: 100 });
  });

  test("deleted", async () => {
    const { users } = runtime.client(project);
    for (const userId of ids.slice(1, 3)) await users.deleteUser({ userId, force: true });
    await expect(users.getUser(ids[1]!)).rejects.toMatchObject({ status: 404 });
  });
});

test("what is older than a project keeps goes, however large it is", async () => {
  const old = Date.now() - 40 * 86_400_000;
  for (const [table, kind] of [
    ["events", "event"],
    ["auditEvents", "auditEvent"],
  ] as const)
    await enlarge(table, () => ({ id: newId(kind, old) }));
  await runtime.client(project).auditLogs.saveRetention({ auditDays: 30, eventDays: 30 });
  await runtime.run("auditLogs/purge:purge", { projectId: project.id });
  await vi.waitUntil(
    () => {
      const { events, auditEvents } = rowsOf(deployment, project.id);
      return events!.length <= 1 && auditEvents!.length <= 1; // the change of the retention itself
    },
    { timeout: 30_000, interval: 100 },
  );
}, 60_000);

test("a project full of them is deleted, batch by batch", async () => {
  const { key } = await runtime.setup("createAdminKey", { name: "operator" });
  await runtime.client({ id: "", key }).projects.deleteProject(project.id);
  await vi.waitUntil(() => countRows(deployment, project.id) === 0, {
    timeout: 30_000,
    interval: 100,
  });
}, 60_000);

async function enlargeRecords(): Promise<void> {
  await enlarge("events", () => ({ data: JSON.stringify({ image: IMAGE }) }));
  await enlarge("auditEvents", () => ({ metadata: JSON.stringify({ image: IMAGE }) }));
}
