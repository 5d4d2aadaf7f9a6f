import type { AppHolder, Database, Identity } from "../types";
import type { MetricsLog } from "./metrics";
import type { RealmPool } from "./realmPool";

/** What every call of a runner shares. */
export interface Services {
  readonly database: Database;
  readonly app: AppHolder;
  readonly pool: RealmPool;
  readonly metrics: MetricsLog;
  readonly log: (message: string) => void;
  readonly cloudUrl: string;
  /** For the `Authorization` header of HTTP actions. */
  readonly verifyToken: (token: string) => Promise<Identity>;
}
