import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Runner } from "../types";
import { MAX_PUSH_BODY_BYTES, readJson } from "./body";
import type { DeploymentUrls } from "./environment";
import type { ExecutionLog } from "./executionLog";
import { moduleHash } from "./push/pushedModules";
import type { Pushes } from "./push/pushes";
import { RequestError } from "./requestError";
import type { DeploymentState } from "./state";

/** Answers a request. A string is sent as text, anything else as JSON. */
export type Endpoint = (request: IncomingMessage, url: URL, cancelled: AbortSignal) => unknown;

const changes = z.object({
  changes: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
});

/** The endpoints that the CLI calls with the admin key, by method and path. */
export function cliEndpoints(context: {
  readonly state: DeploymentState;
  readonly runner: Runner;
  readonly pushes: Pushes;
  readonly executions: ExecutionLog;
  readonly urls: Pick<DeploymentUrls, "cloudUrl" | "siteUrl">;
}): Readonly<Record<string, Endpoint>> {
  const { state, runner, pushes, executions, urls } = context;
  const withBody =
    (answer: (body: unknown) => unknown): Endpoint =>
    async (request) =>
      answer(await readJson(request, MAX_PUSH_BODY_BYTES));

  return {
    "GET /api/check_admin_key": () => ({ success: true }),
    "GET /api/v1/get_canonical_urls": () => ({
      convexCloudUrl: urls.cloudUrl,
      convexSiteUrl: urls.siteUrl,
    }),
    "GET /api/stream_function_logs": (_request, url, cancelled) =>
      executions.after(Number(url.searchParams.get("cursor") ?? 0), cancelled),

    "POST /api/get_config_hashes": () => configHashes(state),
    "POST /api/deploy2/start_push": withBody((body) => pushes.start(body)),
    "POST /api/deploy2/evaluate_push": withBody((body) => pushes.evaluate(body)),
    "POST /api/deploy2/evaluate_schema": withBody((body) => pushes.evaluateSchema(body)),
    "POST /api/deploy2/wait_for_schema": withBody((body) => pushes.waitForSchema(body)),
    "POST /api/deploy2/finish_push": withBody((body) => pushes.finish(body)),
    "POST /api/deploy2/report_push_completed": withBody(() => null),

    "GET /api/v1/list_environment_variables": () => ({ environmentVariables: state.environment }),
    "POST /api/update_environment_variables": withBody(async (body) => {
      const parsed = changes.safeParse(body);
      if (!parsed.success)
        throw new RequestError(400, "BadJsonBody", z.prettifyError(parsed.error));
      await state.updateEnvironment(runner, parsed.data.changes);
      return null;
    }),
  };
}

/**
 * Lists the hashes of the app's deployed modules, which the CLI does not send again. Components are
 * always sent whole.
 */
function configHashes({ deployment }: DeploymentState) {
  const { functions, udfServerVersion, nodeVersion, definitions } = deployment;
  const modules = definitions.get("")?.modules ?? [];
  return {
    config: { functions },
    moduleHashes: modules.map((module) => ({
      path: module.path,
      hash: moduleHash(module),
      environment: module.environment,
    })),
    udfServerVersion,
    ...(nodeVersion === null ? {} : { nodeVersion }),
    nodeDependencies: [],
  };
}
