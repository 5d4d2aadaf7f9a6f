/** PATCH of groups: members are a change of rows, and never a list. */
import { describe, expect, test } from "vitest";
import { patchGroup } from "../../convex/component/scim/patch";
import { refusalOf } from "./support/faults";
import { GROUP, patchOp } from "./support/messages";

const stored = { displayName: "Engineers" };
const kept = { isCleared: false, add: [], remove: [] };

describe("PATCH of a group", () => {
  test.each<[name: string, operations: readonly unknown[], members: object, resource?: object]>([
    [
      "Entra ID: Add with a null $ref, twice the same",
      [{ op: "Add", path: "members", value: [{ $ref: null, value: "a" }, { value: "a" }] }],
      { add: ["a"] },
    ],
    [
      "Entra ID: Remove with a value",
      [{ op: "Remove", path: "members", value: [{ $ref: null, value: "a" }] }],
      { remove: ["a"] },
    ],
    ["Remove with an empty value", [{ op: "Remove", path: "members", value: [] }], {}],
    [
      "Okta: remove by filter",
      [{ op: "remove", path: 'members[value eq "a"]' }],
      { remove: ["a"] },
    ],
    [
      "remove by a filter with or",
      [{ op: "remove", path: 'members[value eq "a" or value eq "b"]' }],
      { remove: ["a", "b"] },
    ],
    [
      "Okta: replace, also with nothing",
      [{ op: "replace", path: "members", value: [] }],
      { isCleared: true },
    ],
    [
      "replace",
      [{ op: "replace", path: "members", value: [{ value: "a", display: "A" }] }],
      { isCleared: true, add: ["a"] },
    ],
    ["remove of all", [{ op: "remove", path: "members" }], { isCleared: true }],
    [
      "Okta: a new name with the id",
      [{ op: "replace", value: { id: "x", displayName: "Makers" } }],
      {},
      { displayName: "Makers" },
    ],
    [
      "members without a path, and the URN",
      [
        { op: "add", value: { members: [{ value: "a" }], externalId: "e" } },
        { op: "add", path: `${GROUP}:members`, value: { value: "b" } },
      ],
      { add: ["a", "b"] },
      { ...stored, externalId: "e" },
    ],
    [
      "several operations in their order",
      [
        { op: "add", path: "members", value: [{ value: "a" }, { value: "b" }] },
        { op: "remove", path: 'members[value eq "a"]' },
        { op: "remove", path: 'members[value eq "c"]' },
        { op: "add", path: "members", value: [{ value: "c" }] },
      ],
      { add: ["b", "c"], remove: ["a"] },
    ],
    [
      "a replacement forgets what was before",
      [
        { op: "remove", path: 'members[value eq "z"]' },
        { op: "add", path: "members", value: [{ value: "a" }] },
        { op: "replace", path: "members", value: [{ value: "b" }] },
        { op: "remove", path: 'members[value eq "b"]' },
      ],
      { isCleared: true },
    ],
  ])("%s", (_name, operations, members, resource = stored) => {
    expect(patchGroup(stored, patchOp(...operations))).toEqual({
      resource,
      members: { ...kept, ...members },
    });
  });

  test.each<[refusal: string, operation: unknown]>([
    ["400 noTarget", { op: "remove", value: { members: [] } }],
    ["400 invalidFilter", { op: "remove", path: 'members[display eq "x"]' }],
    ["400 invalidFilter", { op: "remove", path: 'members[value eq "x" and type eq "User"]' }],
    ["400 invalidFilter", { op: "remove", path: "members[value pr]" }],
    ["400 mutability", { op: "replace", path: 'members[value eq "x"].value', value: "y" }],
    ["400 mutability", { op: "remove", path: "displayName" }],
    ["400 invalidPath", { op: "add", path: "members.value", value: "y" }],
    ["400 invalidValue", { op: "add", path: "members", value: [{ value: "x", type: "Group" }] }],
    ["400 invalidValue", { op: "add", path: "members", value: [{}] }],
    ["413", { op: "add", path: "members", value: Array.from({ length: 5001 }, (_, i) => `u${i}`) }],
  ])("%s: %j", (refusal, operation) => {
    expect(refusalOf(() => patchGroup(stored, patchOp(operation)))).toBe(refusal);
  });
});
