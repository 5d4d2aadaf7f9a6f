/**
 * Seeded nonsense: every filter, path and body is answered or refused with a ScimError, in bounded
 * time, and leaves the prototypes of all calls as they were.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseBulk, resolveBulkIds } from "../../convex/component/scim/bulk";
import { ScimError } from "../../convex/component/scim/errors";
import { userFacts } from "../../convex/component/scim/facts";
import { parseSelection } from "../../convex/component/scim/lists";
import { patchGroup, patchUser } from "../../convex/component/scim/patch";
import { planFilter } from "../../convex/component/scim/plan";
import { project } from "../../convex/component/scim/project";
import {
  parseGroup,
  parseUser,
  readStored,
  replaceUser,
  type Resource,
} from "../../convex/component/scim/resource";
import { createRandom } from "../saml/support/documents";
import { isWhole } from "../support/share";
import { ENTERPRISE, patchOp, USER } from "./support/messages";

const ROUNDS = isWhole ? 100_000 : 4_000;
/** Of one call, in milliseconds. A loaded machine takes some of it. */
const LIMIT_MS = 1_500;

const prototypes = [Object, Array, String, Number, Boolean, Function, RegExp, Map].map(
  ({ prototype }) => prototype as object, // of a class
);
const snapshot = () =>
  prototypes.map((each) => [Object.getOwnPropertyNames(each), Object.getPrototypeOf(each)]);
let before: unknown;
beforeEach(() => void (before = snapshot()));
afterEach(() => expect(snapshot()).toEqual(before));

const words = [
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "length"],
  ...["userName", "name", "givenName", "emails", "value", "type", "primary", "active", "members"],
  ...["roles", "groups", "id", "meta", "schemas", "password", "manager", "$ref", "title", "x"],
  ...[ENTERPRISE, USER, "urn:x:y", "urn:", ":", ""],
];
const tokens = [
  ...[" ", " ", " ", "(", ")", "[", "]", ".", ".", ":", '"', "\\", "'", ",", "\u0000", "\ud800"],
  ...[" eq ", " eq ", " and ", " or ", " not ", " pr", " co ", "true", "null", "1e999", '"work"'],
  ...['"x"', "İ", "(((((", '[type eq "work"]', '.value eq "a@b.c"'],
];

function createSource(seed: number) {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!; // below the length
  const text = (): string =>
    Array.from({ length: random(12) }, () => pick(random(2) === 0 ? words : tokens)).join("");
  const scalar = (): unknown =>
    pick<unknown>([
      null,
      true,
      "True",
      "False",
      0,
      Infinity,
      -1e300,
      "",
      "work",
      text(),
      "x".repeat(300),
    ]);
  const value = (depth = 0): unknown => {
    const shape = random(depth > 4 ? 1 : 4);
    if (shape < 2) return scalar();
    const parts = Array.from({ length: random(5) }, () => value(depth + 1));
    if (shape === 2) return parts;
    const entries = parts.map(
      (each) => `${JSON.stringify(pick([...words, text()]))}:${toJson(each)}`,
    );
    return JSON.parse(`{${entries.join(",")}}`); // so that __proto__ is a name like others
  };
  const path = () => (random(3) === 0 ? text() : `${pick(words)}${pick(tokens)}${pick(words)}`);
  const operation = () => ({
    op: pick(["add", "Replace", "REMOVE", "x"]),
    ...(random(4) > 0 && { path: random(3) === 0 ? pick(words) : path() }),
    ...(random(5) > 0 && { value: value() }),
  });
  return { random, pick, text, value, path, operation };
}

/** As it is sent: `1e999` is a number in JSON. */
const toJson = (value: unknown): string =>
  value === Infinity ? "1e999" : (JSON.stringify(value) ?? "null");

const stored = parseUser({
  userName: "ada",
  emails: [{ value: "a@b.c", type: "work", primary: true }],
  [ENTERPRISE]: { department: "R&D" },
});
const entry = { id: "1", resource: stored, createdAt: 0, updatedAt: 0, version: 1 };

/** What is stored is read again, and its facts and its answer can be made. */
function checkStored(resource: Resource): void {
  expect(readStored(JSON.stringify(resource))).toEqual(resource);
  userFacts(resource);
  const selection = { attributes: null, excluded: [] };
  const answer = project("User", { ...entry, resource, location: "l" }, selection);
  JSON.stringify(answer, (name, value: unknown) => {
    expect(value, name).not.toBeNull();
    return value;
  });
}

type Source = ReturnType<typeof createSource>;

const calls: Readonly<Record<string, (source: Source) => unknown>> = {
  filter: ({ text, pick }) =>
    planFilter("User", pick(["", 'id eq "1" and ', "not "]) + text()).matches(entry),
  groupFilter: ({ text, pick }) =>
    planFilter("Group", pick(["", 'members eq "1" and ']) + text()).matches(entry),
  user: ({ value, random }) => {
    const body = value();
    const named = typeof body === "object" && random(2) === 0 ? { ...body, userName: "x" } : body;
    checkStored(parseUser(named));
    checkStored(replaceUser(stored, named));
  },
  group: ({ value }) => parseGroup({ displayName: "G", members: value(), x: value() }),
  patch: ({ operation, random }) =>
    checkStored(patchUser(stored, patchOp(...Array.from({ length: 1 + random(3) }, operation)))),
  groupPatch: ({ operation, random }) =>
    patchGroup({ displayName: "G" }, patchOp(...Array.from({ length: 1 + random(3) }, operation))),
  bulk: ({ value, pick, text }) => {
    const path = pick(["/Users/1", "/Groups/1", text()]);
    const { operations } = parseBulk({ Operations: [{ method: "PUT", path, data: value() }] });
    return operations.map((each) => resolveBulkIds(each, new Map()));
  },
  selection: ({ text, random }) => {
    const name = random(2) === 0 ? "attributes" : "excludedAttributes";
    const selection = parseSelection("User", new URLSearchParams([[name, text()]]));
    return project("User", { ...entry, location: "l" }, selection);
  },
};

test.each(Object.entries(calls))(
  `${ROUNDS} of %s: answered or refused`,
  { timeout: 600_000 },
  (_name, call) => {
    let answered = 0;
    for (let seed = 1; seed <= ROUNDS; seed++) {
      try {
        call(createSource(seed));
        answered += 1;
      } catch (error) {
        if (!(error instanceof ScimError)) throw new Error(`seed ${seed}`, { cause: error });
        expect(error.status, `seed ${seed}`).toBeLessThan(500);
      }
    }
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(ROUNDS);
  },
);

const many = (length: number, each: (at: number) => unknown) =>
  Array.from({ length }, (_, at) => each(at));

test.each<[name: string, call: () => unknown]>([
  ["10,000 parentheses", () => planFilter("User", "(".repeat(10_000))],
  ["a filter of 1 MB", () => planFilter("User", `userName eq "${"x".repeat(1e6)}"`)],
  ["1,024 quotes", () => planFilter("User", '"\\'.repeat(500))],
  ["1,024 spaces", () => planFilter("User", `userName${" ".repeat(1000)}`)],
  [
    "a path of 10,000 brackets",
    () => patchUser(stored, patchOp({ op: "add", path: "a[".repeat(5000), value: 1 })),
  ],
  [
    "50,000 keys",
    () =>
      patchUser(
        stored,
        patchOp({
          op: "add",
          value: Object.fromEntries(many(50_000, (at) => [`k${at}`, 1]) as [string, number][]),
        }),
      ),
  ],
  [
    "50,000 attributes",
    () =>
      parseUser({
        userName: "x",
        ...Object.fromEntries(many(50_000, (at) => [`k${at}`, 1]) as [string, number][]),
      }),
  ],
  [
    "250 operations of 100 values",
    () =>
      patchUser(
        stored,
        patchOp(
          ...many(250, (op) => ({
            op: "add",
            path: "roles",
            value: many(100, (at) => ({ value: `${at} ${op % 2}` })),
          })),
        ),
      ),
  ],
  [
    "250 operations with 50 comparisons on 100 values",
    () =>
      patchUser(
        parseUser({ userName: "x", roles: many(100, (at) => ({ value: `v${at}` })) }),
        patchOp(
          ...many(250, () => ({
            op: "add",
            path: `roles[${many(50, (at) => `x eq "${at}"`).join(" or ")}].value`,
            value: 1,
          })),
        ),
      ),
  ],
  [
    "5,000 members",
    () =>
      patchGroup(
        { displayName: "G" },
        patchOp(
          ...many(1000, (op) => ({
            op: "add",
            path: "members",
            value: many(5, (at) => ({ value: `${op}-${at}` })),
          })),
        ),
      ),
  ],
])("%s take a bounded time", (_name, call) => {
  const start = performance.now();
  try {
    call();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
  }
  const elapsed = performance.now() - start;
  console.log(`${_name}: ${Math.round(elapsed)} ms`);
  expect(elapsed).toBeLessThan(LIMIT_MS);
});
