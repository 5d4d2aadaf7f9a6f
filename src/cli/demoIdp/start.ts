import { isLoopback } from "../../../convex/component/core/webAddresses";
import { CommandError } from "../command";
import { fetchVariable } from "../deploymentVariables";
import type { LocalFacts, LocalFiles } from "../localFiles";
import { readScimState } from "../demoScim/state";
import { findFreePort } from "../ports";
import { DemoIdp } from "./demoIdp";
import { openServer } from "./server";
import { setUpDemo, type DemoIds } from "./setUp";
import { createState, readState, writeState } from "./state";

export interface DemoOptions {
  /** Undefined for the port of the last start. */
  readonly port?: number | undefined;
  /** How browsers and the deployment name the identity provider's host. */
  readonly host?: "127.0.0.1" | "localhost";
  readonly appUrl: string;
  readonly component: string;
}

export interface StartedDemo {
  readonly url: string;
  readonly ids: DemoIds;
  close(): Promise<void>;
}

/** At the first start. */
const DEFAULT_PORT = 3230;

/**
 * Starts the identity provider and configures the local deployment for it.
 *
 * @throws CommandError when the deployment is not local, or does not run
 */
export async function startDemoIdp(
  files: LocalFiles,
  { port: requested, host = "127.0.0.1", appUrl, component }: DemoOptions,
): Promise<StartedDemo> {
  const facts = await requireLocalDeployment(await files.facts());
  const before = await readState(files);
  const port = requested ?? (await findPort(files, before?.port ?? DEFAULT_PORT));
  const server = await openServer(port);
  try {
    const state = { ...(before ?? (await createState(server.port))), port: server.port };
    await writeState(files, state); // keys first: connections name them
    const url = `http://${host}:${server.port}`;
    const idp = new DemoIdp(url, state);
    server.answerBy(idp);
    const sharedOrganization = (await readScimState(files))?.organization;
    const setup = { facts, state, idp, appUrl, component, sharedOrganization };
    const ids = await setUpDemo(setup);
    await writeState(files, { ...state, ids });
    return { url, ids, close: server.close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function findPort(files: LocalFiles, wanted: number): Promise<number> {
  const ports = await files.ports();
  return await findFreePort(wanted, [ports?.cloudPort, ports?.sitePort]);
}

/**
 * In the demos anyone can sign in as anyone, and a domain without a DNS record counts as verified, so
 * they run with deployments of this machine alone.
 */
export async function requireLocalDeployment(facts: LocalFacts | null): Promise<LocalFacts> {
  if (facts === null)
    throw new CommandError(
      "This app has no local deployment. Start it with npx banata-auth dev, and run this command in another terminal.",
    );
  const { cloudUrl, siteUrl, baseUrl } = facts;
  for (const url of [cloudUrl, siteUrl, baseUrl])
    if (!URL.canParse(url) || !isLoopback(new URL(url).hostname))
      throw new CommandError(
        `The demos check no password and no DNS record, so they work with a local deployment only, and not with ${url}.`,
      );
  try {
    await fetchVariable(facts, "BANATA_AUTH_SECRET");
  } catch {
    throw new CommandError(
      `This app's local deployment does not run at ${cloudUrl}. Start it with npx banata-auth dev, and run this command in another terminal.`,
    );
  }
  return facts;
}
