/**
 * Serves the deployment in the directory given until it is killed; prints its addresses once it
 * does.
 */
import { startLocalDeployment } from "@banata-auth/local";
import { testMode } from "./testMode";

const { cloudUrl, siteUrl, adminKey } = await startLocalDeployment({
  directory: process.argv[2]!,
  cloudPort: 0,
  sitePort: 0,
  mode: testMode,
});
process.stdout.write(`${JSON.stringify({ cloudUrl, siteUrl, adminKey })}\n`);
