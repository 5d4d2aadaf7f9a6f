import type { JSONValue } from "convex/values";
import type { DeployedApp, Identity, RequestMetadata, Transaction } from "../types";
import type { LogLines } from "./logLine";
import type { Services } from "./services";
import type { UserClock } from "./userClock";

/** Shared by all functions of one transaction: the one that was called, and those that it calls. */
export interface TransactionScope {
  readonly services: Services;
  readonly app: DeployedApp;
  readonly tx: Transaction;
  /** The number of calls around this one. */
  readonly depth: number;
  /** `Date.now()` of the whole transaction. */
  readonly now: number;
  readonly identity: Identity;
  readonly request: RequestMetadata;
  readonly log: LogLines;
  readonly clock: UserClock;
  /** Where an earlier run of the query ended its page, and where this run did. */
  readonly journal: { readonly pinned: string | null; endCursor: string | null };
  readonly scheduled: { argsBytes: number };
}

/** Formats a journal as the text that clients send back. */
export function journalText(endCursor: string | null): string | null {
  return endCursor === null ? null : JSON.stringify({ endCursor });
}

export function parseJournal(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  try {
    const { endCursor } = JSON.parse(text) as { endCursor?: JSONValue };
    return typeof endCursor === "string" ? endCursor : null;
  } catch {
    return null; // journals come from clients; an invalid one is ignored, and the page ends at its size
  }
}
