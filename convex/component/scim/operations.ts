/** The message of a PATCH request (RFC 7644, 3.5.2). */
import { invalidSyntax, invalidValue, ScimError } from "./errors";
import type { Filter } from "./filter";
import { isArray, isObject, readName } from "./json";
import { checkMessage } from "./lists";

const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const MAX_PATCH_OPERATIONS = 1000;

export type PatchOp = "add" | "remove" | "replace";

/** An operation, without the attribute's name. */
export interface Change {
  readonly op: PatchOp;
  readonly filter: Filter | null;
  readonly sub: string | null;
  /** Undefined if the operation has none. */
  readonly value: unknown;
  /** The attribute's name, for errors. */
  readonly where: string;
}

export interface Operation {
  readonly op: PatchOp;
  readonly path: string | null;
  /** Undefined if there is none. */
  readonly value: unknown;
}

const patchOps: readonly PatchOp[] = ["add", "remove", "replace"];

/**
 * The operations of a body. Names and `op` may have any case. An empty list changes nothing:
 * Microsoft's validator sends it.
 */
export function parsePatch(body: unknown): readonly Operation[] {
  if (!isObject(body)) throw invalidSyntax("A PatchOp is a JSON object.");
  checkMessage(body, PATCH_OP);
  const operations = readName(body, "Operations");
  if (!isArray(operations)) throw invalidSyntax('"Operations" must be an array.');
  if (operations.length > MAX_PATCH_OPERATIONS)
    throw new ScimError(413, `A request has at most ${MAX_PATCH_OPERATIONS} operations.`);
  return operations.map(parseOperation);
}

function parseOperation(operation: unknown): Operation {
  if (!isObject(operation)) throw invalidSyntax("An operation is a JSON object.");
  const sent = readName(operation, "op");
  const op = patchOps.find((each) => typeof sent === "string" && each === sent.toLowerCase());
  if (!op) throw invalidSyntax('"op" must be "add", "remove" or "replace".');
  const path = readName(operation, "path") ?? "";
  if (typeof path !== "string") throw new ScimError(400, '"path" must be a string.', "invalidPath");
  const value = readName(operation, "value");
  if (op === "remove" && path.trim() === "")
    throw new ScimError(400, 'A "remove" operation needs a path.', "noTarget");
  if (op !== "remove" && value === undefined) throw invalidValue(`"value" is required to ${op}.`);
  return { op, path: path.trim() === "" ? null : path, value };
}
