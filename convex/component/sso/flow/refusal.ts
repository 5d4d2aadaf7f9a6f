/**
 * Refuses a sign-in from within its transaction, which is rolled back as a whole; the outer one
 * records the refusal (failures.ts).
 */
import { ConvexError } from "convex/values";
import type { SsoRule } from "./rules";

export interface SsoRefusal {
  readonly rule: SsoRule;
  /** For the audit entry; contains nothing of the response. */
  readonly detail: string | null;
  /** Null when the request names no connection of the project. */
  readonly connectionId: string | null;
  /** The start that ends with the refusal. */
  readonly startHash: string | null;
  /** The user that the response belongs to, if known. */
  readonly userId: string | null;
  /** Where the app wants to be told; null: a page tells the person. */
  readonly errorUri: string | null;
  /** A test sign-in, whose administrator sees the rule. */
  readonly isTest: boolean;
}

export const refusalError = (ssoRefusal: SsoRefusal) =>
  new ConvexError({ ssoRefusal: JSON.stringify(ssoRefusal) });

/** Extracts the refusal from an error of the inner transaction; null for any other error. */
export function parseSsoRefusal(error: unknown): SsoRefusal | null {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  const parsed: unknown = typeof data === "string" ? JSON.parse(data) : data;
  if (typeof parsed !== "object" || parsed === null || !("ssoRefusal" in parsed)) return null;
  return JSON.parse(String(parsed.ssoRefusal)) as SsoRefusal; // thrown by refusalError
}
