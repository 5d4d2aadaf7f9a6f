/**
 * Every operation by a session of the admin portal, for every intent that has pages: what the table
 * of intents allows, in the organization of the link, and nothing else.
 */
import { beforeEach, expect, test } from "vitest";
import { findProblem } from "../../convex/component/core/errors";
import { portalIntents } from "../../convex/component/core/portalIntents";
import { randomToken, sha256 } from "../../convex/component/core/secrets";
import { servedIntents } from "../../convex/component/portal/intents";
import { findForbiddenField } from "../../convex/component/tenancy/portalFields";
import { mayPortalCall } from "../../convex/component/tenancy/portalOperations";
import { toReference } from "../../convex/component/tenancy/request";
import { newProject, type TestProject } from "../support/runtime";
import { everyOperation, idFields, withValue, type NamedOperation } from "./support/operations";
import type { Fixtures } from "./support/samples";
import {
  changesBetween,
  httpStage,
  inputOf,
  newFixtures,
  rowsOf,
  type HttpStage,
} from "./support/stage";

type Served = (typeof portalIntents)[number];
const served = portalIntents.filter((intent) => servedIntents[intent] !== null);
const rows = served.flatMap((intent) =>
  everyOperation.map((operation) => ({ intent, ...operation })),
);
const allowed = rows.filter(({ intent, definition }) => mayPortalCall(intent, definition.path));
const refused = rows.filter(({ intent, definition }) => !mayPortalCall(intent, definition.path));

let stage: HttpStage;
let project: TestProject;
let other: TestProject;
let tests = 0;

/** The engine walks all rows for each read. */
beforeEach(async () => {
  if (tests++ % 10 > 0) return;
  stage = await httpStage();
  project = await newProject(stage.runtime);
  other = await newProject(stage.runtime);
});

/** An active session of a link that a key with full access has made. */
async function sessionFor(organizationId: string, intent: Served): Promise<string> {
  const { sessionId } = await stage.runtime
    .client(project)
    .portal.generateLink({ organizationId, intent });
  const tokenHash = await sha256(randomToken());
  await stage.runOnRows(async (ctx) => {
    const row = await ctx.db
      .query("portalSessions")
      .withIndex("byProjectId", (q) => q.eq("projectId", project.id).eq("id", sessionId))
      .unique();
    const times = { startedAt: Date.now(), endsAt: Date.now() + 3_600_000 };
    await ctx.db.patch("portalSessions", row!._id, { sessionHash: tokenHash, ...times });
  });
  return tokenHash;
}

/** The code of the refusal; null for an answer. */
async function callBy(
  tokenHash: string,
  { group, method, definition }: NamedOperation,
  input: object,
): Promise<string | null> {
  const args = {
    credential: { kind: "portal" as const, projectId: project.id, tokenHash },
    input: JSON.stringify(input),
    lookedUp: [],
    request: { id: "req", ip: null, userAgent: null, idempotencyKey: null },
  };
  try {
    await stage.runOnRows(async (ctx) => {
      if (definition.kind === "query")
        await ctx.runQuery(toReference("query", group, method), args);
      else await ctx.runMutation(toReference("mutation", group, method), args);
    });
    return null;
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    return known.code;
  }
}

/** The sample without the fields that the intent may not set. */
function inputFor({ intent, name, definition }: (typeof rows)[number], fixtures: Fixtures): object {
  const input = structuredClone(inputOf(name, fixtures)) as Record<string, unknown>;
  for (;;) {
    const field = findForbiddenField(intent, definition.path, input);
    if (field === null) return input;
    const [outer = "", inner] = field.split(".");
    const holder = inner === undefined ? input : (input[outer] as Record<string, unknown>);
    delete holder[inner ?? outer];
  }
}

const ofOwnOrganization = async ({ name }: NamedOperation) =>
  await newFixtures(stage, project, { of: name, and: ["organization"] });

test.each(allowed)("$intent may call $name for its organization", async (row) => {
  const fixtures = await ofOwnOrganization(row);
  const session = await sessionFor(fixtures.ids.organization, row.intent);
  expect(await callBy(session, row, inputFor(row, fixtures))).toBeNull();
});

test.each(refused)("$intent may not call $name", async (row) => {
  const fixtures = await ofOwnOrganization(row);
  const session = await sessionFor(fixtures.ids.organization, row.intent);
  const before = await stage.rows();
  expect(await callBy(session, row, inputOf(row.name, fixtures))).toBe("forbidden");
  expect(changesBetween(before, await stage.rows())).toEqual([]);
});

const withIds = allowed.flatMap((row) =>
  idFields(row.definition).map((field) => ({ ...row, field, path: field.path.join(".") })),
);

test.each(withIds)(
  "$intent finds nothing of another organization or project: $name.$path",
  async (row) => {
    const own = await ofOwnOrganization(row);
    const session = await sessionFor(own.ids.organization, row.intent);
    for (const where of [project, other]) {
      const foreign = await newFixtures(stage, where, { of: row.name, and: ["organization"] });
      const id = foreign.ids[row.field.kind as keyof Fixtures["ids"]];
      const before = rowsOf(await stage.rows(), where);
      const input = withValue(inputFor(row, own), row.field.path, id);
      expect(await callBy(session, row, input), where.id).toBe("not_found");
      expect(changesBetween(before, rowsOf(await stage.rows(), where))).toEqual([]);
    }
  },
);

/** Without it the page of the audit log only has no download. */
const OPTIONAL = "audit.export";

test.each(served)("%s needs the permissions of the operations that it calls", (intent) => {
  const used = allowed.flatMap(({ intent: each, definition: { permission } }) =>
    each === intent && permission !== null && permission !== OPTIONAL ? [permission] : [],
  );
  expect(servedIntents[intent]?.permissions.toSorted()).toEqual([...new Set(used)].toSorted());
});
