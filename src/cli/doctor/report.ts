/** What the component reports (convex/component/projects/readiness/report.ts). */
import { z } from "zod";
import { CommandError } from "../command";
import { runFunction, type Deployment } from "../deployment";

const check = z.object({
  id: z.string(),
  status: z.enum(["ok", "warning", "failed", "unknown"]),
  message: z.string(),
  fix: z.string().nullable(),
});
/** One line of the doctor's output. */
export type Check = z.output<typeof check>;

const fingerprint = z.object({ holder: z.string(), mac: z.string().nullable() });
export type Fingerprint = z.output<typeof fingerprint>;

const report = z.object({
  siteUrl: z.string(),
  cloudUrl: z.string().nullable(),
  secretFault: z.string().nullable(),
  clientAddress: z
    .object({
      variable: z.string().nullable(),
      fault: z.string().nullable(),
      probe: z.string().nullable(),
    })
    .optional(), // missing in older runtimes
  consoleOrigin: z
    .object({
      variable: z.string().nullable(),
      fault: z.string().nullable(),
      isServed: z.boolean(),
    })
    .optional(), // as above
  liveFeed: z
    .object({
      variable: z.string().nullable(),
      url: z.string().nullable(),
      token: z.string().nullable(),
    })
    .optional(), // as above
  signingKeys: z.enum(["none", "first", "rotated"]),
  secretRotation: z.object({ hasPreviousSecret: z.boolean(), reseal: z.string() }).nullable(),
  fingerprints: z.array(fingerprint).optional(),
  hasMore: z.boolean(),
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      environment: z.string().nullable(),
      isAdmin: z.boolean(),
      checks: z.array(check),
      fingerprints: z.array(fingerprint).optional(),
    }),
  ),
});
export type Report = z.output<typeof report>;

/**
 * Returns the report, or the failed check when the component does not answer.
 *
 * @throws CommandError when the project does not exist or no deployment can be reached
 */
export async function loadReport(
  args: { readonly projectId: string | null; readonly salt: string | null },
  deployment: Deployment,
): Promise<Report | Check> {
  try {
    return report.parse(await runFunction("projects/readiness/report:report", args, deployment));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const failed = diagnose(error.message, String(deployment.component ?? "banataAuth"));
    if (!failed) throw error;
    return failed;
  }
}

/** The CLI's message, if it means that the component is not there or not up to date. */
function diagnose(message: string, component: string): Check | null {
  if (/BANATA_AUTH_SECRET/.test(message))
    return {
      id: "secret",
      status: "failed",
      message: firstLine(message),
      fix: 'Run npx convex env set BANATA_AUTH_SECRET "$(openssl rand -base64 33)".',
    };
  if (/component.*not (found|exist)|no component|unknown component/i.test(message))
    return {
      id: "component",
      status: "failed",
      message: `The deployment has no component ${component}.`,
      fix: "Add app.use(banataAuth, …) to convex/convex.config.ts and deploy, or name it with --component.",
    };
  if (/could not find (public |internal )?function/i.test(message))
    return {
      id: "component",
      status: "failed",
      message: `The deployment has no component ${component} with a readiness report: it is not deployed, older than this command, or has another name.`,
      fix: "Deploy your app with npx convex deploy or npx convex dev, or give the component's name with --component.",
    };
  return null;
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";
