import { compareValues, type JSONValue, type Value } from "convex/values";
import type { StoredDocument } from "../../types";
import { parseOptional } from "./document";

type Expression = (document: StoredDocument) => Value | undefined;

/** Compiles a serialized `.filter(q => …)`; a document passes when the result is truthy. */
export function compileFilter(json: JSONValue): (document: StoredDocument) => boolean {
  const expression = compile(json);
  return (document) => isTrue(expression(document));
}

const comparisons: Record<string, (order: number) => boolean> = {
  $eq: (order) => order === 0,
  $neq: (order) => order !== 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
};

/** For numbers and for bigints: both operands must have the same type. */
const arithmetic: Record<
  string,
  { number(l: number, r: number): number; bigint(l: bigint, r: bigint): bigint }
> = {
  $add: { number: (l, r) => l + r, bigint: (l, r) => BigInt.asIntN(64, l + r) },
  $sub: { number: (l, r) => l - r, bigint: (l, r) => BigInt.asIntN(64, l - r) },
  $mul: { number: (l, r) => l * r, bigint: (l, r) => BigInt.asIntN(64, l * r) },
  $div: { number: (l, r) => l / r, bigint: (l, r) => l / r },
  $mod: { number: (l, r) => l % r, bigint: (l, r) => l % r },
};

function compile(json: JSONValue): Expression {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalid(json);
  const [entry] = Object.entries(json);
  if (entry === undefined) throw invalid(json);
  const [operator, operand] = entry;
  if (operator === "$literal") {
    const value = parseOptional(operand);
    return () => value;
  }
  if (operator === "$field") return field(String(operand));
  if (operator === "$not") {
    const inner = compile(operand);
    return (document) => !isTrue(inner(document));
  }
  if (operator === "$neg") {
    const inner = compile(operand);
    return (document) => negated(inner(document));
  }
  if (!Array.isArray(operand)) throw invalid(json);
  const operands = operand.map(compile);
  if (operator === "$and") return (document) => operands.every((each) => isTrue(each(document)));
  if (operator === "$or") return (document) => operands.some((each) => isTrue(each(document)));
  const [left, right] = operands;
  if (left === undefined || right === undefined) throw invalid(json);
  const matches = comparisons[operator];
  if (matches !== undefined)
    return (document) => matches(compareValues(left(document), right(document)));
  const compute = arithmetic[operator];
  if (compute === undefined) throw invalid(json);
  return (document) => {
    const [l, r] = [left(document), right(document)];
    if (typeof l === "number" && typeof r === "number") return compute.number(l, r);
    if (typeof l === "bigint" && typeof r === "bigint") return compute.bigint(l, r);
    throw new Error(
      `Unsupported types for ${operator.slice(1)} in a filter: ${typeof l} and ${typeof r}.`,
    );
  };
}

function field(path: string): Expression {
  const names = path.split(".");
  return (document) => {
    let value: Value | undefined = document;
    for (const name of names) {
      if (
        typeof value !== "object" ||
        value === null ||
        Array.isArray(value) ||
        value instanceof ArrayBuffer
      )
        return undefined;
      value = (value as Record<string, Value | undefined>)[name]; // only plain objects are left
    }
    return value;
  };
}

function negated(value: Value | undefined): Value {
  if (typeof value === "number" || typeof value === "bigint") return -value;
  throw new Error(`Unsupported type for neg in a filter: ${typeof value}.`);
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== 0n;
}

function invalid(json: JSONValue): Error {
  return new Error(`Invalid filter expression: ${JSON.stringify(json)}`);
}
