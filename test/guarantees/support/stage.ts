/**
 * A runtime on the test engine with its stored rows in reach, and one way to call any operation on
 * it, over HTTP and in process alike.
 */
import { componentsGeneric, type GenericMutationCtx } from "convex/server";
import type { GenericId } from "convex/values";
import type { ComponentApi } from "../../../convex/component/_generated/component";
import type { DataModel, TableNames } from "../../../convex/component/_generated/dataModel";
import componentSchema from "../../../convex/component/schema";
import { BanataAuthError, convexTransport, type Transport } from "../../../src/index";
import { type WireClient, wireClient } from "../../support/wireClient";
import {
  httpRuntime,
  inProcessRuntime,
  type HttpRuntime,
  type RunOnRows,
  type Runtime,
  type TestProject,
} from "../../support/runtime";
import { emptyResolverUrl } from "../../support/dnsOverHttps";
import { committedRows } from "../../support/engineIndexes";
import { insertDirectoryGroup, insertDirectoryUser } from "../../support/directoryRows";
import { insertPasswordAccount, insertSignInMethods } from "../../support/signInRows";
import { insertActiveConnection, storeSigningKey, type InsertRow } from "../../support/ssoRows";
import { MailProvider } from "../../support/mailProvider";
import { httpMethods, operationNamed, type NamedOperation, type OperationName } from "./operations";
import { samples, type Fixtures } from "./samples";

export type StoredRow = Readonly<Record<string, unknown>> & { readonly _table: TableNames };

export interface Stage {
  readonly runtime: Runtime;
  /**
   * Everything that is stored in all of the component's tables, but for projects being deleted:
   * their rows go in the background.
   */
  rows(): Promise<StoredRow[]>;
  /**
   * Takes all other projects out of the store: the test engine looks at every row there is, for
   * every query.
   */
  forgetAllBut(...projects: TestProject[]): Promise<void>;
  readonly admin: TestProject;
  readonly insertRow: InsertRow;
  /** In place of a call through the runtime's client. */
  readonly callAs?: (
    project: TestProject,
    operation: KeyedOperation,
    input: object,
  ) => Promise<Answer>;
}
export interface HttpStage extends Stage {
  readonly runtime: HttpRuntime;
  readonly runOnRows: RunOnRows;
}

let mailServer: Promise<MailProvider> | null = null;

/** The address of what stands for the mail providers; one for all stages of a test file. */
export async function mailServerUrl(): Promise<string> {
  mailServer ??= new MailProvider().start();
  const { url } = await mailServer;
  return url;
}

/** The test engine runs in this process. */
const useLocalServers = async () =>
  void Object.assign(process.env, {
    BANATA_LOCAL_PROVIDER_URL: await mailServerUrl(),
    BANATA_AUTH_DNS_URL: await emptyResolverUrl(),
    BANATA_LOCAL_WEBHOOKS: "1",
    BANATA_AUTH_PAGES: "hosted,portal",
  });

export async function httpStage(): Promise<HttpStage> {
  await useLocalServers();
  const { engine, ...runtime } = httpRuntime();
  const forgetAllBut = async (...projects: TestProject[]) =>
    await engine.run(async (ctx) => await deleteAllBut(ctx, projects));
  const stage = {
    runtime,
    forgetAllBut,
    insertRow: async (table: string, row: object) =>
      await engine.run(async (ctx) => void (await ctx.db.insert(table as never, row as never))), // the schema validates it
    rows: async () =>
      await settled(async () => {
        let rows: StoredRow[] = [];
        await engine.run(async () => void (rows = allRows()));
        return rows;
      }),
  };
  const runOnRows: RunOnRows = async (work) => await engine.run(async (ctx) => await work(ctx));
  return { ...stage, runOnRows, admin: await withAdmin(stage) };
}

export interface InProcessStage extends Stage {
  readonly engine: ReturnType<typeof inProcessRuntime>["engine"];
  readonly runOnRows: RunOnRows;
}

export async function inProcessStage(): Promise<InProcessStage> {
  await useLocalServers();
  const { engine, runOnRows, ...shared } = inProcessRuntime();
  const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi }).banataAuth; // registered under this name
  // Answers leave the engine as text: as values of a Convex function they could not have every key
  // that JSON has.
  const client = ({ id }: TestProject) => {
    const request: Transport["request"] = async (...args) =>
      JSON.parse(
        await engine.action(async (ctx) =>
          JSON.stringify(await convexTransport(ctx, component, { projectId: id }).request(...args)),
        ),
      ) as unknown;
    return wireClient({ transport: { request } });
  };
  const runtime: Runtime = { ...shared, client };
  // The engine can run code inside of a component, its types do not say so.
  const inComponent = engine as unknown as {
    runInComponent<T>(
      path: string,
      run: (ctx: GenericMutationCtx<DataModel>) => Promise<T>,
    ): Promise<T>;
  };
  const forgetAllBut = async (...projects: TestProject[]) =>
    await inComponent.runInComponent(
      "banataAuth",
      async (ctx) => await deleteAllBut(ctx, projects),
    );
  const stage = {
    runtime,
    forgetAllBut,
    insertRow: async (table: string, row: object) =>
      await runOnRows(async (ctx) => void (await ctx.db.insert(table as never, row as never))), // as above
    rows: async () =>
      await settled(async () => {
        let rows: StoredRow[] = [];
        await inComponent.runInComponent("banataAuth", async () => void (rows = allRows()));
        return rows;
      }),
  };
  return { ...stage, engine, runOnRows, admin: await withAdmin(stage) };
}

/** Repeated attempts are later than this. */
const SOON_MS = 1_000;

/** The rows when no mail and no webhook is on its way: they go out by themselves. */
async function settled(read: () => Promise<StoredRow[]>): Promise<StoredRow[]> {
  for (const end = Date.now() + 5_000; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const rows = await read();
    if (
      Date.now() > end ||
      !rows.some(
        ({ _table, status, run, until }) =>
          status === "queued" ||
          (_table === "pumps" && (run !== null || Number(until) <= Date.now() + SOON_MS)),
      )
    )
      return rows;
  }
}

const tables = Object.keys(componentSchema.tables) as TableNames[]; // the schema's own keys
const shownRows = new WeakMap<object, StoredRow>();
/** Of no project, nor a project themselves. */
const ofDeployment: readonly TableNames[] = [
  "deployment",
  "signingKeys",
  "secretReseals",
  "laneRuns",
  "defaultPurges",
  "statisticProgress",
  "contenders",
];

/** A row that did not change is the same object in every answer. */
function allRows(): StoredRow[] {
  const rows: StoredRow[] = [];
  for (const table of tables)
    for (const row of committedRows(table)) {
      let shown = shownRows.get(row);
      if (!shown) shownRows.set(row, (shown = { ...row, _table: table }));
      rows.push(shown);
    }
  const alive = new Set(
    rows.flatMap((row) =>
      row._table === "projects" && row.deletingSince === undefined ? [row.id] : [],
    ),
  );
  return rows.filter(
    (row) =>
      ofDeployment.includes(row._table) ||
      alive.has(row._table === "projects" ? row.id : row.projectId),
  );
}

async function deleteAllBut(
  ctx: GenericMutationCtx<DataModel>,
  projects: readonly TestProject[],
): Promise<void> {
  const kept = new Set<unknown>(projects.map(({ id }) => id));
  for (const table of tables) {
    if (ofDeployment.includes(table)) continue;
    for (const row of [...committedRows(table)])
      if (!kept.has("projectId" in row ? row["projectId"] : "id" in row ? row["id"] : null))
        await ctx.db.delete(row["_id"] as GenericId<typeof table>); // a row of this table
  }
}

/** Rows of a project: all that carry its id, and its own row. */
export const rowsOf = (rows: readonly StoredRow[], { id }: TestProject): StoredRow[] =>
  rows.filter((row) => row.projectId === id || (row._table === "projects" && row.id === id));

/** The rows that came (`+`) and went (`-`); a changed one did both. */
export function changesBetween(
  before: readonly StoredRow[],
  after: readonly StoredRow[],
): string[] {
  const [old, now] = [
    [before, after],
    [after, before],
  ].map(([rows, others]) => {
    const unchanged = new Set(others);
    return new Set(rows!.filter((row) => isOfNoJob(row) && !unchanged.has(row)).map(textOf));
  }) as [Set<string>, Set<string>]; // two of two
  return [
    ...[...old].filter((row) => !now.has(row)).map((row) => `- ${row}`),
    ...[...now].filter((row) => !old.has(row)).map((row) => `+ ${row}`),
  ];
}

/**
 * The same without what denied attempts leave of themselves: test/auditLogs/denials.test.ts looks at
 * that.
 */
export const otherChanges = (before: readonly StoredRow[], after: readonly StoredRow[]): string[] =>
  changesBetween(ofTheRequest(before), ofTheRequest(after));
function ofTheRequest(rows: readonly StoredRow[]): StoredRow[] {
  const denied = new Set(
    rows.flatMap(({ _table, action, id }) =>
      _table === "auditEvents" && action === "access.denied" ? [id] : [],
    ),
  );
  return rows.filter(
    ({ _table, id, auditEventId }) =>
      _table !== "denialCounts" && !denied.has(_table === "auditTargets" ? auditEventId : id),
  );
}
/**
 * A signing key is stored when it has been made, after the request that asked for it. The runs of
 * the lanes are watched for a while after their work.
 */
const isOfNoJob = ({ _table }: StoredRow) =>
  !["signingKeys", "projectSigningKeys", "laneRuns"].includes(String(_table));

/** To compare and to search; `bigint`s as text. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? `${item}n` : item)) ??
  "";

async function withAdmin(stage: Omit<Stage, "admin">): Promise<TestProject> {
  const { key } = await stage.runtime.setup("createAdminKey", { name: "admin" });
  const row = (await stage.rows()).find(
    ({ _table, isAdmin }) => _table === "projects" && isAdmin === true,
  )!; // made just now
  return { id: String(row.id), key };
}

let serial = 0;
const uniqueText = (): string =>
  `x${process.pid.toString(36).padStart(4, "0")}${(serial++).toString(36)}`;

/**
 * Fresh resources in the project, `mark` in their names and e-mail addresses: all there are, or
 * what the samples of some operations work on, `and` some more.
 */
export async function newFixtures(
  { runtime, insertRow }: Pick<Stage, "runtime" | "insertRow">,
  project: TestProject,
  {
    mark = "some",
    of,
    and = [],
  }: {
    mark?: string;
    of?: OperationName | readonly OperationName[];
    and?: readonly (keyof Fixtures["ids"])[];
  } = {},
): Promise<Fixtures> {
  const client = runtime.client(project);
  const unique = uniqueText();
  const email = `${mark}.${unique}@example.com`.toLowerCase();
  const needed =
    of === undefined
      ? null
      : new Set([...[of].flat().flatMap((name) => [...neededBy(name)]), ...and]);
  const needs = (...names: string[]) => needed === null || names.some((name) => needed.has(name));
  const { user } = await client.users.createUser({
    email,
    name: `${mark} ${unique}`,
    username: `n_${unique}`,
    metadata: { note: `${mark} note` },
  });
  const { id, key } = await client.apiKeys.createKey({
    name: `${mark} key ${unique}`,
    permissions: [],
    metadata: { note: `${mark} note` },
  });
  const heldRole = `held-${unique}`;
  const inOrganization = needs(
    "heldRole",
    "role",
    "permission",
    "organization",
    "member",
    "invitation",
    "team",
    "ssoConnection",
    ...ofActiveConnection,
    ...ofDirectory,
    "domain",
    "portalSession",
  )
    ? await organizationFixtures(client, { email, mark, unique, heldRole })
    : null;
  const signIn = needs("session", "client", "emailTemplate", "mail", "template", "redirectUri")
    ? await signInFixtures(client, { user: user.id, email, mark, unique })
    : null;
  const connection =
    needs("ssoConnection") && inOrganization
      ? await connectionFixtures(client, {
          organizationId: inOrganization.organization,
          heldRole,
          mark,
          unique,
        })
      : null;
  const active =
    needs(...ofActiveConnection) && inOrganization
      ? await activeConnectionFixtures({ runtime, insertRow }, project, {
          organizationId: inOrganization.organization,
          mark,
          unique,
        })
      : null;
  const directory =
    needs(...ofDirectory) && inOrganization
      ? await directoryFixtures({ client, insertRow }, project, {
          organizationId: inOrganization.organization,
          heldRole,
          mark,
          unique,
        })
      : null;
  const webhook = needs("webhook", "webhookDelivery") ? await webhookFixtures(client, mark) : null;
  const owner = { projectId: project.id, userId: user.id, mark, unique };
  const signInMethods = needs("account", "passkey")
    ? await insertSignInMethods(insertRow, owner)
    : null;
  if (signInMethods) await insertPasswordAccount(insertRow, owner);
  const projectMember = needs("projectMember") ? await projectMemberFixture(client, email) : null;
  const secret = needs("vaultSecret")
    ? await vaultFixtures(client, { mark, unique, organizationId: inOrganization?.organization })
    : null;
  return {
    ids: {
      ...noIds,
      user: user.id,
      apiKey: id,
      project: project.id,
      ...projectMember,
      ...signInMethods,
      ...inOrganization,
      ...signIn?.ids,
      ...webhook?.ids,
      ...secret?.ids,
      ...connection?.ids,
      ...active?.ids,
      ...directory?.ids,
    },
    ...{
      ssoCode: active?.code ?? "",
      ssoRedirectUri: active?.redirectUri ?? "",
      redirectUri: signIn?.redirectUri ?? "",
      heldRole,
      key,
      email,
      template: signIn?.template ?? "",
      secrets: [
        key,
        ...(signIn?.secrets ?? []),
        ...(webhook?.secrets ?? []),
        ...(secret?.secrets ?? []),
        ...(connection?.secrets ?? []),
        ...(directory?.secrets ?? []),
      ],
      unique: uniqueText(),
    },
  };
}

/** Of what a sample does not work on. */
const noIds = {
  account: "",
  passkey: "",
  projectMember: "",
  session: "",
  organization: "",
  member: "",
  invitation: "",
  team: "",
  role: "",
  permission: "",
  client: "",
  mail: "",
  emailTemplate: "",
  webhook: "",
  webhookDelivery: "",
  ssoConnection: "",
  activeConnection: "",
  linkedUser: "",
  directory: "",
  directoryUser: "",
  directoryGroup: "",
  domain: "",
  portalSession: "",
  vaultSecret: "",
};

/** What an operation, or those of a group, meet in the project, whether their input names it or not. */
const metBy: Readonly<Record<string, readonly string[]>> = {
  organizations: ["organization"],
  rbac: ["role"],
  emails: ["mail"],
  configuration: ["client"],
  authClients: ["client"],
  sessions: ["session"],
  users: ["session"],
  "rbac.listRoleHolders": ["member"],
  "users.listFactors": ["passkey"],
  "users.listAccounts": ["account"],
  webhooks: ["webhook"],
  sso: ["ssoConnection"],
  directories: ["directory"],
  domains: ["domain"],
  portal: ["portalSession"],
  "projects.listMembers": ["projectMember"],
  vault: ["vaultSecret"],
};

/** The fixtures that an operation's sample names, and those that its group meets. */
function neededBy(name: OperationName): ReadonlySet<string> {
  const named = new Set<string>([
    ...(metBy[operationNamed(name).group] ?? []),
    ...(metBy[name] ?? []),
  ]);
  const text = (field: string) => {
    named.add(field);
    return `${field}-of-nobody`;
  };
  const ids = new Proxy({}, { get: (_, id) => text(String(id)) });
  inputOf(
    name,
    new Proxy({}, { get: (_, field) => (field === "ids" ? ids : text(String(field))) }) as Fixtures,
  ); // every field of which is a text, but ids
  return named;
}

async function projectMemberFixture({ projects }: WireClient, email: string) {
  const { member } = await projects.inviteMember({ email: `operator.${email}`, role: "viewer" });
  return { projectMember: member.id };
}

async function organizationFixtures(
  { rbac, organizations, users, domains, portal }: WireClient,
  { email, mark, unique, heldRole }: Record<"email" | "mark" | "unique" | "heldRole", string>,
) {
  await rbac.createRole({ name: `${mark} held`, slug: heldRole });
  const { role } = await rbac.createRole({ name: `${mark} role`, slug: `free-${unique}` });
  const { permission } = await rbac.createPermission({
    name: `${mark} permission`,
    slug: `fixture.p_${unique}`,
  });
  const organization = await organizations.createOrganization({
    name: `${mark} organization ${unique}`,
  });
  const inside = { organizationId: organization.id };
  const other = await users.createUser({ email: `member.${email}`, name: `${mark} member` });
  const member = await organizations.addMember({
    ...inside,
    userId: other.user.id,
    role: heldRole,
  });
  const invitation = await organizations.sendInvitation({
    ...inside,
    email: `invited.${email}`,
    role: heldRole,
  });
  const team = await organizations.createTeam({ ...inside, name: `${mark} team` });
  await organizations.addTeamMember({ teamId: team.id, memberIdOrUserId: member.id });
  const domain = await domains.createVerification({
    ...inside,
    domain: `${mark}.${unique}.example`,
  });
  const session = await portal.generateLink({ ...inside, intent: "domain_verification" });
  return {
    organization: organization.id,
    member: member.id,
    invitation: invitation.id,
    team: team.id,
    role: role.id,
    permission: permission.id,
    domain: domain.id,
    portalSession: session.sessionId,
  };
}

/** A connection that only lacks a verified domain and a test sign-in. */
async function connectionFixtures(
  { configuration, sso }: WireClient,
  {
    organizationId,
    heldRole,
    mark,
    unique,
  }: Record<"organizationId" | "heldRole" | "mark" | "unique", string>,
) {
  await configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const clientSecret = `sso-secret-${unique}`;
  const { id } = await sso.createConnection({
    ...{ organizationId, type: "oidc", name: `${mark} connection` },
    ...{ domains: [`${unique}.example.com`], defaultRole: heldRole },
    oidcConfig: { issuer: `https://${unique}.example.com`, clientId: `${mark}-id`, clientSecret },
  });
  return { ids: { ssoConnection: id }, secrets: [clientSecret] };
}

const ofActiveConnection = [
  ...["activeConnection", "linkedUser"],
  ...["ssoCode", "ssoRedirectUri"],
] as const;

/** A connection through which people sign in, and a code of such a sign-in. */
async function activeConnectionFixtures(
  { runtime, insertRow }: Pick<Stage, "runtime" | "insertRow">,
  project: TestProject,
  { organizationId, mark, unique }: Record<"organizationId" | "mark" | "unique", string>,
) {
  const client = runtime.client(project);
  await client.configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const redirectUri = `https://${unique}.example.com/callback`;
  const { id: clientId } = await client.authClients.createClient({
    ...{ name: `${mark} app`, type: "web", redirectUris: [redirectUri] },
  });
  const { connectionId, userId, code } = await insertActiveConnection(insertRow, {
    projectId: project.id,
    ...{ organizationId, clientId, redirectUri, mark },
  });
  await storeSigningKey(runtime, project.id);
  return { ids: { activeConnection: connectionId, linkedUser: userId }, code, redirectUri };
}

const ofDirectory = ["directory", "directoryUser", "directoryGroup"] as const;

/** Two directories, and two users, and two groups of them, as the second one would have sent them. */
async function directoryFixtures(
  { client, insertRow }: { readonly client: WireClient; readonly insertRow: InsertRow },
  { id: projectId }: TestProject,
  {
    organizationId,
    heldRole: defaultRole,
    mark,
    unique,
  }: Record<"organizationId" | "heldRole" | "mark" | "unique", string>,
) {
  const create = async (name: string) =>
    await client.directories.createDirectory({
      ...{ organizationId, name, provider: "okta", defaultRole },
    });
  const other = await create(`${mark} other directory`);
  const { id: directory, scimConfig } = await create(`${mark} directory`);
  const insert = async (name: string) =>
    await insertDirectoryUser(insertRow, {
      ...{ projectId, organizationId, directoryId: directory, mark: `${name}-${unique}` },
    });
  const members = [await insert(`${mark}-other`), await insert(mark)] as const;
  const insertGroup = async (name: string) =>
    await insertDirectoryGroup(insertRow, {
      ...{ projectId, organizationId, directoryId: directory, mark: `${name}-${unique}`, members },
    });
  await insertGroup(`${mark}-other`);
  return {
    ids: { directory, directoryUser: members[1], directoryGroup: await insertGroup(mark) },
    secrets: [scimConfig.bearerToken, other.scimConfig.bearerToken],
  };
}

/**
 * Deliveries to an endpoint of the project's, of which there are a few: it may have no more than a
 * hundred.
 */
async function webhookFixtures({ webhooks }: WireClient, mark: string) {
  const { data: existing } = await webhooks.listEndpoints({ limit: 3 });
  const made =
    existing.length === 3
      ? null
      : await webhooks.createEndpoint({
          url: `${await mailServerUrl()}/${mark}`,
          eventTypes: ["user.created"],
          enabled: false,
        });
  const webhook = (made ?? existing[0]!).id; // one of them is there
  if (made) await webhooks.sendTest(webhook);
  const { id: webhookDelivery } = await webhooks.sendTest(webhook);
  // Another sample may have moved the endpoint to where nobody answers: then it was tried, at
  // least.
  for (
    let tries = 0;
    tries < 400 &&
    !(await webhooks.listDeliveries({ id: webhook, limit: 2 })).data.every(
      ({ attempts }) => attempts.length > 0,
    );
    tries++
  )
    await new Promise((resolve) => setTimeout(resolve, 5));
  return { ids: { webhook, webhookDelivery }, secrets: made ? [made.secret] : [] };
}

/** A secret of the organization if there is one, and the values that nothing else may show. */
async function vaultFixtures(
  { vault }: WireClient,
  { mark, unique, organizationId }: { mark: string; unique: string; organizationId?: string },
) {
  const data = `vault-secret-${unique}`;
  const { id: vaultSecret } = await vault.encrypt({
    name: `${mark} secret`,
    data,
    context: { purpose: "fixtures" },
    metadata: { note: `${mark} note` },
    ...(organizationId === undefined ? {} : { organizationId }),
  });
  return { ids: { vaultSecret }, secrets: [data] };
}

/**
 * A session, a client, a template and a mail that was sent with it, and the providers of the
 * project.
 */
async function signInFixtures(
  { users, authClients, configuration, emails }: WireClient,
  { user, email, mark, unique }: Record<"user" | "email" | "mark" | "unique", string>,
) {
  const redirectUri = `https://${unique}.example.com/`;
  const { session } = await users.impersonateUser({ userId: user, reason: `${mark} reason` });
  const { id: client, clientSecret = "" } = await authClients.createClient({
    name: `${mark} client`,
    type: "web",
    confidential: true,
    redirectUris: [redirectUri],
    initiateLoginUri: redirectUri,
    branding: { font: `${mark} font` },
  });
  await configuration.saveDashboardConfig({ features: { hostedUi: true } });
  const [githubSecret, apiKey] = [`github-secret-${unique}`, `re_secret_${unique}`];
  await configuration.saveSocialProviderCredential({
    providerId: "github",
    clientId: `${mark}-github`,
    clientSecret: githubSecret,
  });
  await emails.saveProvider({ provider: "resend", fromEmail: email, fromName: mark, apiKey });
  const blocksJson = JSON.stringify([{ type: "text", text: `${mark} {{code}}` }]);
  const { template } = await emails.createTemplate({
    name: `${mark} template`,
    slug: `fixture-${unique}`,
    subject: `${mark} subject`,
    blocksJson,
  });
  const { messageId } = await emails.send({
    to: email,
    template: template.slug,
    data: { code: "493027" },
  });
  for (
    let status = "queued";
    status === "queued";
    await new Promise((resolve) => setTimeout(resolve, 5))
  )
    ({ status } = await emails.getMessage(messageId));
  return {
    ids: { session: session.id, client, emailTemplate: template.id, mail: messageId },
    ...{
      redirectUri,
      template: template.slug,
      secrets: [session.token, clientSecret, githubSecret, apiKey],
    },
  };
}

export const inputOf = (name: OperationName, fixtures: Fixtures): object =>
  samples[name].input(fixtures);

/** Who may do it: the project's own key, or the admin project's. */
export const callerOf = (stage: Stage, name: OperationName, project: TestProject): TestProject =>
  samples[name].by === "admin" ? stage.admin : project;

export interface Answer {
  readonly status: number;
  /** As it stands on the wire. */
  readonly body: unknown;
}

export interface KeyedOperation {
  readonly name: OperationName;
  readonly idempotencyKey?: string;
}

/** Calls an operation through the client, and answers failures instead of throwing them. */
export async function call(
  stage: Stage,
  project: TestProject,
  operation: OperationName | KeyedOperation,
  input: object,
): Promise<Answer> {
  const { name, ...options } = typeof operation === "string" ? { name: operation } : operation;
  if (stage.callAs) return await stage.callAs(project, { name, ...options }, input);
  const { group, method } = operationNamed(name);
  const client = stage.runtime.client(project) as unknown as Record<
    string,
    Record<string, BanataMethod>
  >; // by names of the contract
  try {
    const answer = await client[group]![method]!(input, options);
    return { status: 200, body: JSON.parse(JSON.stringify(answer)) as unknown }; // Dates become what they were on the wire
  } catch (error) {
    if (!(error instanceof BanataAuthError)) throw error;
    const { status, code, message, errors, resourceId } = error;
    return { status, body: { status, code, message, errors, resourceId } };
  }
}
type BanataMethod = (input: object, options: object) => Promise<unknown>;

export interface WireOptions {
  readonly method?: string;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the operation's path. */
  readonly prefix?: string;
}

/** The same by hand, where the client would not do what a stranger does. */
export async function send(
  { runtime }: HttpStage,
  operation: NamedOperation,
  input: object | string | Uint8Array,
  options: WireOptions = {},
): Promise<WireAnswer> {
  const { key = null, prefix = "", method = httpMethods(operation)[0]! } = options;
  const headers: Record<string, string> = {
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...options.headers,
  };
  const body =
    typeof input === "string" || input instanceof Uint8Array ? input : JSON.stringify(input);
  const path = prefix + operation.definition.path;
  if (method !== "GET")
    return await wireAnswer(await runtime.fetch(path, { method, headers, body: body as BodyInit })); // a Uint8Array is one
  return await wireAnswer(
    await runtime.fetch(`${path}?${queryOf(typeof input === "object" ? input : {})}`, {
      method,
      headers,
    }),
  );
}

export interface WireAnswer extends Answer {
  readonly headers: Headers;
  readonly text: string;
}

export async function wireAnswer(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function queryOf(input: object): string {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    given.map(([field, value]) => [
      field,
      typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : String(value),
    ]),
  ).toString();
}
