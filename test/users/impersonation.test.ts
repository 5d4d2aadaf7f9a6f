/** What an impersonation may do: read, and change its own session; nothing that outlives it. */
import { beforeAll, describe, expect, test } from "vitest";
import { componentsGeneric } from "convex/server";
import type { ComponentApi } from "../../convex/component/_generated/component";
import { convexTransport } from "../../src/index";
import { type WireClient, wireClient } from "../support/wireClient";
import { everyOperation, httpMethods, type OperationName } from "../guarantees/support/operations";
import type { Fixtures } from "../guarantees/support/samples";
import {
  httpStage,
  inputOf,
  newFixtures,
  otherChanges,
  send,
  type HttpStage,
} from "../guarantees/support/stage";
import { inProcessRuntime, newProject, type TestProject } from "../support/runtime";
import { failureOf } from "../support/transports";

const bySession = everyOperation.filter(
  ({ definition }) => definition.inImpersonation !== undefined,
);
const allowed = bySession.filter(({ definition }) => definition.inImpersonation);
const refused = bySession.filter(({ definition }) => !definition.inImpersonation);

let stage: HttpStage;
let project: TestProject;
let client: WireClient;
beforeAll(async () => {
  stage = await httpStage();
  project = await newProject(stage.runtime);
  client = stage.runtime.client(project);
});

/** The owner of the fixtures' organization, who may do everything in the project too. */
async function impersonated({ ids, email }: Fixtures): Promise<string> {
  const { user } = await client.users.createUser({
    email: `invited.${email}`,
    name: "Ada",
    emailVerified: true,
    role: "super_admin",
  });
  await client.organizations.addMember({
    organizationId: ids.organization,
    userId: user.id,
    role: "owner",
  });
  const { session } = await client.users.impersonateUser({ userId: user.id });
  return session.token;
}

/** Where `userId` names somebody else than the caller. */
const aboutOthers: readonly OperationName[] = [
  "organizations.addMember",
  "directories.getUser",
  "directories.listGroups",
];

function inputFor(name: OperationName, fixtures: Fixtures): object {
  if (name === "users.stopImpersonating") return {};
  const { userId, ...input } = inputOf(name, fixtures) as Record<string, unknown>;
  return aboutOthers.includes(name) ? { ...input, userId } : input;
}

describe("by session", () => {
  test("no mutation is allowed but those of the session itself, and every read is", () => {
    expect(
      allowed.flatMap(({ name, definition }) => (definition.kind === "mutation" ? name : [])),
    ).toEqual(["users.stopImpersonating", "organizations.setActiveOrganization"]);
    expect(
      refused.flatMap(({ name, definition }) => (definition.kind === "query" ? name : [])),
    ).toEqual([]);
  });

  test.each(refused)("refused, and nothing changes: $name", async ({ name, ...operation }) => {
    const fixtures = await newFixtures(stage, project, { of: name, and: ["organization"] });
    const token = await impersonated(fixtures);
    const before = await stage.rows();
    const answer = await send(stage, { name, ...operation }, inputFor(name, fixtures), {
      key: token,
      prefix: `/p/${project.id}`,
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "forbidden", errors: [{ field: "", code: "impersonation" }] },
    });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  });

  test.each(allowed)("allowed: $name", async ({ name, ...operation }) => {
    const fixtures = await newFixtures(stage, project, { of: name, and: ["organization"] });
    const token = await impersonated(fixtures);
    for (const method of httpMethods({ name, ...operation })) {
      const answer = await send(stage, { name, ...operation }, inputFor(name, fixtures), {
        key: token,
        method,
        prefix: `/p/${project.id}`,
      });
      expect(answer.status, answer.text).toBe(200);
    }
  });
});

test("in process, a client that acts as an impersonation's session is refused too", async () => {
  const runtime = inProcessRuntime();
  const { id: projectId, key } = await newProject(runtime);
  const app = runtime.client({ id: projectId, key });
  const { user } = await app.users.createUser({ email: "ada@example.com", name: "Ada" });
  const { session } = await app.users.impersonateUser({ userId: user.id });
  const { banataAuth } = componentsGeneric() as unknown as { banataAuth: ComponentApi }; // registered under this name
  const failure = await failureOf(
    runtime.engine.action(async (ctx) => {
      const { organizations } = wireClient({
        transport: convexTransport(ctx, banataAuth, { projectId, as: { sessionId: session.id } }),
      });
      return await organizations.createOrganization({ name: "Left behind" });
    }),
  );
  expect(failure).toMatchObject({ status: 403, errors: [{ code: "impersonation" }] });
});
