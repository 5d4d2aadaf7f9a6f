/**
 * One local deployment for all test files, with `convex/` pushed to it by the unmodified CLI. Tests
 * make projects of their own in it.
 */
import type { TestProject as VitestProject } from "vitest/node";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setVariable } from "../../src/cli/deploymentVariables";
import { deployRecorded } from "./deployment";
import { DnsOverHttps } from "./dnsOverHttps";

declare module "vitest" {
  export interface ProvidedContext {
    deployment: { cloudUrl: string; siteUrl: string; baseUrl: string; adminKey: string };
    /** Where the deployment looks domains up; see `publishTxt`. */
    resolverUrl: string;
  }
}

export default async function setup(project: VitestProject) {
  const directory = await mkdtemp(join(tmpdir(), "banata-push-"));
  const deployment = await deployRecorded(join(directory, "push.json"));
  const { cloudUrl, siteUrl, adminKey } = deployment;
  const resolver = await new DnsOverHttps().start();
  await setVariable(deployment, "BANATA_AUTH_DNS_URL", resolver.url);
  project.provide("deployment", { cloudUrl, siteUrl, baseUrl: `${siteUrl}/banata`, adminKey });
  project.provide("resolverUrl", resolver.url);
  return async () => {
    await deployment.close();
    resolver.stop();
    await rm(directory, { recursive: true });
  };
}
