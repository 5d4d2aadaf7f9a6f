/**
 * An app's own query over `events.listEvents`, watched by a client: an event shows by itself, and
 * only what is asked for runs the query again.
 */
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { deployApp, repository } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";

let deployment: LocalDeployment;
let browser: ConvexClient;
beforeAll(async () => {
  deployment = await deployApp(null, join(repository, "test/support/guardedApp"));
  browser = new ConvexClient(deployment.cloudUrl, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  }); // it has what the client uses
});
afterAll(async () => {
  await browser.close();
  await deployment.close();
});

test("events show by themselves behind a cursor and in an organization, and those of others run nothing again", async () => {
  const runtime = deployedRuntime(deployment);
  const project = await newProject(runtime);
  const [client, stranger] = [runtime.client(project), runtime.client(await newProject(runtime))];
  const [here, there] = [
    await client.organizations.createOrganization({ name: "Here" }),
    await client.organizations.createOrganization({ name: "There" }),
  ];
  const { cursor } = await client.events.listEvents({ limit: 200 });
  const watch = (from: object) => {
    const answers: string[][] = [];
    browser.onUpdate(anyApi.feed!.types!, { projectId: project.id, ...from }, (types: string[]) =>
      answers.push(types),
    );
    return answers;
  };
  const [behind, inside] = [watch({ after: cursor }), watch({ organizationId: here.id })];
  await expect
    .poll(() => [behind.at(-1), inside.at(-1)], { timeout: 5_000, interval: 10 })
    .toEqual([[], ["organization.created"]]);

  await client.users.createUser({ email: "a@example.com", name: "A" });
  await expect
    .poll(() => behind.at(-1), { timeout: 5_000, interval: 10 })
    .toEqual(["user.created"]);
  await stranger.users.createUser({ email: "a@example.com", name: "A" });
  await client.organizations.updateOrganization({ organizationId: there.id, name: "Over there" });
  await client.organizations.updateOrganization({ organizationId: here.id, name: "Right here" });
  await expect
    .poll(() => [behind.at(-1), inside.at(-1)], { timeout: 5_000, interval: 10 })
    .toEqual([
      ["user.created", "organization.updated", "organization.updated"],
      ["organization.created", "organization.updated"],
    ]);
  expect(inside).toHaveLength(2);
  const runs = deployment.runner.metrics.calls().filter(({ path }) => path === "feed:types").length;
  await stranger.users.createUser({ email: "b@example.com", name: "B" });
  await client.organizations.updateOrganization({ organizationId: here.id, name: "Here" });
  await expect.poll(() => inside.at(-1)?.length, { timeout: 5_000, interval: 10 }).toBe(3);
  await expect.poll(() => behind.at(-1)?.length, { timeout: 5_000, interval: 10 }).toBe(4);
  expect(
    deployment.runner.metrics.calls().filter(({ path }) => path === "feed:types").length - runs,
  ).toBe(2);
});
