/**
 * One local deployment for all test files, with `convex/` pushed to it by the unmodified CLI. Tests
 * make projects of their own in it.
 */
import type { TestProject as VitestProject } from "vitest/node";
import { deployApp } from "./deployment";

declare module "vitest" {
  export interface ProvidedContext {
    deployment: { cloudUrl: string; siteUrl: string; baseUrl: string; adminKey: string };
  }
}

export default async function setup(project: VitestProject) {
  const deployment = await deployApp();
  const { cloudUrl, siteUrl, adminKey } = deployment;
  project.provide("deployment", { cloudUrl, siteUrl, baseUrl: `${siteUrl}/banata`, adminKey });
  return async () => await deployment.close();
}
