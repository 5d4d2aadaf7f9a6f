/**
 * What `npx banata-auth doctor` reads: facts of the deployment, and the checks of its projects.
 * Internal, so only holders of the deployment's admin key can run it.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../../_generated/api";
import { internalAction, internalQuery, type ActionCtx } from "../../_generated/server";
import { newProbeToken } from "../../api/addressProbe";
import { loadAddressRule } from "../../core/clientAddress";
import { findConsoleFault } from "../../core/consoleOrigin";
import { notFound } from "../../core/errors";
import { findLiveFeed } from "../../core/liveFeed";
import { acceptedSecretIds } from "../../core/secrets";
import { FEED_TOKEN_MS, sealFeedToken } from "../../events/feedToken";
import { isEnabled } from "../../pages/enabled";
import { DeploymentReader } from "../../tenancy/deployment";
import { readinessChecks } from "../contract";
import { runChecks } from "./checks";
import { findKeyState, loadFacts } from "./facts";
import { deploymentFingerprints, fingerprintValidator, projectFingerprints } from "./fingerprints";

/** Each costs one query. */
const MAXIMUM_PROJECTS = 200;

const projectValidator = v.object({
  id: v.string(),
  name: v.string(),
  environment: v.union(v.string(), v.null()),
  isAdmin: v.boolean(),
});
const checkValidator = v.object({
  id: v.union(...readinessChecks.map((id) => v.literal(id))),
  status: v.union(v.literal("ok"), v.literal("warning"), v.literal("failed"), v.literal("unknown")),
  message: v.string(),
  fix: v.union(v.string(), v.null()),
});
/** Absent without a salt. */
const fingerprints = v.optional(v.array(fingerprintValidator));
const salt = v.union(v.string(), v.null());

const deploymentValidator = v.object({
  /** The URL at which the component is mounted: the issuer of its tokens. */
  siteUrl: v.string(),
  /** The URL of Convex clients, if the component can see it. */
  cloudUrl: v.union(v.string(), v.null()),
  /** What is wrong with BANATA_AUTH_SECRET; null when it can be used. */
  secretFault: v.union(v.string(), v.null()),
  /** BANATA_AUTH_CLIENT_ADDRESS, null when it is unset, and what is wrong with it. */
  clientAddress: v.object({
    variable: v.union(v.string(), v.null()),
    fault: v.union(v.string(), v.null()),
  }),
  /** BANATA_AUTH_CONSOLE_ORIGIN, null when it is unset, and what is wrong with it. */
  consoleOrigin: v.object({
    variable: v.union(v.string(), v.null()),
    fault: v.union(v.string(), v.null()),
    /** Whether the deployment serves the console at all. */
    isServed: v.boolean(),
  }),
  /** BANATA_AUTH_LIVE_FUNCTION, and where it is called; null when it is unset or no name. */
  liveFeed: v.object({
    variable: v.union(v.string(), v.null()),
    url: v.union(v.string(), v.null()),
  }),
  signingKeys: v.union(v.literal("none"), v.literal("first"), v.literal("rotated")),
  projects: v.array(projectValidator),
  /** There are more projects than the report covers. */
  hasMore: v.boolean(),
  fingerprints,
});
const checkedValidator = v.object({ checks: v.array(checkValidator), fingerprints });
const reportValidator = v.object({
  ...deploymentValidator.fields,
  clientAddress: v.object({
    ...deploymentValidator.fields.clientAddress.fields,
    /** For api/addressProbe.ts; null when the secret cannot be used. */
    probe: v.union(v.string(), v.null()),
  }),
  liveFeed: v.object({
    ...deploymentValidator.fields.liveFeed.fields,
    /** The feed accepts it; null without a project, and when the secret cannot be used. */
    token: v.union(v.string(), v.null()),
  }),
  /** Of the secret's rotation; null when the secret cannot be used. */
  secretRotation: v.union(
    v.object({ hasPreviousSecret: v.boolean(), reseal: v.string() }),
    v.null(),
  ),
  projects: v.array(v.object({ ...projectValidator.fields, ...checkedValidator.fields })),
});
type Report = Infer<typeof reportValidator>;

/** `projectId` limits the report to one project; 404 if it does not exist. */
export const report = internalAction({
  args: { projectId: v.union(v.string(), v.null()), salt },
  returns: reportValidator,
  handler: async (ctx, args): Promise<Report> => {
    const { projects, clientAddress, liveFeed, ...deployment }: Infer<typeof deploymentValidator> =
      await ctx.runQuery(internal.projects.readiness.report.deployment, args);
    const checked: Report["projects"] = [];
    for (const project of projects) {
      const result: Infer<typeof checkedValidator> = await ctx.runQuery(
        internal.projects.readiness.report.project,
        { projectId: project.id, salt: args.salt },
      );
      checked.push({ ...project, ...result });
    }
    const hasSecret = deployment.secretFault === null;
    return {
      ...deployment,
      clientAddress: {
        ...clientAddress,
        probe: hasSecret ? await newProbeToken(Date.now()) : null,
      },
      liveFeed: {
        ...liveFeed,
        token: hasSecret ? await newFeedToken(projects[0]?.id ?? null) : null,
      },
      projects: checked,
      secretRotation: hasSecret ? await loadSecretRotation(ctx) : null,
    };
  },
});

/** As the app itself would get one, which the holder of an admin key may be. */
async function newFeedToken(projectId: string | null): Promise<string | null> {
  if (projectId === null) return null;
  const expiresAt = Date.now() + FEED_TOKEN_MS;
  return await sealFeedToken({ projectId, reader: { kind: "app" }, expiresAt });
}

async function loadSecretRotation(ctx: ActionCtx): Promise<Report["secretRotation"]> {
  const progress: { hasPreviousSecret: boolean; reseal: { state: string } } = await ctx.runQuery(
    internal.secretRotation.status.progress,
    {},
  );
  return { hasPreviousSecret: progress.hasPreviousSecret, reseal: progress.reseal.state };
}

export const deployment = internalQuery({
  args: { projectId: v.union(v.string(), v.null()), salt },
  returns: deploymentValidator,
  handler: async (ctx, args): Promise<Infer<typeof deploymentValidator>> => {
    const reader = new DeploymentReader(ctx.db);
    const one = args.projectId === null ? null : await reader.project(args.projectId);
    if (args.projectId !== null && !one) throw notFound("Project");
    const projects = one ? [one] : await reader.projects(MAXIMUM_PROJECTS + 1);
    const secretFault = await findSecretFault();
    return {
      siteUrl: process.env.CONVEX_SITE_URL ?? "",
      cloudUrl: process.env.CONVEX_CLOUD_URL ?? null,
      secretFault,
      clientAddress: findClientAddress(),
      consoleOrigin: {
        variable: process.env.BANATA_AUTH_CONSOLE_ORIGIN?.trim() || null,
        fault: findConsoleFault(),
        isServed: isEnabled("console"),
      },
      liveFeed: {
        variable: process.env.BANATA_AUTH_LIVE_FUNCTION?.trim() || null,
        url: findLiveFeed()?.url ?? null,
      },
      signingKeys: findKeyState(await reader.signingKeys()),
      hasMore: projects.length > MAXIMUM_PROJECTS,
      projects: projects.slice(0, MAXIMUM_PROJECTS).map(({ id, name, environment, isAdmin }) => ({
        id,
        name,
        environment,
        isAdmin,
      })),
      ...(args.salt === null || secretFault !== null
        ? {}
        : { fingerprints: await deploymentFingerprints(reader, args.salt) }),
    };
  },
});

export const project = internalQuery({
  args: { projectId: v.string(), salt },
  returns: checkedValidator,
  handler: async (ctx, args): Promise<Infer<typeof checkedValidator>> => {
    const reader = new DeploymentReader(ctx.db);
    const row = await reader.project(args.projectId);
    if (!row) throw notFound("Project");
    const db = reader.readerFor(row);
    return {
      checks: runChecks(await loadFacts(db, reader, row, Date.now())),
      ...(args.salt === null ? {} : { fingerprints: await projectFingerprints(db, args.salt) }),
    };
  },
});

function findClientAddress(): Infer<typeof deploymentValidator>["clientAddress"] {
  const variable = process.env.BANATA_AUTH_CLIENT_ADDRESS?.trim() || null;
  try {
    loadAddressRule();
    return { variable, fault: null };
  } catch (error) {
    return { variable, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The message of core/secrets.ts, which says what to do. */
async function findSecretFault(): Promise<string | null> {
  try {
    await acceptedSecretIds();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
