/**
 * What signing in through a connection costs, counted: transactions of a step, and their documents,
 * however many users and people of the connection there are.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../convex/component/core/ids";
import { deployApp } from "../support/deployment";
import { FakeIssuer } from "../support/fakeIssuer";
import { clientId, clientSecret } from "../support/identityProvider";
import { deployedRuntime, newProject } from "../support/runtime";
import { SamlProvider } from "../support/samlProvider";
import { begin, comeBack, postResponse } from "../support/ssoStage";
import { insertUsers, rowsOf } from "../support/tenantRows";
import { newVisitor, type TestVisitor } from "../support/visitor";

const COMPONENT = "banataAuth";
const SIZES = [10, 2_000];
const PEOPLE = [3, 600];

interface Cost {
  readonly calls: number;
  readonly read: number;
  readonly written: number;
}

/** Limits count in random rows; one that is taken is read, and another one tried. */
const TAKEN_AT_RANDOM = 6;

/** At most, of all transactions of the step. A first sign-in creates the user and the membership. */
const budgets: Readonly<Record<string, Cost>> = {
  "OIDC: start": { calls: 3, read: 20, written: 5 },
  "OIDC: first callback": { calls: 2, read: 46, written: 25 },
  "OIDC: callback": { calls: 2, read: 43, written: 8 },
  "SAML: start": { calls: 2, read: 16, written: 4 },
  "SAML: response": { calls: 3, read: 17, written: 2 },
  "SAML: first completion": { calls: 1, read: 27, written: 23 },
  "SAML: completion": { calls: 1, read: 26, written: 8 },
};

let deployment: LocalDeployment;
const issuer = new FakeIssuer();
const provider = new SamlProvider();

beforeAll(async () => {
  await Promise.all([issuer.start(), provider.start()]);
  deployment = await deployApp();
}, 120_000);
afterAll(async () => {
  issuer.close();
  await deployment?.close();
});

async function measure<T>(work: () => Promise<T>): Promise<{ cost: Cost; result: T }> {
  const { metrics } = deployment.runner;
  metrics.clear();
  const result = await work();
  const calls = metrics
    .calls()
    .filter(({ type, component }) => type !== "HttpAction" && component === COMPONENT)
    .filter(({ path }) => /^(sso|signIn)\//.test(path));
  const sum = (of: (usage: (typeof calls)[number]["usage"]) => number) =>
    calls.reduce((all, { usage }) => all + of(usage), 0);
  const read = sum(({ documentsRead }) => documentsRead);
  const written = sum(({ documentsWritten }) => documentsWritten);
  return { cost: { calls: calls.length, read, written }, result };
}

/** A project with so many users, and two connections with so many people each. */
async function newTenant(users: number, people: number) {
  const runtime = deployedRuntime(deployment);
  const project = await newProject(runtime);
  const admin = runtime.client(project);
  await insertUsers(deployment, project.id, users);
  await admin.configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
  const domains = { oidc: `o${users}.example`, saml: `s${users}.example` };
  const now = Date.now();
  const insert = (rows: readonly (readonly [table: string, row: object])[]) => {
    const tx = deployment.database.begin();
    for (const [table, row] of rows) tx.insert(COMPONENT, table, { projectId: project.id, ...row });
    return tx.commit();
  };
  await insert(
    Object.values(domains).map((domain) => [
      "domains",
      {
        ...{ id: newId("domain"), organizationId, domain, state: "verified", token: "a token" },
        ...{ verifiedAt: now, missingSince: null, misses: 0, warnedAt: null, lastCheckedAt: now },
        ...{ checkCount: 1, createdAt: now, updatedAt: now },
      },
    ]),
  );
  const common = { organizationId, name: "Acme" };
  const connections = {
    oidc: await admin.sso.createConnection({
      ...common,
      type: "oidc",
      domains: [domains.oidc],
      oidcConfig: { issuer: issuer.issuer, clientId, clientSecret, scopes: ["email", "profile"] },
    }),
    saml: await admin.sso.createConnection({
      ...common,
      type: "saml",
      domains: [domains.saml],
      samlConfig: provider.samlConfig,
    }),
  };
  const tx = deployment.database.begin();
  for (const { _id } of rowsOf(deployment, project.id).ssoConnections!)
    tx.patch(COMPONENT, _id, { state: "active", testedAt: now });
  await tx.commit();
  for (const { id: connectionId } of Object.values(connections))
    await insert(
      Array.from({ length: people }, (_, i) => [
        "ssoProfiles",
        {
          ...{ id: newId("ssoProfile"), connectionId, organizationId, idpId: `person ${i}` },
          ...{ subjectHash: `${connectionId} ${i}`, userId: newId("user"), email: null },
          ...{ firstName: null, lastName: null, displayName: null, groups: [], mappedRoles: [] },
          ...{ rawAttributes: "{}", lastLoginAt: now, createdAt: now },
        },
      ]),
    );
  return { runtime, domains, visit: () => newVisitor(runtime, project.id) };
}

type Tenant = Awaited<ReturnType<typeof newTenant>>;
type Report = (name: string, cost: Cost) => void;

async function signInByOidc({ domains, visit }: Tenant, report: Report, which = ""): Promise<void> {
  const email = `ada@${domains.oidc}`;
  const visitor = visit();
  const { cost, result } = await measure(async () => await begin(visitor, { email }));
  report("OIDC: start", cost);
  const back = await issuer.approve(result, { sub: email, email });
  report(`OIDC: ${which}callback`, await measureEnd(visitor, back));
}

async function signInBySaml(tenant: Tenant, report: Report, which = ""): Promise<void> {
  const email = `ada@${tenant.domains.saml}`;
  const visitor = tenant.visit();
  const { cost, result } = await measure(async () => await begin(visitor, { email }));
  report("SAML: start", cost);
  const response = await provider.answer(result, { nameId: email, attributes: { email } });
  const answered = await measure(async () => await postResponse(tenant, response));
  report("SAML: response", answered.cost);
  report(`SAML: ${which}completion`, await measureEnd(visitor, answered.result.location!));
}

async function measureEnd(visitor: TestVisitor, url: string): Promise<Cost> {
  const { cost, result } = await measure(async () => await comeBack(visitor, url));
  expect(result.location, result.text).toMatch(/\/home$/);
  return cost;
}

test("each step is a few transactions, and costs the same with thousands of users and hundreds of people", async () => {
  const costs = new Map<string, Cost[]>();
  for (const [i, users] of SIZES.entries()) {
    const tenant = await newTenant(users, PEOPLE[i]!); // as many as sizes
    for (const signIn of [signInByOidc, signInBySaml]) {
      const seen = new Set<string>();
      const report: Report = (name, cost) => {
        if (!seen.has(name)) costs.set(name, [...(costs.get(name) ?? []), cost]);
        seen.add(name);
      };
      await signIn(tenant, report, "first ");
      await signIn(tenant, report);
    }
  }
  const shown = [...costs].map(([name, [small, large]]) => [
    name,
    { ...small, "read (large)": large!.read },
  ]);
  console.table(Object.fromEntries(shown));
  expect([...costs.keys()].sort()).toEqual(Object.keys(budgets).sort());
  for (const [name, [small, large]] of costs) {
    const budget = budgets[name]!; // as the keys say
    expect.soft(large!.calls, `${name} calls`).toBe(small!.calls);
    expect.soft(large!.written, `${name} writes`).toBe(small!.written);
    expect.soft(Math.abs(large!.read - small!.read), name).toBeLessThanOrEqual(TAKEN_AT_RANDOM);
    for (const each of ["calls", "read", "written"] as const)
      expect.soft(large![each], `${name} ${each}`).toBeLessThanOrEqual(budget[each]);
  }
}, 120_000);
