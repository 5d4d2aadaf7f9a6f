/** Input fields of the vault. */
import * as z from "zod/mini";
import { ruleFault } from "../core/fieldRules";
import { wireMetadata } from "../wire/fields";

/** Base64 of it and the rest of its row fit Convex's 1 MiB. */
const MAXIMUM_DATA_BYTES = 700 * 1024;
/** JSON can take six bytes for one of the value (`\u0061`), and the other fields need some, too. */
export const largeData = { name: "data", maximumBody: 6 * 1024 * 1024 } as const;
const MAXIMUM_PAIRS = 10;
const MAXIMUM_KEY = 100;
const MAXIMUM_VALUE = 500;

/** Any text that JSON input may have (core/storableJson.ts), so the size is all that is checked. */
export const secretData = () =>
  z.string().check(
    z.minLength(1),
    z.refine(
      (data) =>
        data.length <= MAXIMUM_DATA_BYTES &&
        new TextEncoder().encode(data).length <= MAXIMUM_DATA_BYTES,
      { error: "Must be at most 700 KiB in UTF-8" },
    ),
  );

export type SecretContext = Readonly<Record<string, string>>;

/**
 * Pairs of strings. `z.record` would drop the key `__proto__` without a word, and the secret would
 * be encrypted with less context than its caller thinks.
 */
export const secretContext = () => {
  const schema = z
    .custom<SecretContext>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      { error: "Expected an object" },
    )
    .check(
      z.check<SecretContext>(({ value, issues }) => {
        const report = (path: string[], message: string) =>
          issues.push({ code: "custom", input: value, path, message });
        const pairs = Object.entries(value as Readonly<Record<string, unknown>>); // not checked before
        if (pairs.length > MAXIMUM_PAIRS) report([], `At most ${MAXIMUM_PAIRS} pairs`);
        else
          for (const [key, item] of pairs) {
            const name = key.slice(0, MAXIMUM_KEY);
            const fault = ruleFault({ maximum: MAXIMUM_KEY }, key);
            if (key === "" || fault)
              report([name], `Key: ${fault?.message ?? "must not be empty"}`);
            else if (typeof item !== "string") report([name], "Expected a string");
            else if (item.length > MAXIMUM_VALUE)
              report([name], `At most ${MAXIMUM_VALUE} characters`);
          }
      }),
    );
  wireMetadata.add(schema, {
    description: "At most 10 pairs of strings, compared exactly and in any order.",
  });
  return schema;
};
