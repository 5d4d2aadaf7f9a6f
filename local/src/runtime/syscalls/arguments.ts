import type { JSONValue } from "convex/values";
import type { FunctionAddress } from "../functionAddress";

/**
 * Arguments of the syscalls, as convex/server (`src/server/impl/*.ts`) writes them. Trusted: the
 * library made them.
 */
export interface SyscallArguments {
  readonly id: string;
  readonly table?: string;
  readonly idString: string;
  readonly isSystem: boolean;
  readonly value: JSONValue;
  readonly queryId: number;
  readonly args: JSONValue;
  readonly udfType: "query" | "mutation" | "snapshotQuery";
  /** Seconds since the epoch. */
  readonly ts: number;
}
export type ParsedArguments = SyscallArguments & FunctionAddress;

/**
 * The text comes from `JSON.stringify` in convex/server; which fields are there depends on the
 * operation.
 */
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

/**
 * The name of the feature behind an operation that the local deployment lacks, or null for one
 * nobody knows.
 */
export function unavailableFeature(operation: string): string | null {
  const name = operation.replace(/^1\.0\//, "");
  return ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
