import type {
  AppHolder,
  Database,
  DeployedApp,
  FunctionCall,
  Identity,
  MutationOutcome,
  Runner,
} from "../types";
import { runAction } from "./actions";
import { analyzeModules, evaluateDefaultExport } from "./analysis";
import { createCapacity, type Capacity } from "./capacity";
import { findFunction, requireFunction } from "./functionAddress";
import { FairTurns } from "./fairTurns";
import { runHttpAction } from "./httpActions";
import { MetricsLog } from "./metrics";
import { RealmPool, type Mode } from "./realmPool";
import { watchRejections } from "./rejections";
import type { Execution, Services } from "./services";
import { runMutation, runQuery, type CommitStep } from "./transactions";

export interface RunnerOptions {
  readonly database: Database;
  readonly app: AppHolder;
  readonly siteUrl: string;
  readonly cloudUrl: string;
  /** Default "fast". */
  readonly mode?: Mode;
  /** By default that of `createCapacity()`. */
  readonly capacity?: Capacity;
  /**
   * Receives problems outside of all calls: unhandled rejections that functions left behind. Not
   * called by default.
   */
  readonly log?: (message: string) => void;
  /** Receives every finished call of clients, functions, the scheduler and the site port. */
  readonly onExecution?: (execution: Execution) => void;
  /**
   * Verifies bearer tokens for `ctx.auth` in HTTP actions; rejects for an invalid token. By default
   * no token is valid.
   */
  readonly verifyToken?: (app: DeployedApp, token: string) => Promise<Identity>;
}

/** A Runner with what the scheduler needs in addition. */
export interface LocalRunner extends Runner {
  /** For calls that start from now on. */
  setMode(mode: Mode): void;
  /**
   * Runs a mutation together with the scheduler's `step` in one transaction. Rejects with
   * `Superseded` when `step` gave up.
   */
  scheduledMutation(call: FunctionCall, step: CommitStep): Promise<MutationOutcome>;
}

/** Runs the deployed functions. */
export function createRunner({
  database,
  app,
  cloudUrl,
  mode = "fast",
  capacity = createCapacity(),
  log = () => undefined,
  onExecution = () => undefined,
  verifyToken,
}: RunnerOptions): LocalRunner {
  const pool = new RealmPool(mode);
  const metrics = new MetricsLog();
  const isNodeAction = ({ component, path }: FunctionCall) =>
    findFunction(app.current(), component, path)?.environment === "node";
  const services: Services = {
    database,
    app,
    pool,
    turns: new FairTurns(),
    capacity,
    metrics,
    onExecution,
    cloudUrl,
    verifyToken: async (token) =>
      verifyToken === undefined ? { kind: "none" } : verifyToken(app.current(), token),
  };
  pool.reset(app.current().version);
  const stopListening = app.onChange(({ version }) => pool.reset(version));
  const stopWatching = watchRejections(log);
  return {
    query: (call, at) => runQuery(services, call, at),
    mutation: (call) => runMutation(services, call),
    scheduledMutation: (call, step) => runMutation(services, call, step),
    action: (call) =>
      (isNodeAction(call) ? capacity.nodeActions : capacity.actions).run(() =>
        runAction(services, call),
      ),
    functionType: ({ component, path }) =>
      requireFunction(app.current(), component, path, "any").analysis.udfType,
    http: (request, metadata) =>
      capacity.actions.run(() => runHttpAction(services, request, metadata)),
    analyze: analyzeModules,
    evaluateExport: evaluateDefaultExport,
    metrics,
    setMode: (next) => void (pool.mode = next),
    close: async () => {
      stopListening();
      stopWatching();
      pool.reset("");
    },
  };
}
