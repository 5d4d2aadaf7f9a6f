/**
 * One local deployment for all test files, with `convex/` pushed to it by the unmodified CLI. Tests
 * make projects of their own in it.
 */
import type { TestProject as VitestProject } from "vitest/node";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployRecorded } from "./deployment";

declare module "vitest" {
  export interface ProvidedContext {
    deployment: { cloudUrl: string; siteUrl: string; baseUrl: string; adminKey: string };
  }
}

export default async function setup(project: VitestProject) {
  const directory = await mkdtemp(join(tmpdir(), "banata-push-"));
  const deployment = await deployRecorded(join(directory, "push.json"));
  const { cloudUrl, siteUrl, adminKey } = deployment;
  project.provide("deployment", { cloudUrl, siteUrl, baseUrl: `${siteUrl}/banata`, adminKey });
  return async () => {
    await deployment.close();
    await rm(directory, { recursive: true });
  };
}
