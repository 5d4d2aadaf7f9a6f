/**
 * Regenerates the `_generated` folders of `convex/` with the unmodified CLI. The CLI needs a
 * deployment to analyze the code; this one is local, in memory, and ends with the script.
 */
import { join } from "node:path";
import { startLocalDeployment } from "@banata-auth/local";
import { runConvex } from "../src/cli/convexCli";
import { setVariable } from "../src/cli/deploymentVariables";

const deployment = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
try {
  const { cloudUrl, adminKey } = deployment;
  await setVariable(deployment, "BANATA_AUTH_SECRET", "unused: codegen runs no functions");
  const { exitCode, stdout, stderr } = await runConvex(["codegen", "--typecheck", "disable"], {
    directory: join(import.meta.dirname, ".."),
    env: {
      ...process.env,
      CI: "1",
      CONVEX_SELF_HOSTED_URL: cloudUrl,
      CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
    },
  });
  if (exitCode !== 0) console.error(stdout + stderr);
  process.exitCode = exitCode;
} finally {
  await deployment.close();
}
