/**
 * What a stranger may send. JSON as text, because a parsed value cannot say `__proto__`, `1e999` or
 * a key twice.
 */
import fc from "fast-check";

const nested = (levels: number, open: string, close: string) =>
  `${open.repeat(levels)}0${close.repeat(levels)}`;

/** Values for a field: no operation takes all of them, and none may fall over one. */
export const hostileValues: readonly string[] = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1.5",
    "1e308",
    "-1e308",
    "1e999",
    "9007199254740993",
    "123456789012345678901234567890",
    "1700000000000.5",
    "8640000000000001",
  ],
  ...[
    '""',
    '" "',
    '"\\u0000"',
    '"a\\u0000b"',
    '"a\\u001b[31mb"',
    '"a\\u0085b"',
    '"a\\nb"',
    '"\\ud800"',
    '"\\udc00x"',
    '"\\u202e\\ufeff\\uffff"',
    '"𝕏"',
    '"NaN"',
    '"Infinity"',
    '"__proto__"',
    '"constructor"',
    '"../../x"',
    '"a,b"',
  ],
  ...[
    '"0000-00-00T00:00:00Z"',
    '"2024-02-30T00:00:00Z"',
    '"+275760-09-13T00:00:00.001Z"',
    '"9999-12-31T23:59:59-23:59"',
    '"2024-01-01T00:00:00"',
  ],
  ...[
    '"usr_"',
    '"usr_01J0000000000000000000000Z"',
    '"user.*"',
    '"*"',
    '"-"',
    '"a@b"',
    '"http://"',
    '"javascript:alert(1)"',
  ],
  ...[
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    '["\\ud800"]',
    '["\\u0000"]',
    '{"a":1e400}',
    '{"a":[{"b":-1e400}]}',
    '{"a":"\\u0007"}',
    '{"\\u0000":1}',
    '{"a":1,"a":{"b":2}}',
    '["user.read","user.read"]',
    '{"toString":1}',
    '{"toJSON":1}',
    '{"length":1e9}',
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
  ],
  `"${"x".repeat(300_000)}"`,
  `"${"x@".repeat(50_000)}"`,
  `"${" ".repeat(100_000)}x@example.com"`,
  `[${'"user.read",'.repeat(20_000)}"user.read"]`,
  `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":${i}`).join(",")}}`,
  nested(31, '{"a":', "}"),
  nested(10_000, "[", "]"),
  nested(10_000, '{"a":', "}"),
];

/** Names that no operation knows; some that every object of JavaScript does. */
export const unknownNames: readonly string[] = [
  '"unheardOf"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"hasOwnProperty"',
  '"valueOf"',
  '"$where"',
  '""',
  '"a.b"',
  '"ü"',
  '"\\u0000"',
  '"\\ud800"',
  '"project_id"',
];

/** No JSON at all. */
export const brokenJson: readonly (string | Uint8Array)[] = [
  "{",
  "}",
  "[",
  '{"a"}',
  "{'a':1}",
  "{a:1}",
  '{"a":1}}',
  '{"a":1,}',
  "undefined",
  "NaN",
  '{"a":NaN}',
  '{"a":Infinity}',
  '{"a":01}',
  '{"a":"\n"}',
  '"',
  "\\",
  "\u0000",
  "//",
  "{} {}",
  "=a&b",
  "<a/>",
  nested(10_000, "[", ""),
  new Uint8Array([0xff, 0xfe]),
  new Uint8Array([0x7b, 0xc3, 0x28, 0x7d]),
];

/** JSON, but not an object. */
export const noObjects: readonly string[] = [
  "null",
  "true",
  "1",
  '"text"',
  "[]",
  "[{}]",
  "1e999",
  nested(100_000, "[", "]"),
];

/** Keys in the fields' places and out of them, values of every kind. */
export const anyBody = (fields: readonly string[]): fc.Arbitrary<string> => {
  const hostile = fc.constantFrom(...hostileValues.filter((value) => value.length < 1_000));
  const value = fc.oneof(
    hostile,
    fc.json({ stringUnit: "binary" }),
    fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  );
  const name = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...fields, "projectId").map((field) => JSON.stringify(field)),
    },
    fc.constantFrom(...unknownNames),
    fc.string().map((text) => JSON.stringify(text)),
  );
  const object = fc
    .array(fc.tuple(name, value), { maxLength: 6 })
    .map((entries) => `{${entries.map(([key, each]) => `${key}:${each}`).join(",")}}`);
  return fc.oneof(
    { weight: 5, arbitrary: object },
    fc.json({ maxDepth: 50 }),
    fc.string({ unit: "binary" }),
  );
};

/** The body of an input in which the raw text stands for one field. */
export function bodyWith(input: object, name: string, value: string): string {
  const others = Object.entries(input).filter(
    ([field, item]) => JSON.stringify(field) !== name && item !== undefined,
  );
  return `{${[...others.map(([field, item]) => `${JSON.stringify(field)}:${JSON.stringify(item)}`), `${name}:${value}`].join(",")}}`;
}
