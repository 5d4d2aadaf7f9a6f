/**
 * Runs functions of the component through the `convex` CLI, with the CLI's rights on the deployment
 * that the options select.
 */
import { CommandError } from "./command";
import { runConvex } from "./convexCli";
import { selectLocal } from "./localSelection";

/** Passed on to the CLI: they select the deployment. */
export const deploymentOptions = {
  prod: { type: "boolean" },
  "deployment-name": { type: "string" },
  "env-file": { type: "string" },
  url: { type: "string" },
  "admin-key": { type: "string" },
  component: { type: "string", default: "banataAuth" },
} as const;

export const deploymentHelp = {
  prod: ["", "the project's production deployment"],
  "deployment-name": ["<name>", "the deployment with this name"],
  "env-file": [
    "<file>",
    "the deployment that this file names; .banata/convex.env names the local one",
  ],
  url: ["<url>", "the deployment at this URL, with --admin-key"],
  "admin-key": ["<key>", "the admin key of that deployment"],
  component: ["<path>", "the component's name in the app (default: banataAuth)"],
} as const;

export const deploymentNotes =
  "Uses the same deployment as `npx convex run`, or the app's local deployment when none is selected. Prints the result as JSON.";

export type Deployment = { readonly [Option in keyof typeof deploymentOptions]?: string | boolean };

type Arguments = { readonly [field: string]: unknown };

/** Prints the result of a function of setup.ts. */
export const printSetup = async (
  name: string,
  args: Arguments,
  deployment: Deployment,
): Promise<number> => await printResult(`setup:${name}`, args, deployment);

export const printResult = async (
  path: string,
  args: Arguments,
  deployment: Deployment,
): Promise<number> => print(await runFunction(path, args, deployment));

/** Prints the answer of an operation of the contract, called with the app's full access. */
export async function printOperation(
  [group, name]: readonly [group: string, name: string],
  projectId: string,
  input: Arguments,
  deployment: Deployment,
): Promise<number> {
  const request = { id: "banata-auth", ip: null, userAgent: null, idempotencyKey: null };
  const credential = { kind: "app", projectId };
  const args = { credential, input: JSON.stringify(input), request };
  const reply = await runFunction(`${group}/functions:${name}`, args, deployment);
  return print(JSON.parse((reply as { body: string }).body)); // an operation that hashes nothing
}

function print(result: unknown): number {
  console.log(JSON.stringify(result, null, 2));
  return 0;
}

/**
 * Returns the result of a function of the component; throws a CommandError with the message of its
 * error.
 */
export async function runFunction(
  path: string,
  args: Arguments,
  deployment: Deployment,
): Promise<unknown> {
  const local = await selectLocal(deployment, process.cwd(), process.env);
  const selected = local === null ? deployment : { ...deployment, "env-file": local };
  const { exitCode, stdout, stderr } = await runConvex(
    ["run", path, JSON.stringify(args), ...toFlags(selected)],
    {
      directory: process.cwd(),
      env: { CI: "1", ...process.env }, // CI: keeps a failing CLI from reporting its error, which hangs offline
    },
  );
  if (exitCode !== 0) throw new CommandError(parseProblem(stderr) ?? stderr.trim());
  return JSON.parse(stdout);
}

function toFlags(deployment: Deployment): string[] {
  return Object.entries(deployment).flatMap(([option, value]) =>
    value === undefined ? [] : value === true ? [`--${option}`] : [`--${option}=${value}`],
  );
}

/** Extracts the setup function's error message; null when something else failed. */
function parseProblem(output: string): string | null {
  const data = /ConvexError: (\{.*\})/.exec(output)?.[1];
  if (data === undefined) return null;
  try {
    // The shape of every error of the component (convex/component/core/errors.ts); any other error
    // is shown as the CLI printed it.
    const { message, errors = [] } = JSON.parse(data) as {
      message?: string;
      errors?: { field: string; message: string }[];
    };
    if (message === undefined) return null;
    return [message, ...errors.map((error) => `  ${error.field}: ${error.message}`)].join("\n");
  } catch {
    return null;
  }
}
