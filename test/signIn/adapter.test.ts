/**
 * Better Auth's own tests of adapters (@better-auth/test-utils), on ours: those that apply. The
 * others ask for what ours refuses on purpose; each is named with the reason.
 */
import {
  createTestSuite,
  getNormalTestSuiteTests,
  testAdapter,
} from "@better-auth/test-utils/adapter";
import { expect, test } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";
import { suiteAdapter } from "../support/suiteAdapter";

const notOurs: Readonly<Record<string, readonly string[]>> = {
  "ids and times are ours, a session's token is stored as its hash, and custom fields have no column":
    [
      "create - should create a model",
      "create - should use generateId if provided",
      "findOne - should find a model using a reference field",
      "findOne - should find a model with join",
      "findOne - should find a model with additional fields",
      "findOne - should select fields with one-to-many join",
      "findOne - should select fields with multiple joins",
      "findOne - should return an array for one-to-many joins",
      "findMany - should select fields with one-to-many join",
      "findMany - should select fields with multiple joins",
      "deleteMany - should delete many models with numeric values",
    ],
  "there are no models and no names of fields but our own": [
    "create - should return null for nullable foreign keys",
    "create - should apply default values to fields",
    "findOne - should not apply defaultValue if value not found",
    "findOne - should find a model with modified field name",
    "findOne - should find a model with modified model name",
    "findOne - should select fields with one-to-one join",
    "findOne - should return an object for one-to-one joins",
    "findOne - should work with both one-to-one and one-to-many joins",
    "findOne - should join a model with modified field name",
    "findMany - should select fields with one-to-one join",
    "findMany - should find many with one-to-one join",
    "findMany - should find many with both one-to-one and one-to-many joins",
    "findOne - backwards join with modified field name (session base, users-table join)",
    "findOne - multiple joins should return result even when some joined tables have no matching rows",
    "findOne - should return null for one-to-one join when joined record doesn't exist",
    "findMany - should return null for one-to-one join when joined records don't exist",
    "findMany - should handle mixed joins correctly when some are missing",
    "create - should support arrays",
    "create - should support json",
  ],
  "every read goes by an index from its start: no whole table, no other field, no other operator, no OR":
    [
      "findOne - should find model with date field",
      "findMany - should find many models",
      "findMany - should find many models with date fields",
      "findMany - should find many models with join",
      "findMany - should find many with join and limit",
      "findMany - should select fields",
      "findMany - should find many with join and offset",
      "findMany - should find many with join and sortBy",
      "findMany - should find many with join and where clause",
      "findMany - should find many with join, where, limit, and offset",
      "findMany - should find many models with starts_with operator",
      "findMany - starts_with should not interpret regex patterns",
      "findMany - ends_with should not interpret regex patterns",
      "findMany - contains should not interpret regex patterns",
      "findMany - should find many models with ends_with operator",
      "findMany - should find many models with contains operator",
      "findMany - should handle multiple where conditions with different operators",
      "findMany - should find many models with contains operator (using symbol)",
      "findMany - should find many models with ne operator",
      "findMany - should find many models with gt operator",
      "findMany - should find many models with gte operator",
      "findMany - should find many models with lte operator",
      "findMany - should find many models with lt operator",
      "findMany - should find many models with in operator",
      "findMany - should find many models with not_in operator",
      "findMany - should find many models with sortBy",
      "findMany - should find many models with limit",
      "findMany - should find many models with offset",
      "findMany - should find many models with limit and offset",
      "findMany - should find many models with sortBy and offset",
      "findMany - should find many models with sortBy and limit",
      "findMany - should find many models with sortBy and limit and offset",
      "findMany - should find many models with sortBy and limit and offset and where",
      "updateMany - should update all models when where is empty",
      "updateMany - should update many models with a multiple where",
      "deleteMany - should delete many models",
      "deleteMany - starts_with should not interpret regex patterns",
      "deleteMany - ends_with should not interpret regex patterns",
      "deleteMany - contains should not interpret regex patterns",
      "deleteMany - should delete many models with boolean values",
      "count - should count many models",
      "count - should return 0 with no rows to count",
      "count - should count with where clause",
      "findMany - backwards join should only return single record not array",
      "findMany - should be able to perform a limited join",
      "findMany - should be able to perform a complex limited join",
      "findMany - should return empty array for one-to-many join when joined records don't exist",
      "findMany - eq operator with null value (single condition) should use IS NULL",
      "findMany - eq and ne operators with null value in AND group should use IS NULL / IS NOT NULL",
      "findMany - eq and ne operators with null value in OR group should use IS NULL / IS NOT NULL",
    ],
};
const left = new Set(Object.values(notOurs).flat());
const seen: string[] = [];

const runtime = httpRuntime();
const project = await newProject(runtime);
const suite = createTestSuite("adapter", {}, (helpers) => {
  const tests = Object.entries(getNormalTestSuiteTests(helpers));
  seen.push(...tests.map(([name]) => name));
  return Object.fromEntries(tests.filter(([name]) => !left.has(name)));
});
const { execute } = await testAdapter({
  adapter: () => suiteAdapter(runtime.engine, project.id) as never,
  runMigrations: () => undefined,
  tests: [suite()],
}); // the ten methods that the suites call
execute();

test("every test of the suite is run, or named with why not", () => {
  expect([...left].filter((name) => !seen.includes(name))).toEqual([]);
  expect(seen.length - left.size).toBe(24);
});
