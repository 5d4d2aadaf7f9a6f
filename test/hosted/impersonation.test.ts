/** An impersonation that an operator starts in the console, in an app that knows nothing of it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { beginOperator, passSecondFactor, type Operator } from "../support/operators";
import { pathIn, type TestVisitor } from "../support/visitor";
import { begin, engines, neighbour, type Scene } from "../support/signIn";
import { beginFlow, exchange, newApp, openPage, REDIRECT, submit } from "../support/hosted";

const START = "https://app.example.com/sign-in?from=auth";

beforeEach(() => vi.stubEnv("BANATA_AUTH_PAGES", "hosted"));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

interface Staged {
  readonly scene: Scene;
  readonly operator: Operator;
  readonly userId: string;
  readonly clientId: string;
}

const newStartableApp = async (scene: Scene) =>
  (await newApp(scene, { initiateLoginUri: START })).clientId;

async function stageOf(start: (typeof engines)[number][1]): Promise<Staged> {
  const scene = await begin(start, { features: { hostedUi: true } });
  const { user } = await scene.admin.users.createUser(scene.ada);
  const operator = await beginOperator(scene.runtime, { projectId: scene.project.id });
  await passSecondFactor(scene.runtime, operator);
  return { scene, operator, userId: user.id, clientId: await newStartableApp(scene) };
}

const asKey = async ({ scene, userId, clientId }: Staged): Promise<string> =>
  pathIn((await scene.admin.users.startImpersonation({ userId, clientId })).url);

async function asOperator({ scene, operator, userId, clientId }: Staged): Promise<string> {
  const { status, body } = await operator.call("users.startImpersonation", {
    ...{ projectId: scene.project.id, userId, clientId, reason: "ticket 7" },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return pathIn(String(body.url));
}

type Browser = Pick<TestVisitor, "browse">;

/** Opens the link and presses its button. */
async function enter({ scene }: Staged, link: string, browser: Browser = scene) {
  const page = await openPage(browser, link);
  expect(page.status, page.text).toBe(200);
  return await submit({ ...browser, runtime: scene.runtime }, page);
}

/** The app begins a sign-in in the browser. */
async function signInto(
  { scene, clientId }: Pick<Staged, "scene" | "clientId">,
  browser: Browser = scene,
) {
  const begun = beginFlow(scene, clientId);
  const { next, text } = await openPage(browser, begun.path);
  const code = next?.searchParams.get("code") ?? null;
  const sent = { client_id: clientId, redirect_uri: REDIRECT, code_verifier: begun.verifier };
  return { ...begun, next, text, code, sent: { ...sent, code } };
}

const entered = async (stage: Staged, link: string) => {
  expect((await enter(stage, link)).next?.href).toContain(START);
  return await signInto(stage);
};

describe.each(engines)("%s", (_name, start) => {
  test("the app gets a session of the user that says who impersonates", async () => {
    const stage = await stageOf(start);
    const { scene, operator, userId, clientId } = stage;
    const link = await asOperator(stage);
    const page = await openPage(scene, link);
    expect(page.text).toContain("Use Shop as Ada?");
    const { next } = await enter(stage, link);
    expect(next?.origin + next!.pathname).toBe("https://app.example.com/sign-in");
    expect(Object.fromEntries(next!.searchParams)).toMatchObject({
      from: "auth",
      iss: expect.stringMatching(new RegExp(`/p/${scene.project.id}$`)) as string,
    });
    const flow = await signInto(stage);
    expect(flow.next?.searchParams.get("state")).toBe(flow.state);
    const answer = (await (await exchange(scene, flow.sent)).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({
      session: { userId, impersonatedBy: operator.id },
      user: { id: userId },
    });
    expect(Number(answer.expires_in)).toBeLessThanOrEqual(3_600);
    const log = await scene.admin.auditLogs.listEvents({ limit: 100 });
    const recorded = (action: string) => log.data.find((entry) => entry.action === action);
    const actor = { type: "admin", id: operator.id };
    expect(recorded("session.impersonation_started")).toMatchObject({ actor });
    expect(recorded("session.impersonated")).toMatchObject({ actor });
    const { data } = await scene.admin.events.listEvents({ eventTypes: ["session.impersonated"] });
    expect(data).toMatchObject([{ data: { reason: "ticket 7" } }]);
    // The next sign-in is an ordinary one, and another app has none.
    expect((await signInto(stage)).code).toBeNull();
    const again = await exchange(scene, flow.sent);
    expect(await again.json()).toMatchObject({ error: "invalid_grant" });
    expect((await scene.admin.users.listUserSessions(userId)).data).toEqual([]);
    expect((await openPage(scene, link)).status).toBe(410);
    expect(clientId).toMatch(/^cli_/);
  });

  test("a key starts one, which reaches no other browser, app or project", async () => {
    const stage = await stageOf(start);
    const { scene } = stage;
    const link = await asKey(stage);
    const foreign = await neighbour(scene, { features: { hostedUi: true } });
    const elsewhere = link.replace(scene.project.id, foreign.project.id);
    expect((await openPage(scene, elsewhere)).status).toBe(410);
    await enter(stage, link);
    expect((await signInto(stage, scene.visit())).code).toBeNull();
    const other = await newStartableApp(scene);
    expect((await signInto({ scene, clientId: other })).code).toBeNull();
    const { sent, code } = await signInto(stage);
    expect(code).not.toBeNull();
    expect((await exchange(scene, { ...sent, client_id: other })).status).toBe(400);
    expect((await exchange(scene, sent)).status).toBe(200);
  });
});

describe("ends", () => {
  const [[, start]] = engines;

  test.each([0, 1, 2])("when a minute has passed after step %i", async (steps) => {
    const stage = await stageOf(start);
    const link = await asOperator(stage);
    if (steps > 0) await enter(stage, link);
    const flow = steps > 1 ? await signInto(stage) : null;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_001 });
    if (flow) expect((await exchange(stage.scene, flow.sent)).status).toBe(400);
    else if (steps > 0) expect((await signInto(stage)).code).toBeNull();
    else expect((await openPage(stage.scene, link)).status).toBe(410);
  });

  type End = (stage: Staged) => Promise<unknown>;
  const endings: Readonly<Record<string, End>> = {
    "the operator's session": async ({ operator }) => await operator.client.signOut(),
    "the membership of the operator": async ({ scene, operator }) => {
      const { members } = await scene.admin.projects.listMembers();
      const { id } = members.find(({ operatorId }) => operatorId === operator.id)!;
      await scene.admin.projects.inviteMember({ email: "other@example.com", role: "owner" });
      await scene.runtime.setup("createOperatorLink", {
        ...{ email: `second-${operator.id}@example.com`, projectId: scene.project.id },
      });
      await scene.admin.projects.removeMember({ memberId: id });
    },
    "the user": async ({ scene, userId }) => await scene.admin.users.deleteUser(userId),
    "the state of the user's credentials": async ({ scene, userId }) =>
      await scene.admin.users.setUserPassword({ userId, newPassword: "another battery" }),
    "with a ban": async ({ scene, userId }) => await scene.admin.users.banUser({ userId }),
    "with the client": async ({ scene, clientId }) =>
      await scene.admin.authClients.updateClient({ clientId, disabled: true }),
    "with the page of the app": async ({ scene, clientId }) =>
      await scene.admin.authClients.updateClient({ clientId, initiateLoginUri: null }),
  };

  test.each(Object.entries(endings))("%s", async (_what, end) => {
    const unopened = await stageOf(start);
    const link = await asOperator(unopened);
    await end(unopened);
    expect((await openPage(unopened.scene, link)).status).toBe(410);

    const opened = await stageOf(start);
    await enter(opened, await asOperator(opened));
    await end(opened);
    expect((await signInto(opened)).code).toBeNull();

    const begun = await stageOf(start);
    const { sent, code } = await entered(begun, await asOperator(begun));
    expect(code).not.toBeNull();
    await end(begun);
    expect([400, 401]).toContain((await exchange(begun.scene, sent)).status);
  });

  test("with the role of the operator, and with the key", async () => {
    const stage = await stageOf(start);
    const { scene, userId, clientId } = stage;
    const { id, key } = await scene.admin.apiKeys.createKey({
      ...{ name: "support", permissions: ["user.impersonate"] },
    });
    const { users } = scene.runtime.client({ id: scene.project.id, key });
    const { url } = await users.startImpersonation({ userId, clientId });
    const { sent } = await entered(stage, pathIn(url));
    await scene.admin.apiKeys.updateKey({ keyId: id, permissions: ["user.read"] });
    expect((await exchange(scene, sent)).status).toBe(400);
    await scene.admin.apiKeys.updateKey({ keyId: id, permissions: ["user.impersonate"] });
    await scene.admin.users.setRole({ userId, role: "super_admin" });
    expect((await exchange(scene, sent)).status).toBe(400);
    await scene.admin.users.setRole({ userId, role: "user" });
    expect((await exchange(scene, sent)).status).toBe(200);
  });
});

test("says what is missing", async () => {
  const [[, start]] = engines;
  const { scene, userId, clientId } = await stageOf(start);
  const { users, configuration } = scene.admin;
  const bare = await newApp(scene);
  const refusal = async (input: { userId: string; clientId: string }) =>
    await users.startImpersonation(input).then(
      () => null,
      (error: unknown) => error,
    );
  expect(await refusal({ userId, clientId: bare.clientId })).toMatchObject({
    status: 409,
    message: expect.stringContaining("initiateLoginUri") as string,
  });
  vi.stubEnv("BANATA_AUTH_PAGES", "console");
  expect(await refusal({ userId, clientId })).toMatchObject({ status: 409 });
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  await configuration.saveDashboardConfig({ features: { hostedUi: false } });
  expect(await refusal({ userId, clientId })).toMatchObject({
    status: 409,
    message: expect.stringContaining("features.hostedUi") as string,
  });
});
