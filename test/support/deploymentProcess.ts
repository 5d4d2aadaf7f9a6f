/**
 * Serves the deployment in the directory given until it is killed; prints its addresses once it
 * does.
 */
import { startLocalDeployment } from "@banata-auth/local";

const { cloudUrl, siteUrl, adminKey } = await startLocalDeployment({
  directory: process.argv[2]!,
  cloudPort: 0,
  sitePort: 0,
});
process.stdout.write(`${JSON.stringify({ cloudUrl, siteUrl, adminKey })}\n`);
