import type { JSONValue } from "convex/values";
import type { AppHolder, ComponentPath, Database, Identity } from "../types";
import type { Capacity } from "./capacity";
import type { FairTurns } from "./fairTurns";
import type { MetricsLog } from "./metrics";
import type { RealmPool } from "./realmPool";

/** A finished call, for the deployment's logs. */
export interface Execution {
  readonly component: ComponentPath;
  readonly path: string;
  readonly type: "Query" | "Mutation" | "Action" | "HttpAction";
  readonly requestId: string;
  readonly milliseconds: number;
  readonly logLines: readonly string[];
  /** Includes the stack, for the developer; null when the call succeeded. */
  readonly error: string | null;
  /** The data of a ConvexError; undefined for any other error. */
  readonly errorData: JSONValue | undefined;
}

/** Shared by all calls of a runner. */
export interface Services {
  readonly database: Database;
  readonly app: AppHolder;
  readonly pool: RealmPool;
  readonly turns: FairTurns;
  readonly capacity: Capacity;
  readonly metrics: MetricsLog;
  /** Called when a call that metrics count has finished. */
  readonly onExecution: (execution: Execution) => void;
  readonly cloudUrl: string;
  /** Verifies the `Authorization` header of HTTP actions. */
  readonly verifyToken: (token: string) => Promise<Identity>;
}
