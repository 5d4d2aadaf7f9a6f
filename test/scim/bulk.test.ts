/** Bulk requests: their bounds, their order, and references to resources that they make. */
import { expect, test } from "vitest";
import { bulkResponse, parseBulk, resolveBulkIds } from "../../convex/component/scim/bulk";
import { ScimError } from "../../convex/component/scim/errors";
import { refusalOf } from "./support/faults";

const post = (bulkId: string, path: string, data: unknown = {}) => ({
  method: "POST",
  path,
  bulkId,
  data,
});
const bulk = (...Operations: readonly unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
  Operations,
});

test("operations come behind those that make what they refer to", () => {
  const { operations, failOnErrors } = parseBulk({
    failOnErrors: 1,
    ...bulk(
      post("g", "/Groups", { displayName: "G", members: [{ value: "bulkId:u" }] }),
      { method: "delete", path: "/Users/1", version: 'W/"2"' },
      { method: "PATCH", path: "/Users/bulkId:u", data: {} },
      post("u", "/Users", { userName: "bulkId" }),
    ),
  });
  expect(failOnErrors).toBe(1);
  expect(operations.map(({ index }) => index)).toEqual([1, 3, 0, 2]);
  expect(operations[0]).toMatchObject({
    method: "DELETE",
    kind: "User",
    id: "1",
    version: 'W/"2"',
  });
  const ids = new Map([["u", "du_9"]]);
  expect(operations.map((each) => resolveBulkIds(each, ids))).toMatchObject([
    { id: "1" },
    { kind: "User", id: null },
    { kind: "Group", data: { members: [{ value: "du_9" }] } },
    { id: "du_9" },
  ]);
  expect(refusalOf(() => resolveBulkIds(operations[2]!, new Map()))).toBe("400 invalidValue");
});

test("the answer has the order of the request, statuses as text, and errors", () => {
  const { operations } = parseBulk(
    bulk(post("g", "/Groups", { members: [{ value: "bulkId:u" }] }), post("u", "/Users")),
  );
  const [made, failed] = operations;
  expect(
    bulkResponse([
      { operation: made!, status: 201, location: "https://x/Users/1", version: 'W/"1"' },
      { operation: failed!, status: 409, error: new ScimError(409, "Taken.", "uniqueness") },
    ]),
  ).toEqual({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],
    Operations: [
      {
        method: "POST",
        bulkId: "g",
        status: "409",
        response: expect.objectContaining({ scimType: "uniqueness", status: "409" }),
      },
      {
        method: "POST",
        bulkId: "u",
        status: "201",
        location: "https://x/Users/1",
        version: 'W/"1"',
      },
    ],
  });
});

const nested = (levels: number): unknown => (levels === 0 ? "" : [nested(levels - 1)]);

test.each<[refusal: string, body: unknown]>([
  ["400 invalidSyntax", []],
  ["400 invalidSyntax", { schemas: ["urn:x"], Operations: [] }],
  ["400 invalidSyntax", {}],
  ["400 invalidSyntax", bulk("x")],
  ["400 invalidSyntax", bulk({ method: "GET", path: "/Users/1" })],
  ["400 invalidSyntax", bulk({ method: "POST", path: "/Users" })],
  ["400 invalidSyntax", bulk(post("a", "/Users/1"))],
  ["400 invalidSyntax", bulk(post("a", "/Me"))],
  ["400 invalidSyntax", bulk({ method: "DELETE", path: "/Users" })],
  ["400 invalidSyntax", bulk({ method: "DELETE", path: "/Users/1/../2" })],
  ["400 invalidSyntax", bulk({ method: "DELETE", path: 7 })],
  ["400 invalidValue", { ...bulk(), failOnErrors: 0 }],
  ["400 invalidValue", bulk(post("a", "/Users"), post("a", "/Users"))],
  ["400 invalidValue", bulk(post("a", "/Users", nested(40)))],
  ["413", bulk(...Array(101).fill(post("a", "/Users")))],
  ["409", bulk(post("a", "/Users", ["bulkId:b"]), post("b", "/Users", ["bulkId:a"]))],
])("%s: %.100j", (refusal, body) => {
  expect(refusalOf(() => parseBulk(body))).toBe(refusal);
});

test("a name in data cannot reach a prototype", () => {
  const data: unknown = JSON.parse('{"__proto__":{"polluted":1}}');
  const [operation] = parseBulk(bulk(post("a", "/Users", data))).operations;
  resolveBulkIds(operation!, new Map());
  expect({}).not.toHaveProperty("polluted");
});
