/** The checks of `projects.getReadiness`: one row for each. */
import { notFound } from "../../core/errors";
import { DEFAULT_RETENTION } from "../../auditLogs/retention";
import type { DeploymentReader } from "../../tenancy/deployment";
import type { ReadContext } from "../../tenancy/functions";
import { toIsoDate } from "../../wire/fields";
import { readinessChecks, type ReadinessCheck, type ReadinessCheckId } from "../contract";
import { findProject } from "../model";
import { checkAuthClients, checkOneEnvironment } from "./addressChecks";
import { checkAuthDomain } from "./domainCheck";
import { loadFacts, type ReadinessFacts } from "./facts";
import { finding, ok, type Finding } from "./finding";
import { checkEmailProvider, checkProviderCredentials, checkSignInMethods } from "./signInChecks";

/** Throws `not_found` for a project that the caller cannot see. */
export async function getReadiness(
  ctx: ReadContext & { deployment: DeploymentReader },
  id = ctx.caller.project.id,
): Promise<ReadinessCheck[]> {
  const project = await findProject(ctx, id);
  if (!project) throw notFound("Project");
  const isOwn = project.id === ctx.caller.project.id;
  const db = isOwn ? ctx.db : ctx.deployment.readerFor(project);
  return runChecks(await loadFacts(db, ctx.deployment, project, ctx.now));
}

export const runChecks = (facts: ReadinessFacts): ReadinessCheck[] =>
  readinessChecks.map((id) => ({ id, ...checks[id](facts) }));

const checks: Readonly<Record<ReadinessCheckId, (facts: ReadinessFacts) => Finding>> = {
  sign_in_methods: checkSignInMethods,
  provider_credentials: checkProviderCredentials,
  email_provider: checkEmailProvider,
  auth_clients: checkAuthClients,
  one_environment: checkOneEnvironment,

  auth_domain: checkAuthDomain,

  // Sealed values differ for each project, and other deployments are out of reach.
  shared_secrets: () =>
    finding(
      "unknown",
      "A project cannot see the secrets of other projects and deployments.",
      "Compare them with npx banata-auth doctor --fingerprints <file>.",
    ),

  api_key_rotation: ({ apiKeyRotatedAt, retention }) => {
    if (apiKeyRotatedAt !== null)
      return ok(`An API key was last rotated at ${toIsoDate(apiKeyRotatedAt)}.`);
    const { auditDays: days } = retention ?? DEFAULT_RETENTION;
    return finding(
      "warning",
      days === null
        ? "No API key of the project has been rotated."
        : `No API key has been rotated in the last ${days} days, which the audit log keeps.`,
      "Try it before you need it: apiKeys.rotateKey, or npx banata-auth key rotate.",
    );
  },

  signing_key_rotation: ({ signingKeys }) => {
    if (signingKeys === "rotated") return ok("The project's signing keys have been rotated.");
    if (signingKeys === "none")
      return ok("The project has no signing keys: it has issued no tokens for other services.");
    return finding(
      "warning",
      "No rotation of the project's signing keys is on record.",
      "Try it before you need it: projects.rotateSigningKeys, or npx banata-auth signing-keys rotate.",
    );
  },

  audit_retention: ({ retention }) => {
    const { auditDays, eventDays } = retention ?? DEFAULT_RETENTION;
    if (auditDays === null || eventDays === null)
      return finding(
        "warning",
        `${auditDays === null ? "Audit entries" : "Events"} are kept without limit, so their table only grows.`,
        "Set a retention with auditLogs.saveRetention({ auditDays, eventDays }).",
      );
    const source = retention === null ? ", the default" : "";
    return ok(`Audit entries are kept for ${auditDays} days and events for ${eventDays}${source}.`);
  },

  audit_export: () =>
    finding(
      "unknown",
      "Exports are reads, which the runtime does not record, and it does not run them by itself.",
      "Run auditLogs.exportEvents on a schedule of your own and store its result.",
    ),

  status_reporting: ({ project: { statusUrl } }) =>
    statusUrl
      ? ok(`Error pages link to ${statusUrl}.`)
      : finding(
          "unknown",
          "The project has no statusUrl, and this runtime does not report to a status page.",
          "Monitor the JWKS URL and a sign-in of your own, publish the result, and set statusUrl.",
        ),
};
