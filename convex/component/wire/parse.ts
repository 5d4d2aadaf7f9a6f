/**
 * Parses the wire's text into an operation's input. All errors are reported together, as one 422
 * that names the fields.
 */
import * as z from "zod/mini";
import { problem, type FieldError } from "../core/errors";
import { jsonFault } from "../core/storableJson";

const MAXIMUM_ERRORS = 20;
/** Characters of an unknown field's name that an error repeats. */
const MAXIMUM_NAME = 100;

/** Parses a request body; an empty one is `{}`. Throws `invalid_json` or `validation_error`. */
export function parseBody(body: string): { [field: string]: unknown } {
  let value: unknown;
  try {
    value = body.trim() === "" ? {} : JSON.parse(body);
  } catch {
    throw problem("invalid_json", "The request body is not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid([{ field: "", message: "Expected a JSON object", code: "invalid_type" }]);
  assertStorable(value);
  return value as { [field: string]: unknown };
}

/** Throws `validation_error` if `jsonFault` finds anything. */
function assertStorable(value: unknown): void {
  const fault = jsonFault(value);
  if (fault) throw invalid([fault]);
}

/** Parses an operation's input and fills in defaults. Throws `validation_error`. */
export function parseInput<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const result = z.safeParse(schema, value, { error: formatIssue });
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.slice(0, MAXIMUM_ERRORS).flatMap(fieldErrors).slice(0, MAXIMUM_ERRORS),
  );
}

/**
 * Converts query parameters, which are text, to numbers, booleans, lists and objects where the
 * schema expects them.
 */
export function fromQueryParameters(
  schema: z.ZodMiniObject,
  parameters: { [field: string]: unknown },
): { [field: string]: unknown } {
  const findFieldSchema = (field: string) =>
    Object.hasOwn(schema.shape, field) ? innermost(schema.shape[field]) : undefined; // ignores inherited names such as `constructor`
  const values = Object.entries(parameters).map(([field, value]) => [
    field,
    convert(findFieldSchema(field), value),
  ]);
  const converted = Object.fromEntries(values) as { [field: string]: unknown };
  assertStorable(converted); // a parameter may contain JSON
  return converted;
}

function convert(schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (typeof value !== "string") return value;
  const type = schema?._zod.def.type;
  if (type === "number" && value.trim() !== "") return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  if (type === "array") return value.split(",");
  if ((type === "union" || type === "record" || type === "object") && /^[[{]/.test(value))
    return tryParseJson(value);
  return value;
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function innermost(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const { innerType, in: piped } = (schema?._zod.def ?? {}) as {
    innerType?: z.core.$ZodType;
    in?: z.core.$ZodType;
  }; // optional, nullable and default have an inner type; a pipe has an input schema
  const inner = innerType ?? piped;
  return inner ? innermost(inner) : schema;
}

const invalid = (errors: FieldError[]) => {
  const [first] = errors;
  return problem(
    "validation_error",
    first ? `${first.field === "" ? "" : `${first.field}: `}${first.message}` : "Invalid input",
    { errors },
  );
};

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = pathText(issue.path);
  if (issue.code !== "unrecognized_keys")
    return [{ field: path, message: issue.message, code: issue.code }];
  return issue.keys
    .map((name) => name.slice(0, MAXIMUM_NAME))
    .map((key) => ({
      field: path === "" ? key : `${path}.${key}`,
      message: "Unknown field",
      code: "unknown_field",
    }));
}

const pathText = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${part}]`
        : text === ""
          ? String(part)
          : `${text}.${String(part)}`,
    "",
  );

/** `zod/mini` ships without messages; these are the ones that the contract needs. */
function formatIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "Required" : `Expected ${issue.expected}`;
    case "invalid_union":
      return issue.input === undefined ? "Required" : "Does not match any accepted shape";
    case "too_big":
      return `At most ${issue.maximum}${issue.origin === "string" ? " characters" : issue.origin === "array" ? " items" : ""}`;
    case "too_small":
      return `At least ${issue.minimum}${issue.origin === "string" ? " characters" : issue.origin === "array" ? " items" : ""}`;
    case "invalid_value":
      return issue.input === undefined
        ? "Required"
        : `Expected ${issue.values.map(String).join(" or ")}`;
    case "invalid_format":
      return `Not a valid ${issue.format}`;
    default:
      return undefined;
  }
}
