/**
 * Setup commands for any deployment. They run the component's setup functions through the `convex`
 * CLI, with the CLI's rights on that deployment.
 */
import { command, CommandError, requireOption, type Command } from "./command";
import { runConvex } from "./convexCli";

/** Passed on to the CLI: they select the deployment. */
const deploymentOptions = {
  prod: { type: "boolean" },
  "deployment-name": { type: "string" },
  "env-file": { type: "string" },
  url: { type: "string" },
  "admin-key": { type: "string" },
  component: { type: "string", default: "banataAuth" },
} as const;

const deploymentHelp = {
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

const notes =
  "Uses the same deployment as `npx convex run` unless told otherwise. Prints the result as JSON.";

type Deployment = { readonly [Option in keyof typeof deploymentOptions]?: string | boolean };

export const setupCommands: readonly Command[] = [
  command({
    name: "project create",
    summary: "Creates a project.",
    options: {
      name: { type: "string" },
      slug: { type: "string" },
      description: { type: "string" },
      "key-prefix": { type: "string" },
      default: { type: "boolean" },
      ...deploymentOptions,
    },
    optionHelp: {
      name: ["<name>", "the display name"],
      slug: ["<slug>", "the name in URLs: a-z, 0-9 and -"],
      description: ["<text>", "a description"],
      "key-prefix": ["<prefix>", "the prefix of its API keys (default: sk_live_)"],
      default: ["", "make it the default project, for paths without /p/<project>"],
      ...deploymentHelp,
    },
    notes,
    run: ({
      name,
      slug,
      description,
      "key-prefix": keyPrefix,
      default: isDefault,
      ...deployment
    }) =>
      printSetup(
        "createProject",
        {
          name: requireOption(name, "name"),
          slug: requireOption(slug, "slug"),
          description,
          keyPrefix,
          isDefault,
        },
        deployment,
      ),
  }),
  command({
    name: "key create",
    summary: "Creates an API key of a project and shows it once.",
    options: {
      project: { type: "string" },
      name: { type: "string" },
      permission: { type: "string", multiple: true },
      ...deploymentOptions,
    },
    optionHelp: {
      project: ["<id>", "the key's project"],
      name: ["<name>", "the key's name"],
      permission: ["<slug>", "a permission to grant (repeatable; default: all permissions)"],
      ...deploymentHelp,
    },
    notes,
    run: ({ project, name, permission, ...deployment }) =>
      printSetup(
        "createKey",
        {
          projectId: requireOption(project, "project"),
          name: requireOption(name, "name"),
          permissions: permission,
        },
        deployment,
      ),
  }),
  command({
    name: "admin-key create",
    summary: "Creates an API key that can manage projects and shows it once.",
    options: { name: { type: "string" }, ...deploymentOptions },
    optionHelp: { name: ["<name>", "the key's name"], ...deploymentHelp },
    notes,
    run: ({ name, ...deployment }) =>
      printSetup("createAdminKey", { name: requireOption(name, "name") }, deployment),
  }),
  command({
    name: "operator create",
    summary: "Creates an operator: a user of the admin project.",
    options: { email: { type: "string" }, name: { type: "string" }, ...deploymentOptions },
    optionHelp: {
      email: ["<address>", "the email address to sign in with"],
      name: ["<name>", "the person's name"],
      ...deploymentHelp,
    },
    notes,
    run: ({ email, name, ...deployment }) =>
      printSetup(
        "createOperator",
        { email: requireOption(email, "email"), name: requireOption(name, "name") },
        deployment,
      ),
  }),
  command({
    name: "signing-keys rotate",
    summary: "Rotates the keys that sign tokens.",
    options: {
      project: { type: "string" },
      now: { type: "boolean" },
      ...deploymentOptions,
    },
    optionHelp: {
      project: [
        "<id>",
        "rotate this project's keys (default: the deployment's, which sign tokens for Convex)",
      ],
      now: ["", "for a stolen key: sign with the new key and stop trusting old keys immediately"],
      ...deploymentHelp,
    },
    notes: `Without --now the new key starts to sign after 300 seconds, and the old one stays valid until its last
token has expired. ${notes}`,
    run: ({ project, now, ...deployment }) =>
      printSetup(
        "rotateSigningKeys",
        { projectId: project ?? null, now: now === true },
        deployment,
      ),
  }),
  command({
    name: "secret reseal",
    summary: "Re-encrypts all stored secrets with the current BANATA_AUTH_SECRET.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: `Continues in the background, even after a restart of the deployment. Set
BANATA_AUTH_SECRET_PREVIOUS first; docs/rotation.md has the steps. ${notes}`,
    run: (deployment) => printSetup("resealSecrets", {}, deployment),
  }),
  command({
    name: "secret status",
    summary: "Shows whether BANATA_AUTH_SECRET_PREVIOUS can be removed.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: `Counts the values that are not encrypted with the current secret. ${notes}`,
    run: (deployment) => printResult("secretRotation/status:status", {}, deployment),
  }),
];

type Arguments = { readonly [field: string]: unknown };

const printSetup = async (name: string, args: Arguments, deployment: Deployment): Promise<number> =>
  await printResult(`setup:${name}`, args, deployment);

async function printResult(path: string, args: Arguments, deployment: Deployment): Promise<number> {
  const { exitCode, stdout, stderr } = await runConvex(
    ["run", path, JSON.stringify(args), ...toFlags(deployment)],
    {
      directory: process.cwd(),
      env: { CI: "1", ...process.env }, // CI: keeps a failing CLI from reporting its error, which hangs offline
    },
  );
  if (exitCode !== 0) throw new CommandError(parseProblem(stderr) ?? stderr.trim());
  console.log(JSON.stringify(JSON.parse(stdout), null, 2));
  return 0;
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
