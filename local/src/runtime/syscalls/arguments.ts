import type { JSONValue } from "convex/values";
import type { FunctionAddress } from "../functionAddress";
import type { SerializedQuery } from "./documentQuery";
import type { PageRequest } from "./page";

/**
 * Arguments of syscalls as convex/server (`src/server/impl/*.ts`) writes them. Not validated: the
 * library creates them.
 */
export interface SyscallArguments {
  readonly id: string;
  readonly table?: string;
  readonly idString: string;
  readonly isSystem: boolean;
  readonly value: JSONValue;
  readonly queryId: number;
  readonly query: SerializedQuery;
  readonly args: JSONValue;
  readonly udfType: "query" | "mutation" | "snapshotQuery";
  /** Seconds since the epoch. */
  readonly ts: number;
}
export type ParsedArguments = SyscallArguments & PageRequest & FunctionAddress;

/** Parses the text that convex/server writes; the operation determines the fields. */
export function parseArguments(text: string): ParsedArguments {
  return JSON.parse(text) as ParsedArguments;
}

const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^storage/, "File storage"],
  [/vectorSearch/, "Vector search (ctx.vectorSearch)"],
  [/^auditLog$/, "log.audit"],
  [/^signJwt$/, "ctx.auth.signJwt"],
  [/^getServiceUrl$|^createServiceToken$/, "Convex-managed services"],
];

/** Returns the name of the missing feature behind an operation; null for an unknown operation. */
export function unavailableFeature(operation: string): string | null {
  const name = operation.replace(/^1\.0\//, "");
  return ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
