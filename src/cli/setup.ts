/**
 * First steps on any deployment: the component's setup functions, run through the `convex` CLI with
 * whatever rights it has there.
 */
import { command, CommandError, required, type Command } from "./command";
import { runConvex } from "./convexCli";

/** Handed to the CLI as they are: they choose the deployment. */
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
  "deployment-name": ["<name>", "the deployment of this name"],
  "env-file": [
    "<file>",
    "the deployment that this file names; .banata/convex.env is the local one",
  ],
  url: ["<url>", "the deployment at this address, with --admin-key"],
  "admin-key": ["<key>", "the admin key of that deployment"],
  component: ["<path>", "where the component is installed in the app (banataAuth)"],
} as const;

const notes =
  "Without a choice it is the deployment that `npx convex run` would take. Prints the result as JSON.";

type Deployment = { readonly [Option in keyof typeof deploymentOptions]?: string | boolean };

export const setupCommands: readonly Command[] = [
  command({
    name: "project create",
    summary: "Makes a project.",
    options: {
      name: { type: "string" },
      slug: { type: "string" },
      description: { type: "string" },
      "key-prefix": { type: "string" },
      default: { type: "boolean" },
      ...deploymentOptions,
    },
    optionHelp: {
      name: ["<name>", "what people call it"],
      slug: ["<slug>", "its name in URLs: a-z, 0-9 and -"],
      description: ["<text>", "what it is for"],
      "key-prefix": ["<prefix>", "what its keys begin with (sk_live_)"],
      default: ["", "it answers paths without /p/<project>"],
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
          name: required(name, "name"),
          slug: required(slug, "slug"),
          description,
          keyPrefix,
          isDefault,
        },
        deployment,
      ),
  }),
  command({
    name: "key create",
    summary: "Makes an API key of a project, shown once.",
    options: {
      project: { type: "string" },
      name: { type: "string" },
      permission: { type: "string", multiple: true },
      ...deploymentOptions,
    },
    optionHelp: {
      project: ["<id>", "the project it belongs to"],
      name: ["<name>", "what it is for"],
      permission: [
        "<slug>",
        "what it may do, as often as needed; without any it may do everything",
      ],
      ...deploymentHelp,
    },
    notes,
    run: ({ project, name, permission, ...deployment }) =>
      printSetup(
        "createKey",
        {
          projectId: required(project, "project"),
          name: required(name, "name"),
          permissions: permission,
        },
        deployment,
      ),
  }),
  command({
    name: "admin-key create",
    summary: "Makes an API key that may manage projects, shown once.",
    options: { name: { type: "string" }, ...deploymentOptions },
    optionHelp: { name: ["<name>", "what it is for"], ...deploymentHelp },
    notes,
    run: ({ name, ...deployment }) =>
      printSetup("createAdminKey", { name: required(name, "name") }, deployment),
  }),
  command({
    name: "operator create",
    summary: "Makes an operator: a user of the admin project.",
    options: { email: { type: "string" }, name: { type: "string" }, ...deploymentOptions },
    optionHelp: {
      email: ["<address>", "the address to sign in with"],
      name: ["<name>", "the person's name"],
      ...deploymentHelp,
    },
    notes,
    run: ({ email, name, ...deployment }) =>
      printSetup(
        "createOperator",
        { email: required(email, "email"), name: required(name, "name") },
        deployment,
      ),
  }),
  command({
    name: "signing-keys rotate",
    summary: "Replaces the keys that sign tokens.",
    options: {
      project: { type: "string" },
      now: { type: "boolean" },
      ...deploymentOptions,
    },
    optionHelp: {
      project: ["<id>", "the project's keys; without it the deployment's, for Convex itself"],
      now: ["", "for a stolen key: the new one signs and the old ones end at once"],
      ...deploymentHelp,
    },
    notes: `Without --now the new key signs in 300 seconds, and the old one verifies until its last token has
expired. ${notes}`,
    run: ({ project, now, ...deployment }) =>
      printSetup(
        "rotateSigningKeys",
        { projectId: project ?? null, now: now === true },
        deployment,
      ),
  }),
  command({
    name: "secret reseal",
    summary: "Seals all stored secrets anew under the current BANATA_AUTH_SECRET.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: `Goes on in the background, also after the deployment was stopped. Set
BANATA_AUTH_SECRET_PREVIOUS first: docs/rotation.md has the steps. ${notes}`,
    run: (deployment) => printSetup("resealSecrets", {}, deployment),
  }),
  command({
    name: "secret status",
    summary: "Says whether BANATA_AUTH_SECRET_PREVIOUS may be removed.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: `Counts what is not sealed under the current secret. ${notes}`,
    run: (deployment) => printResult("secretRotation/status:status", {}, deployment),
  }),
];

type Arguments = { readonly [field: string]: unknown };

const printSetup = async (name: string, args: Arguments, deployment: Deployment): Promise<number> =>
  await printResult(`setup:${name}`, args, deployment);

async function printResult(path: string, args: Arguments, deployment: Deployment): Promise<number> {
  const { exitCode, stdout, stderr } = await runConvex(
    ["run", path, JSON.stringify(args), ...flags(deployment)],
    {
      directory: process.cwd(),
      env: { CI: "1", ...process.env }, // CI: a failing CLI does not try to report its error, which hangs offline
    },
  );
  if (exitCode !== 0) throw new CommandError(problemIn(stderr) ?? stderr.trim());
  console.log(JSON.stringify(JSON.parse(stdout), null, 2));
  return 0;
}

function flags(deployment: Deployment): string[] {
  return Object.entries(deployment).flatMap(([option, value]) =>
    value === undefined ? [] : value === true ? [`--${option}`] : [`--${option}=${value}`],
  );
}

/** What the setup function refused, in a line; null when it was not the function that failed. */
function problemIn(output: string): string | null {
  const data = /ConvexError: (\{.*\})/.exec(output)?.[1];
  if (data === undefined) return null;
  try {
    // The shape every error of the component has (convex/component/core/errors.ts); anything else is
    // shown as the CLI printed it.
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
