import { randomUUID } from "node:crypto";
import type { AnalyzedModule, AuthProvider, Runner } from "../../types";
import { authConfigPath, evaluateAuthProviders } from "../authProviders";
import type { ComponentDefinition, Deployment } from "../deployment";
import type { Environment } from "../environment";
import { toMessage, RequestError } from "../requestError";
import type { DeploymentState } from "../state";
import { evaluateConfigurations } from "./configuration";
import { pushedDefinitions } from "./pushedModules";
import type { PushedDefinition, PushRequest } from "./pushRequest";
import { evaluateSchema } from "./schemas";

/** An evaluated push, ready to be deployed, and the deployment that it was evaluated against. */
export interface PreparedPush {
  readonly deployment: Deployment;
  readonly base: Deployment;
  readonly environment: Environment;
  readonly providers: readonly AuthProvider[];
  readonly previousProviders: readonly AuthProvider[];
}

/**
 * Evaluates and analyzes a push without changing anything. Throws a RequestError with a message for
 * the CLI when code does not load, definitions do not match, or variables are not set.
 */
export async function preparePush(
  request: PushRequest,
  state: DeploymentState,
  runner: Runner,
): Promise<PreparedPush> {
  const base = state.deployment;
  const environment = state.environment;
  const previousProviders = state.current().authProviders;
  const pushed = pushedDefinitions(request, base);
  const configurations = await evaluateConfigurations(runner, pushed);

  const definitions = new Map<string, ComponentDefinition>();
  for (const definition of pushed) {
    definitions.set(definition.path, {
      path: definition.path,
      configuration: configurations.get(definition.path)!, // one for each pushed definition
      modules: definition.modules,
      analysis: {},
      schema: await evaluateSchema(runner, definition.path, definition.schema),
    });
  }
  const deployment: Deployment = {
    id: randomUUID(),
    functions: request.functions,
    udfServerVersion: request.appDefinition.udfServerVersion,
    nodeVersion: request.nodeVersion ?? null,
    definitions,
  };

  // A component that is installed only to generate its types has no variables.
  const appEnvironment = request.forCodegen
    ? environment
    : state.appEnvironment(deployment, environment);
  for (const definition of pushed) {
    const analysis = await analyze(
      runner,
      definition,
      base,
      definition.path === "" ? appEnvironment : {},
    );
    definitions.set(definition.path, { ...definitions.get(definition.path)!, analysis }); // set above
  }
  const providers = await evaluateAuthProviders(runner, deployment, appEnvironment);
  return { deployment, base, environment, providers, previousProviders };
}

/**
 * Components have no environment at module scope, so the analysis of unchanged code is reused. The
 * app may read variables there and is always analyzed again.
 */
async function analyze(
  runner: Runner,
  pushed: PushedDefinition,
  base: Deployment,
  environment: Environment,
): Promise<Record<string, AnalyzedModule>> {
  const before = base.definitions.get(pushed.path);
  if (pushed.path !== "" && before !== undefined && sameModules(before.modules, pushed.modules))
    return before.analysis;
  try {
    return Object.fromEntries(
      await runner.analyze(
        pushed.modules.filter(({ path }) => path !== authConfigPath),
        environment,
      ),
    );
  } catch (error) {
    const where = pushed.path === "" ? "" : ` of component "${pushed.path}"`;
    throw new RequestError(
      400,
      "InvalidModules",
      `Failed to analyze the modules${where}: ${toMessage(error)}`,
    );
  }
}

/** Unchanged modules are the same objects (`pushedDefinitions`). */
function sameModules(
  before: PushedDefinition["modules"],
  after: PushedDefinition["modules"],
): boolean {
  const known = new Set(before);
  return before.length === after.length && after.every((module) => known.has(module));
}
