import type { AppHolder, ComponentPath, Database, Identity } from "../types";
import type { MetricsLog } from "./metrics";
import type { RealmPool } from "./realmPool";

/** A finished call, for the logs of the deployment. */
export interface Execution {
  readonly component: ComponentPath;
  readonly path: string;
  readonly type: "Query" | "Mutation" | "Action" | "HttpAction";
  readonly requestId: string;
  readonly milliseconds: number;
  readonly logLines: readonly string[];
  /** With the stack, for the developer; null when it succeeded. */
  readonly error: string | null;
}

/** What every call of a runner shares. */
export interface Services {
  readonly database: Database;
  readonly app: AppHolder;
  readonly pool: RealmPool;
  readonly metrics: MetricsLog;
  /** Told of every call that metrics count, when it is done. */
  readonly onExecution: (execution: Execution) => void;
  readonly cloudUrl: string;
  /** For the `Authorization` header of HTTP actions. */
  readonly verifyToken: (token: string) => Promise<Identity>;
}
