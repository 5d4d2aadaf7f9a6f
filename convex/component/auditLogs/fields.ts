/** Input fields of the app's audit entries: the action, and the JSON strings. */
import * as z from "zod/mini";
import { jsonFault } from "../core/storableJson";
import { encoded, lines, text, type JsonObject } from "../wire/fields";

const MAXIMUM_BYTES = 16 * 1024;

/** Like built-in actions, words joined by dots. */
export const action = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^[a-z0-9_-]+([.:][a-z0-9_-]+)*$/, {
      error: "Expected words of a-z, 0-9, _ and - joined by . or :, such as invoice.paid",
    }),
  );

const target = z.strictObject({ type: text(64), id: text(256), name: z.optional(lines(256)) });
const anyObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

export const auditTargets = () =>
  jsonText(
    z.array(target).check(z.maxLength(20)),
    "Expected a JSON array of at most 20 targets `{ type, id, name? }`",
  );
export const auditChanges = () =>
  jsonText(
    z.strictObject({ before: anyObject, after: anyObject }),
    "Expected a JSON object `{ before, after }` with two objects",
  );
export const auditMetadata = () => jsonText(anyObject, "Expected a JSON object");

/** A JSON string of the given shape, parsed. */
function jsonText<T extends z.ZodMiniType>(shape: T, expected: string) {
  const isRight = (value: string) => z.safeParse(shape, parseJson(value)).success;
  const isStorable = (value: string) => jsonFault(parseJson(value)) === null;
  const schema = z.pipe(
    z.string().check(
      z.refine((value) => new TextEncoder().encode(value).length <= MAXIMUM_BYTES, {
        error: "Larger than 16 KiB",
        abort: true,
      }),
      z.refine(isRight, { error: expected, abort: true }),
      z.refine(isStorable, {
        error: "Expected no control characters, no unpaired surrogates and no numbers out of range",
      }),
    ),
    z.transform((value: string) => parseJson(value) as z.output<T>), // checked above
  );
  return encoded<string, "json", z.input<T>, z.output<T>>("json", schema);
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
