import type { AppHolder, Database, Runner } from "../types";
import type { MutationQueues } from "./mutationQueues";
import type { QueryRuns } from "./queryRuns";
import type { Subscriptions } from "./subscriptions";

/** What all sessions of a deployment share. */
export interface SyncContext {
  readonly database: Database;
  readonly runner: Runner;
  readonly app: AppHolder;
  readonly isAdminKey: (candidate: string) => boolean;
  readonly subscriptions: Subscriptions;
  readonly queryRuns: QueryRuns;
  readonly mutations: MutationQueues;
}
