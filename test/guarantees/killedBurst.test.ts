/**
 * A deployment that is killed in the middle of a burst: what was answered with success is there,
 * and what was not is there as a whole or not at all.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { KillableDeployment } from "../support/killable";
import { deployedRuntime, newProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";
import type { WireClient } from "../support/wireClient";

const SIZE = 30;
/** After so many answers of all kinds. */
const KILLED_AFTER = 25;
const PASSWORD = "correct horse battery";
const APP = "https://app.example";

let deployment: KillableDeployment;

beforeAll(async () => {
  deployment = await KillableDeployment.create("burst", "deploymentProcess");
}, 120_000);
afterAll(async () => await deployment?.remove());

/** The first target of each event and of each audit entry of a type. */
async function recordsOf(client: WireClient, type: string) {
  const events = await client.events.listEvents({ eventTypes: [type], limit: 200 });
  const entries = await client.auditLogs.listEvents({ action: type, limit: 100 });
  return {
    events: events.data.map(({ data }) => String((data as { id: string }).id)).sort(), // a resource
    entries: entries.data.map(({ targets }) => targets[0]!.id).sort(),
  };
}

test(`of ${4 * SIZE} requests, ${KILLED_AFTER} are answered when the process is killed: those are kept, and none is half done`, async () => {
  let runtime = deployedRuntime(await deployment.serve());
  const project = await newProject(runtime);
  let client = runtime.client(project);
  await client.configuration.saveDashboardConfig({ sessions: { corsOrigins: [APP] } });
  const { id: organizationId } = await client.organizations.createOrganization({
    name: "Acme",
    maxMembers: SIZE,
  });
  const users: string[] = [];
  for (let i = 0; i < SIZE; i++)
    users.push(
      (await client.users.createUser({ email: `member${i}@example.com`, name: "Member" })).user.id,
    );

  const answered = { keys: [] as string[], members: [] as string[], people: [] as string[] };
  let [answers, updates] = [0, -1];
  const note = (keep: () => void) => {
    keep();
    answers++;
  };
  const address = (i: number) => `person${i}@example.com`;
  const signUp = async (i: number) => {
    const person = { email: address(i), name: "Person", password: PASSWORD };
    const { status } = await newVisitor(runtime, project.id).post("/sign-up/email", person, {
      origin: APP,
      "x-banata-proxy-key": project.key,
      "x-banata-visitor-ip": `198.51.100.${i}`,
      "x-banata-visitor-url": `${APP}/api/auth`,
    });
    if (status === 200) note(() => answered.people.push(address(i)));
  };
  const burst = Promise.allSettled(
    Array.from({ length: SIZE }, async (_, i) => {
      await Promise.allSettled([
        client.apiKeys
          .createKey({ name: `key ${i}`, permissions: [] })
          .then(({ key }) => note(() => answered.keys.push(key))),
        client.organizations
          .addMember({ organizationId, userId: users[i]!, role: "member" })
          .then(({ id }) => note(() => answered.members.push(id))),
        client.organizations
          .updateOrganization({ organizationId, name: `Acme ${i}` })
          .then(() => note(() => (updates = i))),
        signUp(i),
      ]);
    }),
  );
  while (answers < KILLED_AFTER) await new Promise((resolve) => setTimeout(resolve, 2));
  await deployment.kill();
  await burst;
  expect(answers, "answers before the kill").toBeLessThan(4 * SIZE);

  runtime = deployedRuntime(await deployment.serve());
  client = runtime.client(project);
  const members = (await client.organizations.listMembers({ organizationId, limit: 100 })).data;
  const memberIds = members.map(({ id }) => id).sort();
  expect(memberIds).toEqual(expect.arrayContaining(answered.members));
  expect(await recordsOf(client, "member.added")).toEqual({
    events: memberIds,
    entries: memberIds,
  });
  // The total is exact: as many join as there is room for.
  const joined = new Set(members.map(({ userId }) => userId));
  for (const userId of users)
    if (!joined.has(userId))
      await client.organizations.addMember({ organizationId, userId, role: "member" });
  const { user } = await client.users.createUser({ email: "late@example.com", name: "Late" });
  await expect(
    client.organizations.addMember({ organizationId, userId: user.id, role: "member" }),
  ).rejects.toMatchObject({ code: "conflict" });

  for (const key of answered.keys)
    expect(await client.apiKeys.verifyKey({ key })).toMatchObject({ valid: true });
  const keys = await client.apiKeys.listKeys({});
  const keyIds = keys.map(({ id }) => id).sort();
  const createdKeys = await recordsOf(client, "api_key.created");
  expect(createdKeys.events).toEqual(createdKeys.entries);
  expect(keyIds.filter((id) => !createdKeys.events.includes(id))).toEqual([]);
  expect(createdKeys.events.filter((id) => !keyIds.includes(id))).toEqual([]);

  if (updates >= 0)
    expect((await client.organizations.getOrganization({ organizationId })).name).toMatch(
      /^Acme \d/,
    );
  const renamed = await recordsOf(client, "organization.updated");
  expect(renamed.events).toEqual(renamed.entries);

  const people = (await client.users.listUsers({ limit: 100 })).data
    .map(({ email }) => email)
    .filter((email) => email.startsWith("person"));
  expect(people).toEqual(expect.arrayContaining(answered.people));
  for (const email of people) {
    const { status } = await newVisitor(runtime, project.id).post("/sign-in/email", {
      email,
      password: PASSWORD,
    });
    expect(status, email).toBe(200);
  }
  const created = await recordsOf(client, "user.created");
  expect(created.events).toEqual(created.entries);
}, 240_000);
