/**
 * A local deployment of this repository whose database calls are counted, and projects of any size
 * in it.
 */
import type { LocalDeployment, Runner } from "@banata-auth/local";
import crons from "../../../convex/component/crons";
import { newId, type IdKind } from "../../../convex/component/core/ids";
import { setVariable } from "../../../src/cli/deploymentVariables";
import { httpTransport } from "../../../src/transports/http";
import { deployApp, repository } from "../../support/deployment";
import { insertInto, type InsertRow } from "../../support/ssoRows";
import { withClient, type HttpRuntime, type TestProject } from "../../support/runtime";
import { emptyResolverUrl } from "../../support/dnsOverHttps";
import { mailServerUrl } from "./stage";

const COMPONENT = "banataAuth";
const PER_TRANSACTION = 2_000;

export type Calls = ReturnType<Runner["metrics"]["calls"]>;

export interface Measured {
  readonly runtime: HttpRuntime;
  readonly insertRow: InsertRow;
  /** Where Convex's own clients connect. */
  readonly cloudUrl: string;
  /**
   * Runs it and answers the database functions that it called, oldest first: the component's, and
   * those of `convex/banata.ts` with all that they call. Those that run by the clock are left out.
   */
  during(run: () => Promise<unknown>): Promise<Calls>;
  /**
   * Puts users into a project, each with the event, the audit entry, and the account that its
   * creation would leave.
   */
  seedUsers(project: TestProject, count: number): Promise<void>;
  close(): Promise<void>;
}

export async function measuredRuntime(hashes: "cheap" | "real" = "cheap"): Promise<Measured> {
  const deployment = await deployApp(null, repository, hashes);
  await setVariable(deployment, "BANATA_LOCAL_PROVIDER_URL", await mailServerUrl());
  await setVariable(deployment, "BANATA_AUTH_DNS_URL", await emptyResolverUrl());
  const { runner, siteUrl, cloudUrl } = deployment;
  const baseUrl = `${siteUrl}/banata`;
  const run = async <T = null>(path: string, args: object = {}) => {
    const call = {
      component: COMPONENT,
      path,
      args: args as never,
      identity: { kind: "admin" },
      access: "any",
      request: { ip: null, userAgent: null, requestId: "test" },
    } as const; // args are plain JSON
    const outcome = await runner.mutation(call);
    if (outcome.status === "error") throw new Error(outcome.message);
    return outcome.value as T; // the caller says what the function answers
  };
  const runtime: HttpRuntime = {
    name: "over HTTP on a local deployment of its own",
    setup: async (name, args) => await run(`setup:${name}`, args),
    run,
    origin: new URL(baseUrl).origin,
    fetch: async (path, init) => await fetch(baseUrl + path, init),
    ...withClient((_project, key) => httpTransport({ apiKey: key, baseUrl, retries: 0 })),
  };
  return {
    runtime,
    insertRow: insertInto(deployment),
    cloudUrl,
    during: async (run) => {
      runner.metrics.clear();
      await run();
      return runner.metrics
        .calls()
        .filter(
          ({ type, component, path }) =>
            type !== "HttpAction" &&
            (component === COMPONENT || path.startsWith("banata:")) &&
            !cronPaths.has(path) &&
            !isScheduled.test(path),
        );
    },
    seedUsers: async (project, count) => await seedUsers(deployment, project, count),
    close: async () => await deployment.close(),
  };
}

/** They may run at any moment. */
const cronPaths = new Set(Object.values(crons.crons).map(({ name }) => name));

/** Scheduled functions, and what crons call. */
const isScheduled =
  /^(projects\/deletion:.*|organizations\/(deletion|expiry):.*|expiry\/sweep:.*|sessions\/expiry:.*|apiKeys\/expiry:.*|emails\/(delivery|sending):.*|lanes\/.*|webhooks\/(?!functions).*|outbound\/nodeFile:.*|domains\/recheck:.*|projects\/domainRecheck:.*)$/;

async function seedUsers(
  { database }: LocalDeployment,
  { id: projectId }: TestProject,
  count: number,
): Promise<void> {
  const start = Date.now() - count;
  for (let from = 0; from < count; from += PER_TRANSACTION) {
    const tx = database.begin();
    for (let i = from; i < Math.min(from + PER_TRANSACTION, count); i++) {
      const createdAt = start + i;
      const made = (kind: IdKind) => ({ projectId, id: newId(kind, createdAt), createdAt });
      const user = { ...made("user"), ...userFields(i), updatedAt: createdAt };
      tx.insert(COMPONENT, "users", {
        ...user,
        searchName: `${user.name.toLowerCase()}\0${user.id}`,
      });
      tx.insert(COMPONENT, "accounts", {
        ...made("account"),
        userId: user.id,
        providerId: "credential",
        accountId: user.id,
        passwordHash: "not a hash",
        updatedAt: createdAt,
      });
      tx.insert(COMPONENT, "events", {
        ...made("event"),
        type: "user.created",
        organizationId: null,
        data: JSON.stringify({ id: user.id }),
        commitTs: BigInt(createdAt) * 1_000_000n,
        sequence: 0,
      });
      tx.insert(COMPONENT, "auditEvents", {
        ...made("auditEvent"),
        ...auditFields(user.id),
        occurredAt: createdAt,
      });
    }
    await tx.commit();
  }
}

const userFields = (i: number) => ({
  ...{
    email: `user${i}@example.com`,
    emailVerified: false,
    name: `User ${i}`,
    image: null,
    username: `user${i}`,
    phoneNumber: null,
    phoneNumberVerified: false,
  },
  ...{
    roles: ["user"],
    banned: false,
    banReason: null,
    banExpires: null,
    twoFactorEnabled: false,
    metadata: "{}",
  },
});

const auditFields = (userId: string) => ({
  ...{
    action: "user.created",
    actorType: "system",
    actorId: "setup",
    actorName: null,
    organizationId: null,
    ipAddress: null,
    userAgent: null,
    requestId: "seed",
  },
  ...{ targets: [{ type: "user", id: userId }], changes: null },
});
