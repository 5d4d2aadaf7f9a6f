/**
 * Nothing crosses projects: for every operation of the contract, whatever one project's caller
 * sends of another project's.
 */
import fc from "fast-check";
import * as z from "zod/mini";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { newProject, type TestProject } from "../support/runtime";
import { takeShare } from "../support/share";
import {
  cursorFields,
  httpMethods,
  idFields,
  operations,
  withValue,
  type NamedOperation,
  type OperationName,
} from "./support/operations";
import { contractStage } from "./support/contractStage";
import { declaredAnswers } from "./support/foreignIds";
import type { Fixtures } from "./support/samples";
import {
  call,
  changesBetween,
  httpStage,
  inProcessStage,
  inputOf,
  newFixtures,
  rowsOf,
  send,
  textOf,
  wireAnswer,
  type Answer,
  type HttpStage,
  type Stage,
} from "./support/stage";

const MARK = "Alpharetta";

interface Scene {
  readonly stage: Stage;
  /** The one whose things are asked for. */
  readonly a: TestProject;
  readonly fixtures: Fixtures;
  /** One who asks and is refused. Who may get through is made anew for each test. */
  readonly b: TestProject;
  readonly fixturesOfB: Fixtures;
}

async function sceneOn(stage: Stage): Promise<Scene> {
  const a = await newProject(stage.runtime, { name: `${MARK} Inc` });
  const fixtures = await newFixtures(stage, a, { mark: MARK });
  const client = stage.runtime.client(a);
  for (let i = 0; i < 3; i++) {
    const { ids, key } = await newFixtures(stage, a, { mark: MARK });
    await client.users.banUser({ userId: ids.user, banReason: `${MARK} ban` });
    await client.users.updateUser({ userId: ids.user, name: `${MARK} changed` });
    await client.apiKeys.createKey({
      name: `${MARK} bound`,
      organizationId: ids.organization,
      permissions: ["user.read"],
    });
    await client.apiKeys.rotateKey(ids.apiKey);
    await client.apiKeys.verifyKey({ key });
  }
  await client.users.impersonateUser({ userId: fixtures.ids.user, reason: `${MARK} again` });
  await client.configuration.saveDashboardConfig({
    sessions: { corsOrigins: [`https://${MARK.toLowerCase()}.example`] },
    branding: { customCss: `.${MARK} {}` },
  });
  for (const each of ["a", "b"]) {
    const { user } = await client.users.createUser({
      email: `${each}.${fixtures.email}`,
      name: `${MARK} ${each}`,
    });
    const inside = { organizationId: fixtures.ids.organization };
    const role = ["member", fixtures.heldRole];
    await client.organizations.addMember({ ...inside, userId: user.id, role });
    await client.organizations.sendInvitation({
      ...inside,
      email: `c.${user.email}`,
      role: "member",
    });
    await client.organizations.createTeam({ ...inside, name: `${MARK} ${each}` });
    await client.domains.createVerification({ ...inside, domain: `${each}.${MARK}.example` });
  }
  await client.users.deleteUser((await newFixtures(stage, a, { mark: MARK })).ids.user);
  await client.apiKeys.deleteKey({
    keyId: (await newFixtures(stage, a, { mark: MARK })).ids.apiKey,
  });
  const b = await newProject(stage.runtime);
  return { stage, a, fixtures, b, fixturesOfB: await newFixtures(stage, b) };
}

/** Runs it, and holds that nothing of the project changed by it. */
async function untouched<T>({ stage, a }: Scene, run: () => Promise<T>): Promise<T> {
  const before = rowsOf(await stage.rows(), a);
  const result = await run();
  expect(changesBetween(before, rowsOf(await stage.rows(), a))).toEqual([]);
  return result;
}

/** Everything by which one could recognise the project's things: its ids, addresses and names. */
async function marksOf({ stage, a }: Scene): Promise<string[]> {
  const ids =
    textOf(rowsOf(await stage.rows(), a)).match(/\b[a-z]+_[0-9A-HJKMNP-TV-Z]{26}\b/g) ?? [];
  expect(ids.length).toBeGreaterThan(50);
  return [...new Set([...ids, MARK, MARK.toLowerCase()])];
}

function showsNothing(marks: readonly string[], answer: Answer, sent: object = {}): void {
  const [text, own] = [textOf(answer.body), textOf(sent)];
  expect(marks.filter((mark) => text.includes(mark) && !own.includes(mark))).toEqual([]);
}

const withIds = operations.flatMap((operation) =>
  idFields(operation.definition).map((field) => ({
    ...operation,
    field,
    label: `${operation.name}.${field.path.join(".")}`,
  })),
);
const withCursors = operations.flatMap((operation) =>
  cursorFields(operation.definition).map((field) => ({
    ...operation,
    field,
    label: `${operation.name} ${field}`,
  })),
);

type Taken = <T extends Pick<NamedOperation, "definition">>(
  listed: readonly T[],
  turn: number,
) => readonly T[];
const takeAll: Taken = (listed) => listed;
const takeThird: Taken = (listed, turn) => takeShare(listed, turn);
const takeShareBySession: Taken = (listed, turn) =>
  takeShare(
    listed.filter(({ definition }) => definition.inImpersonation !== undefined),
    turn,
  );

describe.each([
  ["over HTTP", httpStage, takeAll],
  // Below the transport the code is the same. Another third in each group of tests, so that every
  // operation is in one of them.
  ["in process", inProcessStage, takeThird],
  ["as functions of the app, by session", contractStage, takeShareBySession],
] as const)("%s", (_transport, start, taken) => {
  let scene: Scene;
  let marks: string[];
  beforeAll(async () => {
    scene = await sceneOn(await start());
    marks = await marksOf(scene);
  });

  afterEach(async () => await scene.stage.forgetAllBut(scene.a, scene.b, scene.stage.admin));

  test.each(taken(withIds, 0))(
    "another project's id is not found: $label",
    async ({ name, field, label }) => {
      const { stage, fixtures } = scene;
      const b = await newProject(stage.runtime);
      const foreign = fixtures.ids[field.kind as keyof Fixtures["ids"]];
      expect(foreign, `support/samples.ts has no fixture for ids of kind ${field.kind}`).toBeTypeOf(
        "string",
      );
      const input = withValue(
        inputOf(name, await newFixtures(stage, b, { of: name })),
        field.path,
        foreign,
      );
      const answer = await untouched(scene, async () => await call(stage, b, name, input));
      const check = declaredAnswers[label as keyof typeof declaredAnswers];
      if (check) check(answer);
      else expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
      showsNothing(marks, answer, input);
    },
  );

  test.each(taken(operations, 1))(
    "what another project's own call says changes and shows nothing of it: $name",
    async ({ name }) => {
      const { stage, fixtures } = scene;
      const b = await newProject(stage.runtime);
      const input = inputOf(name, fixtures);
      showsNothing(
        marks,
        await untouched(scene, async () => await call(stage, b, name, input)),
        input,
      );
    },
  );

  test.each(taken(operations, 2))(
    "a project's own answers show nothing of another: $name",
    async ({ name }) => {
      const { stage } = scene;
      const b = await newProject(stage.runtime);
      const input = inputOf(name, await newFixtures(stage, b, { of: name }));
      const answer = await untouched(scene, async () => await call(stage, b, name, input));
      showsNothing(marks, answer, input);
    },
  );

  test.each(taken(operations, 0))(
    "a projectId of another project is refused: $name",
    async ({ name }) => {
      const { stage, a, b, fixturesOfB } = scene;
      const input = { ...inputOf(name, fixturesOfB), projectId: a.id };
      expect(await untouched(scene, async () => await call(stage, b, name, input))).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
    },
  );

  test.each(taken(withCursors, 1))(
    "another project's cursor is refused: $label",
    async ({ name, field }) => {
      const { stage, a, b, fixtures, fixturesOfB } = scene;
      const cursor = await cursorOf(stage, a, name, requiredOf(name, fixtures));
      const own = await call(stage, a, name, {
        ...requiredOf(name, fixtures),
        limit: 1,
        [field]: cursor,
      });
      expect(own.status, "the cursor is good where it comes from").toBe(200);
      const answer = await untouched(
        scene,
        async () =>
          await call(stage, b, name, {
            ...requiredOf(name, fixturesOfB),
            limit: 1,
            [field]: cursor,
          }),
      );
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ field, code: "invalid_cursor" }] },
      });
      showsNothing(marks, answer);
    },
  );

  const writes = operations.filter(
    ({ definition }) => definition.kind === "mutation" && !definition.repeatable,
  );
  test.each(taken(writes, 2))("an idempotency key is the caller's own: $name", async ({ name }) => {
    const { stage } = scene;
    const [one, other] = [await newProject(stage.runtime), await newProject(stage.runtime)];
    const idempotencyKey = `shared-${name}`;
    // As far as the operation allows, the two send the very same input.
    const shared = await newFixtures(stage, one, { of: name });
    const inputs = [
      inputOf(name, shared),
      inputOf(name, { ...(await newFixtures(stage, other, { of: name })), unique: shared.unique }),
    ];
    const first = await call(stage, one, { name, idempotencyKey }, inputs[0]!);
    const second = await call(stage, other, { name, idempotencyKey }, inputs[1]!);
    expect(second).not.toMatchObject({ body: { code: "secret_already_shown" } });
    expect(second).not.toMatchObject({ body: { errors: [{ code: "idempotency_key_reused" }] } });
    const ofOne = (await marksIn(stage, one)).filter((id) => textOf(second.body).includes(id));
    expect(ofOne).toEqual([]);
    // And the first caller's replay is still its own. What gives a member the permission to delete
    // a connection or directory is its organization, which nothing names any more.
    const isAuthorizedByResource =
      ["sso.deleteConnection", "directories.deleteDirectory"].includes(name) &&
      stage.callAs !== undefined;
    if (first.status === 200 && !secretOf(name) && !isAuthorizedByResource)
      expect(await call(stage, one, { name, idempotencyKey }, inputs[0]!)).toEqual(first);
  });
});

const secretOf = (name: OperationName) =>
  operations.find((operation) => operation.name === name)?.definition.secret === true;

async function marksIn(stage: Stage, project: TestProject): Promise<string[]> {
  return [
    ...new Set(
      textOf(rowsOf(await stage.rows(), project)).match(/\b[a-z]+_[0-9A-HJKMNP-TV-Z]{26}\b/g) ?? [],
    ),
  ];
}

/** Of a list's sample input, what it cannot do without: the ids of what it is a list of. */
function requiredOf(name: OperationName, fixtures: Fixtures): object {
  const { input } = operations.find((operation) => operation.name === name)!.definition; // a name of the same list
  const given = Object.entries(inputOf(name, fixtures)).filter(
    ([field]) =>
      !z.safeParse(input.shape[field]!, undefined).success ||
      // Only keys may leave the organization out.
      (["sso.listConnections", "directories.listDirectories"].includes(name) &&
        field === "organizationId"),
  ); // the sample's own fields
  return Object.fromEntries(given);
}

async function cursorOf(
  stage: Stage,
  project: TestProject,
  name: OperationName,
  required: object,
): Promise<string> {
  const { body } = await call(stage, project, name, { ...required, limit: 1 });
  const { listMetadata, cursor } = body as {
    listMetadata?: { after: string | null };
    cursor?: string;
  }; // what lists answer
  const found = listMetadata?.after ?? cursor;
  expect(found, `${name} takes a cursor, so it answers one`).toBeTypeOf("string");
  return found!;
}

describe("over HTTP", () => {
  let stage: HttpStage;
  let scene: Scene;
  beforeAll(async () => {
    stage = await httpStage();
    scene = await sceneOn(stage);
  });
  afterEach(async () => await stage.forgetAllBut(scene.a, scene.b, stage.admin));

  test.each(
    operations.flatMap((operation) =>
      httpMethods(operation).map((method) => ({ ...operation, http: method })),
    ),
  )("another project's path is refused: $http $name", async ({ http, ...operation }) => {
    const { a } = scene;
    const b = await newProject(stage.runtime);
    const input = inputOf(operation.name, await newFixtures(stage, b, { of: operation.name }));
    const options = { key: b.key, method: http };
    const answer = await untouched(
      scene,
      async () => await send(stage, operation, input, { ...options, prefix: `/p/${a.id}` }),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: "authentication_required" } });
    expect(
      (await send(stage, operation, input, { ...options, prefix: `/p/${b.id}` })).status,
      "its own is not",
    ).not.toBe(401);
  });

  /** What needs no credential: the client that is named says of which project the answer is. */
  const open = operations
    .filter(({ definition }) => definition.public)
    .flatMap((operation) =>
      httpMethods(operation).map((method) => ({ ...operation, http: method })),
    );
  test.each(open)(
    "without a credential only the project of the named client is shown, and it is read by nobody else's path: $http $name",
    async ({ http, ...operation }) => {
      const { a, b, fixtures, fixturesOfB } = scene;
      const ask = async (of: Fixtures, more: object = {}, prefix = "") =>
        await send(
          stage,
          operation,
          { ...inputOf(operation.name, of), ...more },
          { method: http, prefix },
        );
      const marks = await marksOf(scene);
      const own = await untouched(scene, async () => await ask(fixturesOfB));
      expect(own.status).toBe(200);
      showsNothing(marks, own);

      const shown = await untouched(scene, async () => await ask(fixtures));
      expect(shown.status).toBe(200);
      // Of the project's rows nothing but the client that was named: its id, and no other id there
      // is.
      expect([...new Set(textOf(shown.body).match(/\b[a-z]+_[0-9A-HJKMNP-TV-Z]{26}\b/g))]).toEqual([
        fixtures.ids.client,
      ]);
      expect(await ask(fixtures, {}, `/p/${a.id}`)).toMatchObject({
        status: 200,
        body: shown.body,
      });
      expect(await ask(fixtures, {}, `/p/${b.id}`)).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
      expect(await ask(fixtures, { projectId: b.id })).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
      for (const clientId of [fixtures.ids.user, "cli_01J0000000000000000000000Z", "x"])
        expect(await ask(fixtures, { clientId })).toMatchObject({
          status: 404,
          body: { code: "not_found" },
        });
    },
  );

  test("a route that is not in the contract answers 404 or 405 and writes nothing", async () => {
    const routes = new Set(
      operations.flatMap((operation) =>
        httpMethods(operation).map((method) => `${method} ${operation.definition.path}`),
      ),
    );
    routes.add("POST /banata/portal/generate-link"); // the second path of portal.generateLink
    const part = fc.oneof(
      fc.constantFrom(
        "api",
        "auth",
        "admin",
        "banata",
        "p",
        "internal",
        "setup",
        "get-user",
        "..",
        "%2e%2e",
        "",
        "%00",
        "a b",
      ),
      fc.webSegment(),
    );
    const near = fc
      .constantFrom(...operations.map(({ definition }) => definition.path))
      .chain((path) =>
        fc.constantFrom(
          `${path}/`,
          `${path}/x`,
          `/${path}`,
          path.toUpperCase(),
          path.slice(0, -1),
          `${path}%00`,
          `/x${path}`,
          path.replace("/api/auth", ""),
          path.replaceAll("/", "//"),
          path,
        ),
      );
    const anyPath = fc.oneof(
      near,
      fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`),
    );
    const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");
    const { id, key } = await newProject(stage.runtime);
    const before = await stage.rows();
    await fc.assert(
      fc.asyncProperty(
        method,
        anyPath,
        fc.constantFrom("", `/p/${id}`),
        async (http, path, prefix) => {
          const { pathname } = new URL(`https://some.convex.site${prefix}${path}`);
          fc.pre(!routes.has(`${http} ${pathname.replace(/^\/p\/[^/]+(?=\/)/, "")}`));
          const body = http === "GET" || http === "HEAD" ? {} : { body: "{}" };
          const answer = await wireAnswer(
            await stage.runtime.fetch(`${prefix}${path}`, {
              method: http,
              headers: { authorization: `Bearer ${key}` },
              ...body,
            }),
          );
          // The question of a browser has an answer everywhere, which is a no.
          if (http === "OPTIONS")
            expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
              204,
              null,
            ]);
          else expect([404, 405]).toContain(answer.status);
        },
      ),
      { numRuns: 400 },
    );
    expect(changesBetween(before, await stage.rows())).toEqual([]);
  });
});
