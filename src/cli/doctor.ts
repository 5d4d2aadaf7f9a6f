/** `banata-auth doctor`: what a deployment and its projects lack before customers use them. */
import { command, type Command } from "./command";
import { deploymentHelp, deploymentOptions, type Deployment } from "./deployment";
import { runDeploymentChecks } from "./doctor/deploymentChecks";
import {
  checkSharedSecrets,
  notCompared,
  readFingerprints,
  writeFingerprints,
} from "./doctor/fingerprints";
import { countStatuses, format, type Diagnosis } from "./doctor/output";
import { loadReport } from "./doctor/report";

export const doctorCommand: Command = command({
  name: "doctor",
  summary: "Checks whether a deployment and its projects are ready for customers.",
  options: {
    project: { type: "string" },
    fingerprints: { type: "string" },
    json: { type: "boolean" },
    ...deploymentOptions,
  },
  optionHelp: {
    project: ["<id>", "check only this project (default: all of them, at most 200)"],
    fingerprints: ["<file>", "compare secrets with the deployments in this file, and add this one"],
    json: ["", "print the result as JSON"],
    ...deploymentHelp,
  },
  notes: `Exits with 1 when a check failed. Uses the same deployment as \`npx convex run\` unless told otherwise.

--fingerprints finds secrets and keys that two deployments share: run the command with the same
file on each of them, without --project, which only compares. The file holds a random salt and keyed
hashes, no secrets. Delete it afterwards.`,
  run: async ({ project = null, fingerprints = null, json = false, ...deployment }) => {
    const diagnosis = await examine({ project, fingerprints }, deployment);
    console.log(json ? JSON.stringify(diagnosis, null, 2) : format(diagnosis));
    return countStatuses(diagnosis).failed > 0 ? 1 : 0;
  },
});

async function examine(
  { project, fingerprints }: { project: string | null; fingerprints: string | null },
  deployment: Deployment,
): Promise<Diagnosis> {
  const file = fingerprints === null ? null : await readFingerprints(fingerprints);
  const report = await loadReport({ projectId: project, salt: file?.salt ?? null }, deployment);
  if ("id" in report) return { siteUrl: null, checks: [report], projects: [] };
  const shared = file === null ? [notCompared] : checkSharedSecrets(file, report);
  // A file with one project's secrets only would say less than it seems to.
  if (file !== null && fingerprints !== null && project === null)
    await writeFingerprints(fingerprints, file, report);
  return {
    siteUrl: report.siteUrl,
    checks: [...(await runDeploymentChecks(report)), ...shared],
    projects: report.projects.map(({ id, name, checks }) => ({
      id,
      name,
      // The deployment's own row says what was compared.
      checks: checks.filter((check) => check.id !== "shared_secrets"),
    })),
  };
}
