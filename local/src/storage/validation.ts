/** Checks values against validator JSON: documents, arguments and return values. */
import {
  CommitTsPlaceholder,
  compareValues,
  jsonToConvex,
  type JSONValue,
  type ValidatorJSON,
  type Value,
} from "convex/values";
import { literalText, validatorText, valueText } from "./validatorText";

/** What checking `v.id()` needs. */
export interface ValidationContext {
  /**
   * Returns the name of the table that an id belongs to; null when the string is not an id of this
   * component.
   */
  findTable(id: string): string | null;
}

/** What does not match, and where: `path` is like `.tags[0]`. */
export interface Mismatch {
  readonly path: string;
  /**
   * Created on demand: a union tries members that do not match, and a message contains the whole
   * value.
   */
  readonly message: () => string;
}

/**
 * Returns the problem with a value in the real backend's words; null when it is valid.
 *
 * @param validator the value of `validator.json`, or of `exportArgs()` parsed; null accepts
 * anything
 * @param value `undefined` fields of objects count as missing
 */
export function checkValue(
  validator: JSONValue,
  value: Value,
  context: ValidationContext,
): string | null {
  return findMismatch(validator, value, context)?.message() ?? null;
}

/** Like `checkValue`, but returns the path separately. */
export function findMismatch(
  validator: JSONValue,
  value: Value,
  context: ValidationContext,
): Mismatch | null {
  if (validator === null) return null;
  // Validator JSON is written by convex's own `v` and comes with the push.
  return check(validator as ValidatorJSON, value, context, "");
}

function check(
  validator: ValidatorJSON,
  value: Value,
  context: ValidationContext,
  path: string,
): Mismatch | null {
  switch (validator.type) {
    case "any":
      return null;
    case "null":
      return value === null ? null : noMatch(validator, value, path);
    case "number":
    case "boolean":
    case "string":
      return typeof value === validator.type ? null : noMatch(validator, value, path);
    case "bigint":
    case "commitTs":
      // The placeholder becomes an int64 at commit.
      return typeof value === "bigint" || value instanceof CommitTsPlaceholder
        ? null
        : noMatch(validator, value, path);
    case "bytes":
      return value instanceof ArrayBuffer ? null : noMatch(validator, value, path);
    case "literal":
      if (compareValues(jsonToConvex(validator.value), value) === 0) return null;
      return {
        path,
        message: () =>
          `\`${valueText(value)}\` does not match literal validator \`v.literal(${literalText(validator.value)})\`.${pathLine(path)}`,
      };
    case "id":
      return typeof value === "string"
        ? checkId(validator, value, context, path)
        : noMatch(validator, value, path);
    case "array":
      if (!Array.isArray(value)) return noMatch(validator, value, path);
      return findFirst(value, (item, at) =>
        check(validator.value, item, context, `${path}[${at}]`),
      );
    case "record":
    case "object":
      if (!isObject(value)) return noMatch(validator, value, path);
      return validator.type === "record"
        ? checkRecord(validator, value, context, path)
        : checkObject(validator, value, context, path);
    case "union":
      return checkUnion(validator, value, context, path);
  }
}

function checkId(
  validator: ValidatorOf<"id">,
  id: string,
  context: ValidationContext,
  path: string,
): Mismatch | null {
  const table = context.findTable(id);
  if (table === null) return noMatch(validator, id, path);
  if (table === validator.tableName) return null;
  const found = table.startsWith("_") ? "from a system table" : `from table \`${table}\``;
  return {
    path,
    message: () =>
      `Found ID "${id}" ${found}, which does not match the table name in validator \`v.id("${validator.tableName}")\`.${pathLine(path)}`,
  };
}

function checkRecord(
  validator: ValidatorOf<"record">,
  value: ObjectValue,
  context: ValidationContext,
  path: string,
): Mismatch | null {
  return findFirst(
    definedEntries(value),
    ([name, field]) =>
      check(validator.keys, name, context, `${path}.keys()`) ??
      check(validator.values.fieldType, field, context, `${path}.values()`),
  );
}

function checkObject(
  validator: ValidatorOf<"object">,
  value: ObjectValue,
  context: ValidationContext,
  path: string,
): Mismatch | null {
  const detail = () =>
    `\n${pathText(path)}\nObject: ${valueText(value)}\nValidator: ${validatorText(validator)}`;
  for (const [name, { fieldType, optional }] of Object.entries(validator.value)) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field !== undefined) {
      const mismatch = check(fieldType, field, context, `${path}.${name}`);
      if (mismatch) return mismatch;
    } else if (!optional) {
      const advice =
        "Consider wrapping the field validator in `v.optional(...)` if this is expected.";
      return {
        path,
        message: () => `Object is missing the required field \`${name}\`. ${advice}${detail()}`,
      };
    }
  }
  const extra = definedEntries(value).find(([name]) => !Object.hasOwn(validator.value, name));
  return extra
    ? {
        path,
        message: () =>
          `Object contains extra field \`${extra[0]}\` that is not in the validator.${detail()}`,
      }
    : null;
}

function checkUnion(
  validator: ValidatorOf<"union">,
  value: Value,
  context: ValidationContext,
  path: string,
): Mismatch | null {
  const [only] = validator.value;
  if (only !== undefined && validator.value.length === 1) return check(only, value, context, path);
  const fits = validator.value.some((member) => check(member, value, context, path) === null);
  return fits ? null : noMatch(validator, value, path);
}

type ValidatorOf<Type extends ValidatorJSON["type"]> = Extract<ValidatorJSON, { type: Type }>;
type ObjectValue = { [field: string]: Value | undefined };

function isObject(value: Value): value is ObjectValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof ArrayBuffer) && !(value instanceof CommitTsPlaceholder);
}

function definedEntries(value: ObjectValue): [string, Value][] {
  return Object.entries(value).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}

function findFirst<Item>(
  items: readonly Item[],
  find: (item: Item, at: number) => Mismatch | null,
): Mismatch | null {
  for (let at = 0; at < items.length; at++) {
    const mismatch = find(items[at]!, at);
    if (mismatch) return mismatch;
  }
  return null;
}

function noMatch(validator: ValidatorJSON, value: Value, path: string): Mismatch {
  const message = () =>
    `Value does not match validator.\n${pathText(path)}\nValue: ${valueText(value)}\nValidator: ${validatorText(validator)}`;
  return { path, message };
}

function pathText(path: string): string {
  return path === "" ? "" : `Path: ${path}`;
}

/** Formats the path for the end of one-line messages. */
function pathLine(path: string): string {
  return path === "" ? "" : ` ${pathText(path)}`;
}
