import { join, relative } from "node:path";
import { CommandError } from "./command";
import { fetchVariable } from "./deploymentVariables";
import { readIfExists } from "./init/app";
import { LocalFiles } from "./localFiles";

/** Options that select a deployment. */
const OPTIONS = ["prod", "deployment-name", "env-file", "url"] as const;
/** Variables that do, in the environment or in the files that the convex CLI reads. */
const VARIABLES =
  /^\s*(?:export\s+)?CONVEX_(DEPLOYMENT|DEPLOYMENT_TOKEN|DEPLOY_KEY|SELF_HOSTED_URL)[ \t]*=[ \t]*[^\s#]/m;

/** The options of a command. */
type Options = { readonly [option: string]: string | boolean | undefined };

/**
 * Returns the env file of the app's local deployment when nothing else selects one, or null:
 * `convex dev` on that deployment has removed `CONVEX_DEPLOYMENT` from `.env.local`, so the convex
 * CLI alone would find none.
 *
 * @throws CommandError when the local deployment is selected but does not run
 */
export async function selectLocal(
  options: Options,
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (OPTIONS.some((option) => options[option] !== undefined)) return null;
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  if (set.some((line) => VARIABLES.test(line))) return null;
  for (const file of [".env.local", ".env"])
    if (VARIABLES.test((await readIfExists(join(directory, file))) ?? "")) return null;

  const { cliEnv } = new LocalFiles(directory);
  const named = await readIfExists(cliEnv);
  if (named === null) return null;
  const read = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(named)?.[1] ?? "";
  const cloudUrl = read("CONVEX_SELF_HOSTED_URL");
  // Another app's deployment may have the port now: it refuses this key.
  const answers = await fetchVariable(
    { cloudUrl, adminKey: read("CONVEX_SELF_HOSTED_ADMIN_KEY") },
    "BANATA_AUTH_SECRET",
  ).then(
    () => true,
    () => false,
  );
  if (!answers)
    throw new CommandError(
      "No deployment is selected, and this app's local deployment does not run. Start it with npx banata-auth dev, or select another one: --prod, --deployment-name, --env-file, or --url with --admin-key.",
    );
  console.error(`Using this app's local deployment at ${cloudUrl}.`);
  return relative(directory, cliEnv);
}
