/**
 * Confirms an auth domain by two proofs. Its owner names the project in a TXT record; otherwise any
 * project could take a host at which the others are served. And the host leads to this deployment:
 * the runtime asks it for a MAC that it makes only for requests that arrive at that host. Until then
 * nothing of the project is sent there, so that mails with a mistyped domain lead to no other server.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, internalMutation, internalQuery } from "../_generated/server";
import type { Place } from "../api/request";
import { formatDomainOrigin, isDomainName, toRecordName } from "../core/authDomain";
import { findProblem } from "../core/errors";
import { acceptedMacs, equalInConstantTime, projectMac } from "../core/secrets";
import { siteUrl } from "../core/siteUrl";
import { ask, AskError } from "../outbound/ask";
import { loadTxtRecords } from "../outbound/resolver";
import { TenantReader, TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { Outbox } from "../tenancy/outbox";
import { Recorder } from "../tenancy/records";
import { continueConfirmation, findDomainRow, loadDomains, RECHECK_MS } from "./authDomains";
import { SYSTEM, toAuditEntry, toRequest } from "./domainAudit";

const PATH = "/.well-known/banata-auth-domain";
const PURPOSE = "auth-domain";
const MAXIMUM_BYTES = 1_024;
const MINUTE_MS = 60_000;
/** After each attempt; a record of DNS takes its time. Saving the domains again starts over. */
const DELAYS_MS = [1, 10, 60, 6 * 60, 24 * 60].map((minutes) => minutes * MINUTE_MS);

/** Answers at the host itself, never by a header. Null for another path. */
export async function answerDomain(
  request: Request,
  { path, projectId, audience }: Place,
): Promise<Response | null> {
  const { hostname } = new URL(request.url);
  if (path !== PATH || projectId === null || !isDomainName(hostname)) return null;
  if (audience === "operators") return null;
  return new Response(await projectMac(projectId, PURPOSE, hostname), {
    headers: { "content-type": "text/plain", "cache-control": "no-store" },
  });
}

const next = { projectId: v.string(), series: v.string(), attempt: v.number() };

/** Asks each domain of the project that is not confirmed. */
export const confirm = internalAction({
  args: next,
  returns: v.null(),
  handler: async (ctx, { projectId, ...attempted }) => {
    const open: string[] = await ctx.runQuery(internal.projects.domainConfirmation.listOpen, {
      projectId,
    });
    for (const domain of open)
      await withoutFaults(domain, async () => {
        if (await isProven(ctx, { projectId, domain }))
          await ctx.runMutation(internal.projects.domainConfirmation.store, { projectId, domain });
      });
    await ctx.runMutation(internal.projects.domainConfirmation.goOn, {
      projectId,
      ...attempted,
    });
    return null;
  },
});

interface Target {
  readonly projectId: string;
  readonly domain: string;
}

/** What fails here, such as the resolver, says nothing about the domain; there are more attempts. */
export async function withoutFaults(domain: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.warn(`${domain} was not asked: ${findProblem(error)?.message ?? String(error)}`);
  }
}

/**
 * Whether the domain's owner names the project, and the domain leads to this deployment. Throws while
 * the resolver does not answer.
 */
export const isProven = async (ctx: Parameters<typeof ask>[0], target: Target): Promise<boolean> =>
  (await isNamedByOwner(target)) && (await isOurs(ctx, target));

async function isNamedByOwner({ projectId, domain }: Target): Promise<boolean> {
  const records = await loadTxtRecords(toRecordName(domain));
  return records.some((record) => record.trim() === projectId);
}

async function isOurs(
  ctx: Parameters<typeof ask>[0],
  { projectId, domain }: Target,
): Promise<boolean> {
  const mount = siteUrl().pathname.replace(/\/$/, "");
  const url = `${formatDomainOrigin(domain)}${mount}/p/${projectId}${PATH}`;
  try {
    const { status, body } = await ask(ctx, { url, maximumBytes: MAXIMUM_BYTES });
    const expected = await acceptedMacs(projectId, PURPOSE, domain);
    return status === 200 && expected.some((mac) => equalInConstantTime(mac, body));
  } catch (error) {
    if (error instanceof AskError) return false;
    throw error;
  }
}

export const listOpen = internalQuery({
  args: { projectId: v.string() },
  returns: v.array(v.string()),
  handler: async (ctx, { projectId }) =>
    (await loadDomains(new TenantReader(ctx.db, projectId))).flatMap(({ domain, confirmedAt }) =>
      confirmedAt === null ? domain : [],
    ),
});

/** Does nothing when the project has given the domain up, or another one was first. */
export const store = internalMutation({
  args: { projectId: v.string(), domain: v.string() },
  returns: v.null(),
  handler: async (ctx, target) => {
    if (await new DeploymentReader(ctx.db).confirmedDomain(target.domain)) return null;
    const db = new TenantWriter(ctx.db, target.projectId);
    const row = await findDomainRow(db, target.domain);
    if (!row) return null;
    const now = Date.now();
    const confirmed = { confirmedAt: now, nextCheckAt: now + RECHECK_MS, misses: 0 };
    await db.patch("authDomains", row, confirmed);
    await new Recorder({
      ...{ db, now, actor: SYSTEM },
      request: toRequest(target.domain),
      outbox: new Outbox(db, ctx.scheduler, false),
    }).audit(toAuditEntry("project.auth_domain_confirmed", target));
    return null;
  },
});

/** Schedules the attempt after this one, unless another series has begun meanwhile. */
export const goOn = internalMutation({
  args: next,
  returns: v.null(),
  handler: async (ctx, { projectId, series, attempt }) => {
    const db = new TenantWriter(ctx.db, projectId);
    const delay = DELAYS_MS[attempt];
    const isLatest = (await loadDomains(db)).some(({ check }) => check?.series === series);
    if (delay !== undefined && isLatest)
      await continueConfirmation(
        { db, scheduler: ctx.scheduler },
        { series, attempt: attempt + 1, delay },
      );
    return null;
  },
});
