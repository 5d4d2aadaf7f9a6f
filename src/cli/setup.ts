/** Commands that set up and maintain any deployment. */
import { command, requireOption, type Command } from "./command";
import {
  deploymentHelp,
  deploymentNotes,
  deploymentOptions,
  printOperation,
  printResult,
  printSetup,
} from "./deployment";

const keyOptions = {
  project: { type: "string" },
  key: { type: "string" },
  ...deploymentOptions,
} as const;
const keyHelp = {
  project: ["<id>", "the key's project"],
  key: ["<id>", "the id of the key, ak_…; not the key itself"],
  ...deploymentHelp,
} as const;

export const setupCommands: readonly Command[] = [
  command({
    name: "project create",
    summary: "Creates a project.",
    options: {
      name: { type: "string" },
      slug: { type: "string" },
      description: { type: "string" },
      "key-prefix": { type: "string" },
      environment: { type: "string" },
      default: { type: "boolean" },
      ...deploymentOptions,
    },
    optionHelp: {
      name: ["<name>", "the display name"],
      slug: ["<slug>", "the name in URLs: a-z, 0-9 and -"],
      description: ["<text>", "a description"],
      "key-prefix": ["<prefix>", "the prefix of its API keys (default: sk_live_)"],
      environment: ["<label>", "its environment, such as production, which doctor compares"],
      default: ["", "make it the default project, for paths without /p/<project>"],
      ...deploymentHelp,
    },
    notes: deploymentNotes,
    run: ({
      name,
      slug,
      description,
      "key-prefix": keyPrefix,
      environment,
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
          environment,
          isDefault,
        },
        deployment,
      ),
  }),
  command({
    name: "project list",
    summary: "Lists the projects of the deployment, newest first.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: deploymentNotes,
    run: (deployment) => printSetup("listProjects", {}, deployment),
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
    notes: deploymentNotes,
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
    name: "key list",
    summary: "Lists the API keys of a project, without their secrets.",
    options: { project: { type: "string" }, ...deploymentOptions },
    optionHelp: { project: ["<id>", "the project"], ...deploymentHelp },
    notes: deploymentNotes,
    run: ({ project, ...deployment }) =>
      printOperation(["apiKeys", "listKeys"], requireOption(project, "project"), {}, deployment),
  }),
  command({
    name: "key revoke",
    summary: "Revokes an API key immediately and permanently.",
    options: keyOptions,
    optionHelp: keyHelp,
    notes: deploymentNotes,
    run: ({ project, key, ...deployment }) =>
      printOperation(
        ["apiKeys", "deleteKey"],
        requireOption(project, "project"),
        { keyId: requireOption(key, "key") },
        deployment,
      ),
  }),
  command({
    name: "key rotate",
    summary: "Replaces an API key by one with the same permissions and shows it once.",
    options: { ...keyOptions, "grace-period": { type: "string" } },
    optionHelp: {
      ...keyHelp,
      "grace-period": [
        "<seconds>",
        "how long the old key stays valid, up to 2592000 (default: the API's own)",
      ],
    },
    notes: deploymentNotes,
    run: ({ project, key, "grace-period": seconds, ...deployment }) =>
      printOperation(
        ["apiKeys", "rotateKey"],
        requireOption(project, "project"),
        {
          keyId: requireOption(key, "key"),
          gracePeriodSeconds: seconds === undefined ? undefined : Number(seconds),
        },
        deployment,
      ),
  }),
  command({
    name: "admin-key create",
    summary: "Creates an API key that can manage projects and shows it once.",
    options: { name: { type: "string" }, ...deploymentOptions },
    optionHelp: { name: ["<name>", "the key's name"], ...deploymentHelp },
    notes: deploymentNotes,
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
    notes: deploymentNotes,
    run: ({ email, name, ...deployment }) =>
      printSetup(
        "createOperator",
        { email: requireOption(email, "email"), name: requireOption(name, "name") },
        deployment,
      ),
  }),
  command({
    name: "operator link",
    summary: "Makes a link with which an operator signs in once; creates the operator if needed.",
    options: {
      email: { type: "string" },
      project: { type: "string" },
      role: { type: "string" },
      ...deploymentOptions,
    },
    optionHelp: {
      email: ["<address>", "the operator's email address"],
      project: ["<id>", "make the operator a member of this project"],
      role: ["<role>", "owner (default), admin, developer, support or viewer in that project"],
      ...deploymentHelp,
    },
    notes: `The link works for 15 minutes and replaces the operator's earlier one. ${deploymentNotes}`,
    run: ({ email, project, role, ...deployment }) =>
      printSetup(
        "createOperatorLink",
        { email: requireOption(email, "email"), projectId: project, role },
        deployment,
      ),
  }),
  command({
    name: "operator reset",
    summary: "Removes an operator's credentials and sessions, and makes a new sign-in link.",
    options: { email: { type: "string" }, ...deploymentOptions },
    optionHelp: { email: ["<address>", "the operator's email address"], ...deploymentHelp },
    notes: `For an operator who has lost the passkey or second factor. ${deploymentNotes}`,
    run: ({ email, ...deployment }) =>
      printSetup("resetOperator", { email: requireOption(email, "email") }, deployment),
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
token has expired. ${deploymentNotes}`,
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
BANATA_AUTH_SECRET_PREVIOUS first; docs/rotation.md has the steps. ${deploymentNotes}`,
    run: (deployment) => printSetup("resealSecrets", {}, deployment),
  }),
  command({
    name: "secret status",
    summary: "Shows whether BANATA_AUTH_SECRET_PREVIOUS can be removed.",
    options: deploymentOptions,
    optionHelp: deploymentHelp,
    notes: `Counts the values that are not encrypted with the current secret. ${deploymentNotes}`,
    run: (deployment) => printResult("secretRotation/status:status", {}, deployment),
  }),
];
