/** Which project has a domain, and where the pages of a project are. */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalQuery, type MutationCtx } from "../_generated/server";
import { formatDomainOrigin, isDomainName } from "../core/authDomain";
import { alreadyUsed } from "../core/errors";
import { randomToken } from "../core/secrets";
import { siteUrl } from "../core/siteUrl";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { DeploymentReader, type DeploymentWriter } from "../tenancy/deployment";

/** As many as the contract accepts. */
const MAXIMUM_DOMAINS = 10;
/** Between two questions to a confirmed domain (domainRecheck.ts). */
export const RECHECK_MS = 24 * 3_600_000;
/** Questions in a row without an answer, after which it is not confirmed any more. */
export const MAXIMUM_MISSES = 5;

/** The project whose users a host serves; null for any but a confirmed domain. */
export const findProject = internalQuery({
  args: { domain: v.string() },
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { domain }) => {
    const row = await new DeploymentReader(ctx.db).confirmedDomain(domain);
    return row?.projectId ?? null;
  },
});

export const loadDomains = async (db: TenantReader): Promise<Doc<"authDomains">[]> =>
  await db.range("authDomains", "byProject").take(MAXIMUM_DOMAINS);

type ProjectPlace = Pick<Doc<"projects">, "id" | "isAdmin" | "authDomains">;

/**
 * The origin of the project's pages: its first domain that is confirmed, else the deployment's,
 * whose own host needs no confirmation.
 */
export async function projectOrigin(
  db: TenantReader,
  { isAdmin, authDomains = [] }: ProjectPlace,
): Promise<string> {
  if (isAdmin || authDomains.length === 0) return siteUrl().origin;
  const rows = await loadDomains(db);
  const { hostname, origin } = siteUrl();
  const first = authDomains.find(
    (domain) =>
      domain === hostname || rows.some((row) => row.domain === domain && row.confirmedAt !== null),
  );
  return first === undefined || first === hostname ? origin : formatDomainOrigin(first);
}

export const findDomainRow = async (db: TenantReader, domain: string) =>
  await db.range("authDomains", "byProject", (q) => q.eq("domain", domain)).unique();

/** Whether the origin is that of a confirmed domain of the project. */
export const isOwnDomain = async (db: TenantReader, origin: string): Promise<boolean> =>
  (await loadDomains(db)).some(
    ({ domain, confirmedAt }) => confirmedAt !== null && formatDomainOrigin(domain) === origin,
  );

/**
 * An address of the project for a mail or a link that no request of its receiver made. `path` begins
 * with a slash and may have a query.
 */
export async function projectLink(
  db: TenantReader,
  project: ProjectPlace,
  path: string,
): Promise<string> {
  const mount = siteUrl().pathname.replace(/\/$/, "");
  return `${await projectOrigin(db, project)}${mount}/p/${project.id}${path}`;
}

type Scheduler = MutationCtx["scheduler"];

interface Writing {
  readonly deployment: DeploymentWriter;
  readonly scheduler: Scheduler;
}

/**
 * Makes the domains the project's, and those that it does not name any more free. Throws 409 for a
 * domain that is confirmed for another project; one that is only named there stops no other project.
 * Domains that are not confirmed are tried again.
 */
export async function claimDomains(
  { deployment, scheduler }: Writing,
  { id, isAdmin }: Pick<Doc<"projects">, "id" | "isAdmin">,
  domains: readonly string[],
): Promise<void> {
  if (isAdmin) return; // operators work at BANATA_AUTH_CONSOLE_ORIGIN
  const db = deployment.writerFor({ id });
  const before = await loadDomains(db);
  for (const row of before) if (!domains.includes(row.domain)) await db.delete("authDomains", row);
  const added: string[] = [];
  for (const [index, domain] of domains.entries()) {
    if (!isDomainName(domain) || domains.indexOf(domain) !== index) continue;
    const confirmed = await deployment.confirmedDomain(domain);
    if (confirmed && confirmed.projectId !== id)
      throw alreadyUsed(
        `authDomains[${index}]`,
        "another project",
        `${domain} is an auth domain of another project of this deployment`,
      );
    if (!before.some((row) => row.domain === domain)) added.push(domain);
  }
  for (const { check } of before) if (check) await scheduler.cancel(check.job);
  const open = before.filter((row) => isOpen(row) && domains.includes(row.domain));
  if (open.length + added.length === 0) return;
  const check = await scheduleAttempt(scheduler, {
    projectId: id,
    series: randomToken(),
    attempt: 0,
    delay: 0,
  });
  for (const row of open) await db.patch("authDomains", row, { check });
  for (const domain of added) await db.insert("authDomains", { domain, confirmedAt: null, check });
}

/** The next attempt of a series for all domains of the project that are not confirmed, if any. */
export async function continueConfirmation(
  { db, scheduler }: { readonly db: TenantWriter; readonly scheduler: Scheduler },
  next: Omit<Attempt, "projectId">,
): Promise<void> {
  const open = (await loadDomains(db)).filter(isOpen);
  if (open.length === 0) return;
  const check = await scheduleAttempt(scheduler, { projectId: db.projectId, ...next });
  for (const row of open) await db.patch("authDomains", row, { check });
}

interface Attempt {
  readonly projectId: string;
  readonly series: string;
  readonly attempt: number;
  /** Milliseconds. */
  readonly delay: number;
}

async function scheduleAttempt(scheduler: Scheduler, { delay, ...attempt }: Attempt) {
  const { confirm } = internal.projects.domainConfirmation;
  return { series: attempt.series, job: await scheduler.runAfter(delay, confirm, attempt) };
}

const isOpen = ({ confirmedAt }: Doc<"authDomains">) => confirmedAt === null;

/** Frees the domains of a project whose deletion begins. */
export async function releaseDomains(db: TenantWriter, scheduler: Scheduler): Promise<void> {
  for (const row of await loadDomains(db)) {
    if (row.check) await scheduler.cancel(row.check.job);
    await db.delete("authDomains", row);
  }
}
