import { isDeepStrictEqual } from "node:util";
import { compareValues, type Value } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createId, decodeId, encodeId } from "../src/storage/ids";
import { encodeKey, encodeValue, prefixEnd, successor } from "../src/storage/keys";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("a", "b", "\0", "\x01", "\xff", "é", "€", "😀", "\ud800", "\udc00"),
  }),
);
const bytes = fc.uint8Array({ maxLength: 6 }).map((array): Value => new Uint8Array(array).buffer);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, NaN, Number.MIN_VALUE),
    fc.boolean(),
    text,
    bytes,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string({ unit: fc.constantFrom("a", "b", "_"), maxLength: 2 }), tie("value"), {
      maxKeys: 3,
    }),
  ),
}));
const field = fc.oneof(value, fc.constant(undefined));

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

test("keys sort like their values", () => {
  fc.assert(
    fc.property(
      field,
      field,
      (a, b) => order(encodeValue(a), encodeValue(b)) === Math.sign(compareValues(a, b)),
    ),
    { numRuns: 5_000 },
  );
});

test("keys of several fields sort field by field", () => {
  const tuple = fc.array(field, { minLength: 3, maxLength: 3 });
  const compareTuples = (a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]) =>
    a.map((item, at) => Math.sign(compareValues(item, b[at]))).find((sign) => sign !== 0) ?? 0;
  fc.assert(
    fc.property(tuple, tuple, (a, b) => order(encodeKey(a), encodeKey(b)) === compareTuples(a, b)),
    { numRuns: 2_000 },
  );
});

test("a key lies between a prefix and its end exactly if it begins with those values", () => {
  const near = fc.constantFrom<Value[]>("", "a", "a\0", "a\0b", "b", 1, 1n, null);
  fc.assert(
    fc.property(near, near, field, (prefix, first, second) => {
      const key = encodeKey([first, second]);
      const low = encodeKey([prefix]);
      expect(low <= key && key < prefixEnd(low)).toBe(compareValues(prefix, first) === 0);
      expect(key < successor(key)).toBe(true);
    }),
  );
});

test("an id equals Convex's for the same table number and bytes", () => {
  const random = new Uint8Array(16).fill(251);
  for (let i = 1; i < 16; i++) random[i] = (random[i - 1]! * 251) & 0xff;
  expect(encodeId(1017, random)).toBe("z43zp6c3e75gkmz1kfwj6mbbx5sw281h");
});

test("an id contains its table", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), (number) =>
      isDeepStrictEqual(decodeId(createId(number)), { tableNumber: number }),
    ),
  );
});

test("invalid ids are detected, even with one wrong character", () => {
  const id = createId(10_001);
  const wrong = (id[5] === "a" ? "b" : "a") + id.slice(6);
  expect(decodeId(id.slice(0, 5) + wrong)).toHaveProperty(
    "problem",
    expect.stringContaining("Unable to decode ID"),
  );
  expect(decodeId("hello")).toEqual({ problem: "Unable to decode ID: Invalid ID length 5" });
  expect(decodeId(id.toUpperCase())).toEqual({
    problem: "Unable to decode ID: ID wasn't valid base32",
  });
  fc.assert(fc.property(text, (anything) => "problem" in decodeId(anything)));
});
