import type { AppHolder, Database, FunctionCall, FunctionOutcome, Runner } from "../types";
import type { Execution, ExecutionLog } from "./executionLog";
import { isSystemQuery, runSystemQuery } from "./systemQueries";

/**
 * The runner as clients reach it: the app's functions and, with the admin key, the deployment's own queries; every call that a
 * client makes is recorded for `convex logs`.
 */
export function createDeploymentRunner(
  runner: Runner,
  context: { readonly database: Database; readonly app: AppHolder; readonly cloudUrl: string; readonly executions: ExecutionLog },
): Runner {
  const recorded = async <Outcome extends FunctionOutcome>(
    udfType: Execution["udfType"],
    call: FunctionCall,
    run: () => Promise<Outcome>,
  ): Promise<Outcome> => {
    const startedAt = performance.now();
    const outcome = await run();
    const { component, path, request } = call;
    context.executions.record(
      { component, path, udfType, requestId: request.requestId, startedAt },
      { logLines: outcome.logLines, error: outcome.status === "error" ? outcome.message : null },
    );
    return outcome;
  };
  return {
    query: (call, at) => (isSystemQuery(call.path) ? runSystemQuery(call, at, context) : recorded("Query", call, () => runner.query(call, at))),
    mutation: (call) => recorded("Mutation", call, () => runner.mutation(call)),
    action: (call) => recorded("Action", call, () => runner.action(call)),
    functionType: (call) => (isSystemQuery(call.path) ? "Query" : runner.functionType(call)),
    http: (request, metadata) => runner.http(request, metadata),
    analyze: (modules, environment) => runner.analyze(modules, environment),
    evaluateExport: (module, environment, method) => runner.evaluateExport(module, environment, method),
    metrics: runner.metrics,
    close: () => runner.close(),
  };
}
