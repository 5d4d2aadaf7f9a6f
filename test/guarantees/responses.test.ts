/**
 * Answers have exactly the fields that the published contract declares, the same over both
 * transports, and never a secret.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { contract } from "../../convex/component/contract";
import { openApiDocument } from "../../scripts/openApi";
import { dereference } from "../support/dereference";
import { newProject, type TestProject } from "../support/runtime";
import { mismatches, type JsonSchema } from "./support/jsonSchema";
import {
  httpMethods,
  operations,
  type NamedOperation,
  type OperationName,
} from "./support/operations";
import {
  call,
  callerOf,
  httpStage,
  inProcessStage,
  inputOf,
  newFixtures,
  send,
  textOf,
  type HttpStage,
  type Stage,
  type StoredRow,
} from "./support/stage";

/** Fixtures that a runtime is given before another one takes over. */
const RUNTIME_CALLS = 10;
const document = dereference(openApiDocument(contract)) as unknown as {
  paths: Record<
    string,
    Record<
      string,
      { responses: { 200: { content: { "application/json": { schema: JsonSchema } } } } }
    >
  >;
};

/** The schema of the answer as `openapi.json` publishes it. */
function publishedSchema({ definition }: NamedOperation): JsonSchema {
  return document.paths[definition.path]![definition.method === "GET" ? "get" : "post"]!
    .responses[200].content["application/json"].schema;
}

/**
 * Every operation once, in the contract's order, on resources of their own in one project that has
 * all kinds of rows.
 */
async function everyAnswer(stage: Stage): Promise<Map<OperationName, unknown>> {
  const answers = new Map<OperationName, unknown>();
  const project = await newProject(stage.runtime);
  for (const { name } of operations) {
    const owner = callerOf(stage, name, project);
    const fixtures = await newFixtures(
      stage,
      owner === project ? project : await newProject(stage.runtime),
      { of: name },
    );
    const { status, body } = await call(stage, owner, name, inputOf(name, fixtures));
    expect(status, `${name} ${textOf(body)}`).toBe(200);
    answers.set(name, body);
  }
  return answers;
}

describe("an answer has exactly the declared fields, over both transports alike", () => {
  let overHttp: Map<OperationName, unknown>;
  let inProcess: Map<OperationName, unknown>;
  beforeAll(async () => {
    overHttp = await everyAnswer(await httpStage());
    inProcess = await everyAnswer(await inProcessStage());
  }, 300_000);

  test.each(operations)("$name", (operation) => {
    const schema = publishedSchema(operation);
    expect(mismatches(schema, overHttp.get(operation.name))).toEqual([]);
    expect(mismatches(schema, inProcess.get(operation.name))).toEqual([]);
    expect(anonymous(inProcess.get(operation.name))).toEqual(
      anonymous(overHttp.get(operation.name)),
    );
  });

  test("lists have items to look at", () => {
    const lists = operations.filter(({ name }) =>
      /"(data|projects|templates|members|factors|accounts)":\[|^\[/.test(
        textOf(overHttp.get(name)),
      ),
    );
    expect(lists.length).toBeGreaterThan(4);
    for (const { name } of lists)
      expect(textOf(overHttp.get(name)), name).not.toMatch(
        /"(data|projects|templates|members|factors|accounts)":\[\]|^\[\]/,
      );
  });

  test("free JSON comes back as it went in", () => {
    expect(overHttp.get("users.createUser")).toMatchObject({
      user: { metadata: { plan: "pro", nested: { $key: ["ü", 1, null] } } },
    });
  });
});

/** Without what is another one each time: ids, times, random texts, and who called. */
function anonymous(value: unknown): unknown {
  const text = textOf(value)
    .replace(/\bwhsec_[\w+/]{43}=/g, "whsec_…")
    .replace(/\b(clisec|scim)_[0-9a-f]+/g, "$1_…")
    .replace(/\b([a-z]+)_[0-9A-HJKMNP-TV-Z]{26}/g, "$1_…")
    .replace(/\b(sk_[a-z]+_)[0-9A-Za-z]{4}(?:[0-9A-Za-z]{28})?\b/g, "$1…")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/\b1[6-9]\d{11}\b/g, "0")
    .replace(/"(after|before|cursor)":"[\w-]+"/g, '"$1":"<cursor>"')
    .replace(/\b(req|x|n_x|u_x|c_x|project-x|renamed-x|test-)[\w-]{4,}/g, "$1…")
    .replace(/"actor":\{[^}]*\}/g, '"actor":{}')
    .replace(/"(inviterId|impersonatedBy|recordedBy)":"[^"]*"/g, '"$1":"<actor>"')
    .replace(/"latencyMilliseconds":\d+/g, '"latencyMilliseconds":0')
    .replace(/(portal\/open#)[0-9a-f]{64}/g, "$1…")
    .replace(/"createdBy":\{[^}]*\}/g, '"createdBy":{}')
    .replace(/"token":"[0-9a-f]{64}"/g, '"token":"…"')
    .replace(/(banata-domain-verification=)[0-9a-f]{64}/g, "$1…")
    .replace(/((?:sso\/start|impersonation)\?token=)[0-9a-f]{64}/g, "$1…")
    .replace(/"accessToken":"eyJ[^"]*"/g, '"accessToken":"…"')
    .replace(/\bp_x\w+/g, "p_…")
    .replace(/\+491\d{9}/g, "<number>");
  return inOrder(JSON.parse(text));
}

/** What was made in one millisecond is in no order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(inOrder).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, inOrder(item)]));
}

describe("no answer, event, audit entry or stored row shows a secret", () => {
  const password = "correct-horse-battery-staple-42";
  let stage: HttpStage;
  let project: TestProject;
  /** Everything that was answered. */
  let texts: {
    readonly name: OperationName;
    readonly status: number;
    readonly text: string;
    readonly sent: string;
  }[];
  /** Raw keys, tokens, secrets and passwords: on no row, and in the one answer that shows each. */
  let plain: Set<string>;
  /** Everything that was stored. */
  const rows: StoredRow[] = [];

  async function remember(
    operation: NamedOperation,
    input: object,
    key: string,
    method: string,
  ): Promise<void> {
    const answer = await send(stage, operation, input, {
      key,
      method,
      headers: { "idempotency-key": `once-${texts.length}` },
    });
    texts.push({
      name: operation.name,
      status: answer.status,
      text: answer.text,
      sent: textOf(input),
    });
    if (operation.definition.secret && answer.status === 200)
      for (const { text } of secretTexts(answer.body)) plain.add(text);
  }

  /**
   * Another runtime before this one gets slow: the engine walks all rows for each read. What was
   * stored here is looked at in the end.
   */
  async function renew(): Promise<void> {
    rows.push(...(await stage.rows()));
    stage = await httpStage();
    project = await newProject(stage.runtime);
    for (const { key } of [project, stage.admin]) plain.add(key);
  }

  beforeAll(async () => {
    stage = await httpStage();
    project = await newProject(stage.runtime);
    texts = [];
    plain = new Set([password, project.key, stage.admin.key]);
    let calls = 0;
    for (const operation of operations) {
      for (const method of httpMethods(operation)) {
        if (++calls % RUNTIME_CALLS === 0) await renew();
        const owner = callerOf(stage, operation.name, project);
        const fixtures = await newFixtures(
          stage,
          owner === project ? project : await newProject(stage.runtime),
          { of: operation.name },
        );
        for (const secret of fixtures.secrets) plain.add(secret);
        const secrets = Object.fromEntries(
          secretFields(operation).map((field) => [field, password]),
        );
        await remember(
          operation,
          { ...inputOf(operation.name, fixtures), ...secrets },
          owner.key,
          method,
        );
        // Refusals too: an unknown field, and a wrong type next to the secret.
        await remember(
          operation,
          { ...inputOf(operation.name, fixtures), ...secrets, unheardOf: 1 },
          owner.key,
          method,
        );
        for (const field of Object.keys(operation.definition.input.shape))
          await remember(
            operation,
            { ...inputOf(operation.name, fixtures), ...secrets, [field]: { not: "this" } },
            owner.key,
            method,
          );
      }
    }
    // And what those calls left for later readers.
    for (const operation of operations.filter(({ definition }) => definition.kind === "query")) {
      if (++calls % RUNTIME_CALLS === 0) await renew();
      const limit = "limit" in operation.definition.input.shape ? { limit: 100 } : {};
      await remember(
        operation,
        {
          ...inputOf(operation.name, await newFixtures(stage, project, { of: operation.name })),
          ...limit,
        },
        project.key,
        httpMethods(operation)[0]!,
      );
    }
    rows.push(...(await stage.rows()));
    expect(texts.filter(({ status }) => status === 200).length).toBeGreaterThan(operations.length);
    expect(plain.size).toBeGreaterThan(operations.length);
  }, 300_000);

  test("a secret is in the answer that declares it, once, and in no other", () => {
    const shownBy = new Map<string, string[]>();
    for (const { name, text } of texts)
      for (const secret of plain)
        for (let found = text.split(secret).length - 1; found > 0; found--)
          shownBy.set(secret, [...(shownBy.get(secret) ?? []), name]);
    const declared = new Set<string>(
      operations.filter(({ definition }) => definition.secret).map(({ name }) => name),
    );
    declared.add("vault.decrypt"); // in a field `data`, and as often as it is called
    for (const [, names] of shownBy)
      expect(names).toEqual([expect.toSatisfy((name: string) => declared.has(name))]);
    expect(shownBy.size, "the operations that show a secret did").toBeGreaterThanOrEqual(
      declared.size,
    );
  });

  test("no row holds a key or a password in the plain", () => {
    expect(rows.some(({ _table }) => _table === "accounts")).toBe(true);
    expect(rows.some(({ _table }) => _table === "idempotencyKeys")).toBe(true);
    const stored = rows.map((row) => ({ where: row._table, text: textOf(row) }));
    const everything = stored.map(({ text }) => text).join("\n");
    const found = [...plain].filter((secret) => everything.includes(secret));
    expect(stored.filter(({ text }) => found.some((secret) => text.includes(secret)))).toEqual([]);
  });

  test("a hash or sealed text is on its own row, and in no answer, event or audit entry", () => {
    const hidden = (field: string) => /^hash$|Hash$|^sealed/.test(field);
    const hashes = new Set(
      rows.flatMap((row) =>
        textFields(row).flatMap(({ field, text }) => (hidden(field) ? [text] : [])),
      ),
    );
    expect(hashes.size).toBeGreaterThan(operations.length);
    const others = (row: object) =>
      JSON.stringify(row, (field, value: unknown) =>
        hidden(field) ? null : typeof value === "bigint" ? `${value}n` : value,
      );
    const stored = new Map(rows.map((row) => [others(row), row._table])); // many were there each time that one looked
    const places = [
      ...texts.map(({ name, text }) => ({ where: name as string, text })),
      ...[...stored].map(([text, where]) => ({ where: where as string, text })),
    ];
    const search = searchFor(hashes);
    for (const { where, text } of places) expect(search(text), where).toEqual([]);
  });

  test("no answer has a text in a field that is named like a secret, but the one where it is declared", () => {
    const declared = new Set<string>(
      operations.filter(({ definition }) => definition.secret).map(({ name }) => name),
    );
    declared.add("sso.getProfileAndToken"); // a token for other services, which opens nothing here
    for (const { name, status, text } of texts) {
      const fields = secretTexts(JSON.parse(text)).map(({ field }) => field);
      expect(fields, name).toEqual(
        declared.has(name) && status === 200
          ? [
              expect.stringMatching(
                /^(key|link|token|clientSecret|secret|accessToken|bearerToken)$/,
              ),
            ]
          : [],
      );
    }
  });
});

/**
 * Which of the words stand in a text. There are thousands of them and megabytes of text, so a word
 * is looked for where its beginning stands.
 */
function searchFor(words: ReadonlySet<string>): (text: string) => string[] {
  const LENGTH = 16;
  const beginnings = new Map<string, string[]>();
  for (const word of words) {
    expect(word.length).toBeGreaterThanOrEqual(LENGTH);
    beginnings.set(word.slice(0, LENGTH), [...(beginnings.get(word.slice(0, LENGTH)) ?? []), word]);
  }
  return (text) => {
    const found = [];
    for (let i = 0; i + LENGTH <= text.length; i++)
      found.push(
        ...(beginnings.get(text.slice(i, i + LENGTH)) ?? []).filter((word) =>
          text.startsWith(word, i),
        ),
      );
    return found;
  };
}

/** Fields that an input gets a secret in: those that are hashed, and those that are sealed. */
const secretFields = ({ definition }: NamedOperation): string[] =>
  Object.keys(definition.input.shape).filter(
    (field) => field === definition.hashes || ["clientSecret", "apiKey"].includes(field),
  );

const secretTexts = (answer: unknown): TextField[] =>
  textFields(answer).filter(({ field }) =>
    /^(key|hash|link|secret|token(?!EndpointAuthMethod$|Url$)|password)(?!Id$|Prefix$)|(Hash|Secret|Token|Password|ApiKey)$/.test(
      field,
    ),
  );

interface TextField {
  readonly field: string;
  readonly text: string;
}

/** The texts in a value, each with the name of the innermost field that has it. */
function textFields(value: unknown, name = ""): TextField[] {
  if (typeof value === "string") return [{ field: name, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    textFields(inner, Array.isArray(value) ? name : field),
  );
}
