import type { AppHolder, Database, Runner } from "../types";
import { isSystemQuery, runSystemQuery } from "./systemQueries";

/** Creates the runner for clients: the app's functions and, with the admin key, system queries. */
export function createDeploymentRunner(
  runner: Runner,
  context: { readonly database: Database; readonly app: AppHolder; readonly cloudUrl: string },
): Runner {
  return {
    query: (call, at) =>
      isSystemQuery(call.path) ? runSystemQuery(call, at, context) : runner.query(call, at),
    mutation: (call) => runner.mutation(call),
    action: (call) => runner.action(call),
    functionType: (call) => (isSystemQuery(call.path) ? "Query" : runner.functionType(call)),
    http: (request, metadata) => runner.http(request, metadata),
    analyze: (modules, environment) => runner.analyze(modules, environment),
    evaluateExport: (module, environment, method) =>
      runner.evaluateExport(module, environment, method),
    metrics: runner.metrics,
    close: () => runner.close(),
  };
}
