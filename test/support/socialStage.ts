/** A runtime whose social providers are a server of the test's, for the tests of a `describe`. */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import type { WireClient } from "./wireClient";
import { deployApp, repository } from "./deployment";
import {
  deployedRuntime,
  httpRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "./runtime";
import { SocialProviders } from "./socialProviders";
import { setUp, socialVisitor } from "./socialVisitor";

const VARIABLE = "BANATA_LOCAL_PROVIDER_URL";
export const engines = ["on the test engine", "on a local deployment"] as const;

/** `host` of the local deployment: a name for passkeys, else 127.0.0.1. */
export function socialStage(where: (typeof engines)[number], host?: "localhost") {
  const server = new SocialProviders();
  let deployment: LocalDeployment | null = null;
  let engine: ReturnType<typeof httpRuntime> | null = null;
  let runtime: HttpRuntime | null = null;
  beforeAll(async () => {
    process.env[VARIABLE] = (await server.start()).url; // the test engine reads it in this process
    if (where === "on a local deployment") {
      deployment = await deployApp(null, repository, "cheap", host);
      await setVariable(deployment, VARIABLE, server.url);
    } else engine = httpRuntime();
    runtime = engine ?? deployedRuntime(deployment!); // one of the two
  }, 120_000);
  beforeEach(() => server.reset());
  afterAll(async () => {
    server.close();
    await deployment?.close();
  });

  const stage = {
    server,
    get runtime(): HttpRuntime {
      return runtime!; // from beforeAll on
    },
    /** Null on the local deployment, whose rows nobody sees. */
    get engine() {
      return engine?.engine ?? null;
    },
    /** A project that has set these providers up, and somebody who visits it. */
    begin: async (...providerIds: string[]) => {
      const project = await newProject(stage.runtime);
      for (const id of providerIds) await setUp(stage.runtime, project, id);
      return { project, admin: stage.runtime.client(project), visitor: stage.visitor(project) };
    },
    visitor: (project: Pick<TestProject, "id">, cookies?: Map<string, string>) =>
      socialVisitor(stage.runtime, project, cookies),
  };
  return stage;
}

export const eventTypes = async (admin: WireClient, ...wanted: string[]): Promise<string[]> =>
  (await admin.events.listEvents({ eventTypes: wanted })).data.map(({ type }) => type);
