import { randomUUID } from "node:crypto";
import type {
  AppHolder,
  AuthProvider,
  ComponentPath,
  ComponentSchema,
  Database,
  DeployedApp,
  DeployedComponent,
  Runner,
} from "../types";
import { evaluateAuthProviders } from "./authProviders";
import { installComponents } from "./componentTree";
import { emptyDeployment, type Deployment } from "./deployment";
import { readDeployment, writeDeployment } from "./deploymentStore";
import {
  readEnvironment,
  resolveEnvironments,
  writeEnvironment,
  type DeploymentUrls,
  type Environment,
  type EnvironmentChange,
} from "./environment";
import { toMessage, RequestError } from "./requestError";

/**
 * The deployed app, and the only place that changes it. A push or a change of the environment first
 * becomes durable and then replaces the `DeployedApp` in one step. Changes are serialized.
 */
export class DeploymentState implements AppHolder {
  private deployed: Deployment = emptyDeployment;
  private variables: Environment = {};
  private app: DeployedApp;
  private readonly listeners = new Set<(app: DeployedApp) => void>();
  private changes: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly urls: DeploymentUrls,
    private readonly log: (message: string) => void,
  ) {
    this.app = buildApp(emptyDeployment, {}, urls, []);
  }

  current(): DeployedApp {
    return this.app;
  }

  onChange(listener: (app: DeployedApp) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get deployment(): Deployment {
    return this.deployed;
  }

  /** The variables of the deployment, without the built-in ones. */
  get environment(): Environment {
    return this.variables;
  }

  /** Loads the deployment that an earlier process stored in the data directory. */
  async load(runner: Runner): Promise<void> {
    const tx = this.database.begin();
    const deployment = readDeployment(tx);
    const variables = readEnvironment(tx);
    // The URLs may have changed since the push, so everything that depends on them is evaluated
    // again. A deployment that no longer evaluates must still start, so that a push can repair it.
    let providers: AuthProvider[] = [];
    try {
      providers = await evaluateAuthProviders(
        runner,
        deployment,
        this.appEnvironment(deployment, variables),
      );
    } catch (error) {
      this.log(`auth.config.ts is not in effect: ${toMessage(error)}`);
    }
    this.swap(deployment, variables, buildApp(deployment, variables, this.urls, providers));
  }

  /**
   * Returns the environment of the app itself. Throws RequestError when a declared variable is
   * missing.
   */
  appEnvironment(deployment: Deployment, variables: Environment = this.variables): Environment {
    return resolveEnvironments(installComponents(deployment.definitions), variables, this.urls).get(
      "",
    )!; // the tree has its root
  }

  /**
   * Sets and removes variables of the deployment. Rejects without any change when the deployed app
   * could not run with the result: a required variable would be missing, or `auth.config.ts` would
   * fail.
   */
  updateEnvironment(runner: Runner, changes: readonly EnvironmentChange[]): Promise<void> {
    return this.oneAtATime(async () => {
      const tx = this.database.begin();
      writeEnvironment(tx, changes);
      const variables = readEnvironment(tx);
      const providers = await evaluateAuthProviders(
        runner,
        this.deployed,
        this.appEnvironment(this.deployed, variables),
      );
      const app = buildApp(this.deployed, variables, this.urls, providers);
      await tx.commit();
      this.swap(this.deployed, variables, app);
    });
  }

  /**
   * Replaces `base` with a pushed deployment in one commit, after checking all data against its
   * schemas. Throws a `RaceDetected` RequestError when another deployment was pushed or the
   * environment changed since the push began.
   */
  deploy(push: {
    readonly deployment: Deployment;
    readonly base: Deployment;
    readonly environment: Environment;
    readonly providers: readonly AuthProvider[];
  }): Promise<void> {
    return this.oneAtATime(async () => {
      if (push.base !== this.deployed)
        throw new RequestError(400, "RaceDetected", "Schema was overwritten by another push.");
      if (push.environment !== this.variables)
        throw new RequestError(400, "RaceDetected", "Environment variables changed during push.");
      const app = buildApp(push.deployment, this.variables, this.urls, push.providers);
      await this.database.applySchemas(collectSchemas(push.deployment), (tx) =>
        writeDeployment(tx, push.deployment),
      );
      this.swap(push.deployment, this.variables, app);
    });
  }

  private swap(deployment: Deployment, variables: Environment, app: DeployedApp): void {
    this.deployed = deployment;
    this.variables = variables;
    this.app = app;
    for (const listener of this.listeners) listener(app);
  }

  private oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const result = this.changes.then(change);
    this.changes = result.catch(() => undefined);
    return result;
  }
}

/** Returns the schema of each installed component; null where it has none. */
export function collectSchemas(deployment: Deployment): Map<ComponentPath, ComponentSchema | null> {
  const components = installComponents(deployment.definitions).values();
  return new Map([...components].map(({ path, definition }) => [path, definition.schema]));
}

function buildApp(
  deployment: Deployment,
  variables: Environment,
  urls: DeploymentUrls,
  authProviders: readonly AuthProvider[],
): DeployedApp {
  const installed = installComponents(deployment.definitions);
  const environments = resolveEnvironments(installed, variables, urls);
  const components = new Map<ComponentPath, DeployedComponent>();
  for (const { path, name, definition, httpPrefix, children } of installed.values()) {
    components.set(path, {
      path,
      name,
      definitionPath: definition.path,
      env: environments.get(path) ?? {},
      httpPrefix,
      modules: new Map(definition.modules.map((module) => [module.path, module])),
      analysis: new Map(Object.entries(definition.analysis)),
      schema: definition.schema,
      children,
    });
  }
  return { version: randomUUID(), components, authProviders };
}
