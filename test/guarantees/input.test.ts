/**
 * Whatever is sent: 200, or a 4xx that says what is wrong, and then nothing was written. A failing
 * property prints its seed, which reproduces it.
 */
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { errorStatus } from "../../convex/component/core/errors";
import { newProject, type TestProject } from "../support/runtime";
import { isWhole, takeShare } from "../support/share";
import {
  anyBody,
  bodyWith,
  brokenJson,
  hostileValues,
  noObjects,
  unknownNames,
} from "./support/hostile";
import {
  cursorFields,
  httpMethods,
  operations,
  type NamedOperation,
  type OperationName,
} from "./support/operations";
import type { Fixtures } from "./support/samples";
import {
  call,
  callerOf,
  httpStage,
  inputOf,
  newFixtures,
  otherChanges,
  send,
  wireAnswer,
  type HttpStage,
  type StoredRow,
  type WireAnswer,
  type WireOptions,
} from "./support/stage";

const MILLISECONDS_EACH = isWhole ? 500 : 75;

/**
 * Holds it for as many values as there is time for. What has begun is finished, unlike with
 * fast-check's own limit: it would write into the next test.
 */
async function holdsFor<T>(
  values: fc.Arbitrary<T>,
  check: (value: T) => Promise<void>,
  numRuns = 40,
): Promise<void> {
  const end = performance.now() + MILLISECONDS_EACH;
  const property = fc.asyncProperty(values, async (value) => {
    if (performance.now() < end) await check(value);
  });
  await fc.assert(property, { numRuns });
}

let stage: HttpStage;
let project: TestProject;
let fixtures: Fixtures;
let stored: StoredRow[] = [];
beforeAll(async () => {
  stage = await httpStage();
  await renew();
});

const MANY_ROWS = 600;
/** Of operations without a field that needs more. */
const usualBody = { name: "", maximumBody: 1024 * 1024 };

/**
 * Fresh resources, on a fresh stage before the engine, which walks all rows for each read, gets
 * slow.
 */
async function renew(operation?: NamedOperation): Promise<void> {
  if (stored.length > MANY_ROWS) stage = await httpStage();
  project = await newProject(stage.runtime);
  fixtures = await newFixtures(
    stage,
    project,
    operation && { of: [operation.name, ...readersOf(operation)] },
  );
  await stage.runtime.client(stage.admin).projects.getCurrentProject();
  await stage.runtime.run("tenancy/keyUse:fold"); // as the cron does each minute: for an hour no use is marked
  stored = await stage.rows();
}

const errorBody = z.strictObject({
  code: z.enum(Object.keys(errorStatus) as [keyof typeof errorStatus]),
  message: z.string().check(z.minLength(1), z.maxLength(5_000)),
  status: z.number(),
  requestId: z.string(),
  errors: z.optional(
    z
      .array(
        z.strictObject({
          field: z.string(),
          message: z.string().check(z.minLength(1)),
          code: z.string(),
        }),
      )
      .check(z.minLength(1), z.maxLength(20)),
  ),
  resourceId: z.optional(z.string()),
  type: z.string(),
  title: z.string(),
  detail: z.string(),
});
type ErrorBody = z.output<typeof errorBody>;

/** Sends it, and holds what holds for every request. Answers the error, or null for a success. */
async function attempt(
  operation: NamedOperation,
  body: object | string | Uint8Array,
  options: WireOptions = {},
): Promise<ErrorBody | null> {
  const mayWrite = operation.definition.kind === "mutation" && isOfContract(operation, body);
  if (mayWrite) await nothingWritten(); // by those before it
  const answer = await send(stage, operation, body, {
    key: callerOf(stage, operation.name, project).key,
    ...options,
  });
  if (answer.status === 200 && operation.definition.kind === "mutation") {
    expect(mayWrite, "only what the contract allows is done").toBe(true);
    if (!options.headers) await stillReadable(operation); // or the body is the sample
    await renew(operation);
    return null;
  }
  if (mayWrite) await nothingWritten();
  return checked(answer);
}

function isOfContract({ definition }: NamedOperation, body: object | string | Uint8Array): boolean {
  try {
    const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
    const {
      projectId: _p,
      environmentId: _e,
      ...input
    } = (typeof text === "string" ? JSON.parse(text.trim() === "" ? "{}" : text) : text) as Record<
      string,
      unknown
    >; // null throws, as it should
    return z.safeParse(definition.input, input).success;
  } catch {
    return false;
  }
}

/** Since the last `renew`. Looked at after what may write, and at the end for all that must not. */
async function nothingWritten(): Promise<void> {
  expect(otherChanges(stored, await stage.rows())).toEqual([]);
}
afterEach(nothingWritten);

function checked(answer: WireAnswer): ErrorBody | null {
  expect(answer.headers.get("x-request-id")).toBeTruthy();
  if (answer.status === 200) return null;
  expect(answer.status, answer.text.slice(0, 500)).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(500);
  const error = errorBody.parse(answer.body);
  expect(error.status).toBe(answer.status);
  expect(errorStatus[error.code]).toBe(answer.status);
  if (answer.status === 422) expect(error.errors, error.message).toBeDefined();
  return error;
}

/** The error is about the field, or about something in it. */
const names = (error: ErrorBody, field: string) =>
  error.errors?.some(
    (each) =>
      each.field === field ||
      each.field.startsWith(`${field}.`) ||
      each.field.startsWith(`${field}[`),
  ) === true;

const readersOf = ({ group }: NamedOperation): OperationName[] =>
  operations
    .filter(
      (each) =>
        each.definition.kind === "query" && [group, "events", "auditLogs"].includes(each.group),
    )
    .map(({ name }) => name);

/**
 * What got in can be read: by the operations of its group, and by those that follow what happens.
 * What it has taken away is not found, and a project takes its keys along.
 */
async function stillReadable(operation: NamedOperation): Promise<void> {
  const statuses = operation.name === "projects.deleteProject" ? [200, 401, 404] : [200, 404];
  for (const name of readersOf(operation)) {
    expect(statuses, `${name} still answers`).toContain(
      (await call(stage, project, name, inputOf(name, fixtures))).status,
    );
  }
}

const fieldsOf = ({ definition }: NamedOperation): readonly string[] =>
  Object.keys(definition.input.shape);
const withBodies = operations.filter((operation) => httpMethods(operation).includes("POST"));
const inputFields = operations
  .flatMap((operation) => fieldsOf(operation).map((field) => ({ ...operation, field })))
  .map((each, turn) => ({ ...each, turn }));

/** Optional, because another field may stand in for it, or not ask for it. */
const oneOfSeveral = [
  "users.stopImpersonating.sessionId",
  "users.hasPermission.userId",
  "users.hasPermission.permissions",
  "organizations.getOrganization.organizationId",
  "emails.saveProvider.fromEmail",
  "emails.send.data",
];
/** Optional where the secret was encrypted without any; the sample's was encrypted with some. */
const provesKnowledge = ["vault.decrypt.context", "vault.update.context"];
/** It is fine, and what is given with it is not. */
const excluding: Readonly<Record<string, string>> = { "emails.saveProvider.provider": "null" };

describe("a field that is not what it should be is named", () => {
  test.each(inputFields)("$name $field", async ({ field, turn, ...operation }) => {
    await renew(operation);
    let refused = 0;
    for (const value of takeShare(hostileValues, turn)) {
      if (excluding[`${operation.name}.${field}`] === value) continue;
      const error = await attempt(
        operation,
        bodyWith(inputOf(operation.name, fixtures), JSON.stringify(field), value),
      );
      if (error?.status !== 422) continue;
      refused++;
      expect(names(error, field), `${value.slice(0, 100)} → ${JSON.stringify(error.errors)}`).toBe(
        true,
      );
    }
    expect(refused).toBeGreaterThan(isWhole ? 10 : 1);
    const { [field]: _left, ...others } = inputOf(operation.name, fixtures) as Record<
      string,
      unknown
    >;
    const error = await attempt(operation, others);
    const isOptional = z.safeParse(operation.definition.input.shape[field]!, undefined).success;
    if (oneOfSeveral.includes(`${operation.name}.${field}`))
      expect(error).toMatchObject({ status: 422 });
    else if (provesKnowledge.includes(`${operation.name}.${field}`))
      expect(error).toMatchObject({ status: 403 });
    else if (isOptional) expect(error).toBeNull();
    else expect(error).toMatchObject({ status: 422, errors: [{ field, message: "Required" }] });
  });

  test.each(withBodies)("of $name, an unknown one", async (operation) => {
    await renew(operation);
    for (const name of unknownNames) {
      const error = await attempt(
        operation,
        bodyWith(inputOf(operation.name, fixtures), name, '{"polluted":true}'),
      );
      expect(error, name).toMatchObject({ status: 422 });
      const field = JSON.parse(name) as string;
      if (!name.includes("\\ud800"))
        expect(names(error!, field), `${name}: ${JSON.stringify(error!.errors)}`).toBe(true);
    }
    const many = await attempt(
      operation,
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`unknown${i}`, i])),
    );
    expect(many).toMatchObject({ status: 422 });
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("a body that is no JSON object is refused", () => {
  test.each(withBodies)("$name", async (operation) => {
    await renew(operation);
    for (const body of brokenJson)
      expect(await attempt(operation, body), String(body).slice(0, 50)).toMatchObject({
        status: 400,
        code: "invalid_json",
      });
    for (const body of noObjects)
      expect(await attempt(operation, body), body.slice(0, 50)).toMatchObject({
        status: 422,
        errors: [{ field: "" }],
      });
    const { name: field, maximumBody } = operation.definition.largeField ?? usualBody;
    const large = `{"metadata":"${"x".repeat(maximumBody)}"}`;
    expect(await attempt(operation, large)).toMatchObject({ status: 422, errors: [{ field }] });
  });
});

describe("anything at all is answered", () => {
  test.each(withBodies)("as the body of $name", async (operation) => {
    await renew(operation);
    await holdsFor(
      anyBody(fieldsOf(operation)),
      async (body) => void (await attempt(operation, body)),
    );
    await holdsFor(
      fc.uint8Array({ maxLength: 64 }),
      async (body) => void (await attempt(operation, body)),
      10,
    );
  });

  const reads = operations.filter((operation) => httpMethods(operation).includes("GET"));
  test.each(reads)("as query parameters of $name", async (operation) => {
    await renew(operation);
    const plain = hostileValues
      .filter((value) => value.length < 1_000)
      .map((value) => value.replace(/^"|"$/g, ""));
    for (const name of fieldsOf(operation)) {
      for (const value of plain)
        checked(await get(operation, `${name}=${encodeURIComponent(value)}`));
    }
    for (const name of ["unheardOf", "constructor", "__proto__", "toString", ""]) {
      expect(checked(await get(operation, `${name}=1`)), name).toMatchObject({
        status: 422,
        errors: expect.arrayContaining([expect.objectContaining({ field: name })]),
      });
    }
    const text = fc.oneof(
      fc.constantFrom(...fieldsOf(operation), ...plain),
      fc.string({ unit: "grapheme" }),
    );
    const query = fc.oneof(
      fc
        .array(fc.tuple(text, text), { maxLength: 5 })
        .map((pairs) => new URLSearchParams(pairs).toString()),
      fc.string({ unit: "binary-ascii" }).map((raw) => raw.replace("#", "")),
    );
    await holdsFor(query, async (search) => void checked(await get(operation, search)));
  });

  async function get({ definition, name }: NamedOperation, search: string): Promise<WireAnswer> {
    return await wireAnswer(
      await stage.runtime.fetch(`${definition.path}?${search}`, {
        headers: { authorization: `Bearer ${callerOf(stage, name, project).key}` },
      }),
    );
  }

  test.each(operations)("as headers of $name", async (operation) => {
    await renew(operation);
    // What `Headers` takes: bytes without CR, LF and NUL.
    const value = fc
      .oneof(
        fc.string({
          unit: fc.integer({ min: 0x01, max: 0xff }).map((code) => String.fromCharCode(code)),
        }),
        fc.string(),
      )
      .map((text) => text.replace(/[\r\n\0]|[^\0-\xff]/g, ""));
    const name = fc.constantFrom(
      "authorization",
      "x-api-key",
      "x-request-id",
      "idempotency-key",
      "content-type",
      "content-length",
      "accept",
      "origin",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-banata-project-id",
    );
    const headers = fc.dictionary(
      name,
      fc.oneof(
        value,
        value.map((text) => `Bearer ${text}`),
        fc.constantFrom("Bearer", "bearer  x", "x".repeat(10_000), "null"),
      ),
      { maxKeys: 4 },
    );
    await holdsFor(
      headers,
      async (odd) => {
        // Without what begins like a key, its path is the browsers' sign-in: test/sso.
        if (operation.name === "sso.getAuthorizationUrl" && "authorization" in odd) return;
        const error = await attempt(operation, inputOf(operation.name, fixtures), {
          key: null,
          headers: {
            authorization: `Bearer ${callerOf(stage, operation.name, project).key}`,
            ...odd,
          },
        });
        if ("authorization" in odd) expect(error).toMatchObject({ status: 401 });
      },
      15,
    );
  });
});

test("a request id is echoed when it is sane, and replaced when it is not", async () => {
  await renew();
  const [operation] = operations;
  for (const [given, echoed] of [
    ["req-1:a.b_C", true],
    ["x".repeat(128), true],
    ["x".repeat(129), false],
    ["a b", false],
    ["<script>", false],
    ["", false],
  ] as const) {
    const { headers } = await send(
      stage,
      operation!,
      {},
      { key: project.key, headers: { "x-request-id": given } },
    );
    expect(headers.get("x-request-id") === given, given).toBe(echoed);
  }
});

/**
 * What a list of a user's or an organization's things needs besides, with a second thing of each
 * kind there.
 */
async function withTwoOfEach({ definition }: NamedOperation): Promise<{
  id?: string;
  organizationId?: string;
  providerId?: string;
  role?: string;
  userId?: string;
}> {
  const { organizations, users, webhooks, domains } = stage.runtime.client(project);
  const requires = (field: string) =>
    field in definition.input.shape &&
    !z.safeParse(definition.input.shape[field]!, undefined).success;
  if (requires("userId")) {
    await users.impersonateUser({ userId: fixtures.ids.user });
    return { userId: fixtures.ids.user };
  }
  if (requires("id")) {
    await webhooks.sendTest(fixtures.ids.webhook); // the one list that is of something with an id alone
    return { id: fixtures.ids.webhook };
  }
  if (requires("providerId")) return { providerId: fixtures.ids.directory }; // it has two users and two groups
  const organizationId = fixtures.ids.organization;
  if (requires("role")) {
    const { heldRole: role, ids } = fixtures;
    await organizations.addMember({ organizationId, userId: ids.user, role });
    return { role };
  }
  if (!requires("organizationId")) return {};
  await organizations.addMember({ organizationId, userId: fixtures.ids.user, role: "member" });
  await organizations.sendInvitation({
    organizationId,
    email: "second@invited.example",
    role: "member",
  });
  await organizations.createTeam({ organizationId, name: "Second" });
  await domains.createVerification({ organizationId, domain: "second.example" });
  return { organizationId };
}

describe("only a cursor that the list itself made is followed", () => {
  const lists = operations.flatMap((operation) =>
    cursorFields(operation.definition).map((field) => ({ ...operation, field })),
  );
  test.each(lists)("$name $field", async ({ field, ...operation }) => {
    await renew();
    await newFixtures(stage, project);
    const list = { ...(await withTwoOfEach(operation)), limit: 1 };
    stored = await stage.rows();
    const { body } = await call(stage, project, operation.name, list);
    const { listMetadata, cursor } = body as { listMetadata?: { after: string }; cursor?: string }; // what lists answer
    const good = listMetadata?.after ?? cursor!;
    expect(await attempt(operation, { ...list, [field]: good })).toBeNull();

    const sealed = JSON.parse(atob(good.replaceAll("-", "+").replaceAll("_", "/"))) as [
      place: string,
      mac: string,
    ];
    const encoded = (value: unknown) =>
      btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");
    const forged = fc.oneof(
      fc.base64String({ minLength: 1, maxLength: 200 }),
      fc.string({ minLength: 1, maxLength: 200 }),
      fc.jsonValue({ stringUnit: "grapheme" }).map(encoded),
      fc.tuple(fc.string({ unit: "grapheme" }), fc.constant(sealed[1])).map(encoded),
      fc
        .tuple(
          fc.constant(sealed[0]),
          fc.oneof(
            fc.string({ unit: "grapheme" }),
            fc.constantFrom(
              "",
              sealed[1].slice(1),
              `${sealed[1]}0`,
              sealed[1].toUpperCase().replace(/^\d*$/, ""),
            ),
          ),
        )
        .map(encoded),
      fc
        .integer({ min: 0, max: good.length - 1 })
        .map((at) => good.slice(0, at) + good.slice(at + 1)),
    );
    await holdsFor(
      forged,
      async (cursorText) => {
        fc.pre(cursorText !== good && cursorText.length > 0 && cursorText.length <= 1024);
        expect(await attempt(operation, { ...list, [field]: cursorText })).toMatchObject({
          status: 422,
          errors: [{ field }],
        });
      },
      100,
    );
    // Nor with another order or filter than it was made for.
    if ("order" in operation.definition.input.shape)
      expect(await attempt(operation, { ...list, order: "asc", [field]: good })).toMatchObject({
        status: 422,
        errors: [{ field }],
      });
  });
});
