import { jsonToConvex, type JSONValue } from "convex/values";
import { checkValue } from "../storage/validation";
import type { Transaction } from "../types";
import type { FunctionTarget } from "./functionAddress";
import { FunctionFailure } from "./functionError";
import { limitProblem } from "./valueLimits";

const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/** Throws FunctionFailure when the arguments do not match the function's `args`. */
export function checkArgs(
  tx: Transaction,
  target: FunctionTarget,
  args: JSONValue,
  text: string,
): void {
  if (text.length > MAX_TEXT_LENGTH)
    throw new FunctionFailure(
      `Arguments for ${target.path} are too large (actual: ${text.length} bytes, limit: 16 MiB)`,
    );
  const excess = limitProblem(args, text, 1); // inside the list of arguments
  if (excess !== null) {
    const path = target.path.replace(/:([^:]*)$/, ".js:$1");
    throw new FunctionFailure(`Invalid arguments for ${path}: ${excess}`);
  }
  const problem = check(tx, target, target.analysis.args, args);
  if (problem !== null) throw new FunctionFailure(`ArgumentValidationError: ${problem}`);
}

/** Throws FunctionFailure when the result does not match the function's `returns`. */
export function checkReturns(tx: Transaction, target: FunctionTarget, text: string): JSONValue {
  if (text.length > MAX_TEXT_LENGTH)
    throw new FunctionFailure(
      `Function ${target.path} return value is too large (actual: ${text.length} bytes, limit: 16 MiB)`,
    );
  const value = JSON.parse(text) as JSONValue; // made by JSON.stringify(convexToJson(…))
  const excess = limitProblem(value, text);
  if (excess !== null)
    throw new FunctionFailure(`Function ${target.path} return value invalid: ${excess}`);
  const problem = check(tx, target, target.analysis.returns, value);
  if (problem !== null) throw new FunctionFailure(`ReturnsValidationError: ${problem}`);
  return value;
}

function check(
  tx: Transaction,
  target: FunctionTarget,
  validator: string | null,
  value: JSONValue,
): string | null {
  const parsed = parseValidator(validator);
  if (parsed === null) return null;
  return checkValue(parsed, jsonToConvex(value), {
    findTable: (id) => tx.findTable(target.component.path, id),
  });
}

const parsedValidators = new Map<string, JSONValue>();

/**
 * Returns null for a validator that accepts anything. Cached, because every call parses the same
 * few texts.
 */
function parseValidator(text: string | null): JSONValue {
  if (text === null) return null;
  let parsed = parsedValidators.get(text);
  if (parsed === undefined) {
    parsed = JSON.parse(text) as JSONValue; // made by JSON.stringify(validator.json)
    if (
      parsed !== null &&
      typeof parsed === "object" &&
      !Array.isArray(parsed) &&
      parsed.type === "any"
    )
      parsed = null;
    parsedValidators.set(text, parsed);
  }
  return parsed;
}
