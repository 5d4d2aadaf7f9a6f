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
import { acceptedMacs, equalInConstantTime, projectMac } from "../core/secrets";
import { siteUrl } from "../core/siteUrl";
import { ask, AskError } from "../outbound/ask";
import { loadTxtRecords } from "../outbound/resolver";
import { TenantReader, TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { continueConfirmation, loadDomains } from "./authDomains";

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
const target = { projectId: v.string(), domain: v.string() };

/** Asks each domain of the project that is not confirmed. */
export const confirm = internalAction({
  args: next,
  returns: v.null(),
  handler: async (ctx, { projectId, ...attempted }) => {
    const open: string[] = await ctx.runQuery(internal.projects.domainConfirmation.listOpen, {
      projectId,
    });
    for (const domain of open)
      if ((await isNamedByOwner(projectId, domain)) && (await isOurs(ctx, { projectId, domain })))
        await ctx.runMutation(internal.projects.domainConfirmation.store, { projectId, domain });
    await ctx.runMutation(internal.projects.domainConfirmation.goOn, {
      projectId,
      ...attempted,
    });
    return null;
  },
});

/** False as well while the resolver does not answer. */
async function isNamedByOwner(projectId: string, domain: string): Promise<boolean> {
  try {
    const records = await loadTxtRecords(toRecordName(domain));
    return records.some((record) => record.trim() === projectId);
  } catch {
    return false;
  }
}

async function isOurs(
  ctx: Parameters<typeof ask>[0],
  { projectId, domain }: { readonly projectId: string; readonly domain: string },
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
  args: target,
  returns: v.null(),
  handler: async (ctx, { projectId, domain }) => {
    if (await new DeploymentReader(ctx.db).confirmedDomain(domain)) return null;
    const db = new TenantWriter(ctx.db, projectId);
    const row = await db.range("authDomains", "byProject", (q) => q.eq("domain", domain)).unique();
    if (row) await db.patch("authDomains", row, { confirmedAt: Date.now() });
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
