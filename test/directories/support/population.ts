/** A directory with many users, over HTTP on a deployment. */
import { verifyDomain } from "../../../src/cli/demoIdp/domain";
import type { BanataAuth } from "../../../src/index";
import type { Address } from "../../support/killable";
import { deployedRuntime, newProject } from "../../support/runtime";
import { PATCH_SCHEMA, person, type ScimAnswer } from "../../support/scim";
import { GROUP_SCHEMA } from "./groupScene";

/** Of verifyDomain: its users become members. */
const DOMAIN = "demo.example";
const BULK_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const OPERATIONS_PER_BULK = 100;

type Directory = Awaited<ReturnType<BanataAuth["directories"]["createDirectory"]>>;
type Send = (method: string, path: string, body?: object) => Promise<ScimAnswer>;

export class Population {
  private constructor(
    private address: Address,
    private readonly project: Awaited<ReturnType<typeof newProject>>,
    private readonly directory: Directory,
  ) {}

  /** @param fields of the directory. */
  static async create(address: Address, fields: object): Promise<Population> {
    const runtime = deployedRuntime(address);
    const project = await newProject(runtime);
    const client = runtime.sdk(project);
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    const place = { organizationId, component: "banataAuth" };
    await verifyDomain(client, { ...address, projectId: project.id }, place);
    const directory = await client.directories.createDirectory({
      ...{ organizationId, name: "Okta", provider: "okta", ...fields },
    });
    return new Population(address, project, directory);
  }

  /** After the deployment was started again. */
  moveTo(address: Address): void {
    this.address = address;
  }

  get client(): BanataAuth {
    return deployedRuntime(this.address).sdk(this.project);
  }

  /** What the cron does that resumes work. */
  async sweep(): Promise<void> {
    await deployedRuntime(this.address).run("directories/resume:resume");
  }

  /** Rejects when the connection ends before the answer. */
  readonly send: Send = async (method, path, body) => {
    const url = `${this.address.siteUrl}/banata/p/${this.project.id}/api/auth/scim/v2${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.directory.scimConfig.bearerToken}`,
        ...(body ? { "content-type": "application/scim+json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return {
      ...{ status: response.status, headers: response.headers },
      body: text === "" ? {} : (JSON.parse(text) as ScimAnswer["body"]),
    };
  };

  /** Creates users who are members, and returns their SCIM ids. */
  async createUsers(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let from = 0; from < count; from += OPERATIONS_PER_BULK) {
      const Operations = Array.from(
        { length: Math.min(OPERATIONS_PER_BULK, count - from) },
        (_, i) => ({
          ...{ method: "POST", path: "/Users", bulkId: String(i) },
          data: person(`person${from + i}@${DOMAIN}`),
        }),
      );
      const { body } = await this.send("POST", "/Bulk", { schemas: [BULK_SCHEMA], Operations });
      for (const { location } of body.Operations as { location: string }[])
        ids.push(location.split("/").at(-1)!); // created
    }
    return ids;
  }

  async createGroup(displayName: string, members: readonly string[] = []): Promise<ScimAnswer> {
    return await this.send("POST", "/Groups", toGroup(displayName, members));
  }

  async putGroup(id: string, displayName: string, members: readonly string[]) {
    return await this.send("PUT", `/Groups/${id}`, toGroup(displayName, members));
  }

  async patchGroup(id: string, ...Operations: readonly object[]): Promise<ScimAnswer> {
    return await this.send("PATCH", `/Groups/${id}`, { schemas: [PATCH_SCHEMA], Operations });
  }

  async patchUser(id: string, ...Operations: readonly object[]): Promise<ScimAnswer> {
    return await this.send("PATCH", `/Users/${id}`, { schemas: [PATCH_SCHEMA], Operations });
  }

  /** Sorted ids. */
  async membersOf(id: string): Promise<string[]> {
    const { body } = await this.send("GET", `/Groups/${id}`);
    return (body.members as { value: string }[]).map(({ value }) => value).toSorted();
  }

  /** The directory users whose members hold the role, sorted. */
  async holdersOf(role: string): Promise<string[]> {
    const { organizations, directories } = this.client;
    const { organizationId, id: directoryId } = this.directory;
    const members = await collect(
      async (page) => await organizations.listMembers({ organizationId, role, ...page }),
    );
    const holders = new Set(members.map(({ userId }) => userId));
    const users = await collect(
      async (page) => await directories.listUsers({ directoryId, ...page }),
    );
    return users
      .filter(({ userId }) => userId !== null && holders.has(userId))
      .map(({ id }) => id)
      .toSorted();
  }

  async hasPendingWork(): Promise<boolean> {
    return (await this.client.directories.getDirectory(this.directory.id)).hasPendingWork;
  }
}

interface Page<Row> {
  readonly data: readonly Row[];
  readonly listMetadata: { readonly after: string | null };
}

/** All rows of a list, in its order. */
export async function collect<Row>(
  list: (page: { limit: number; after?: string }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page: Page<Row> = await list({ limit: 100, ...(after === "" ? {} : { after }) });
    rows.push(...page.data);
    after = page.listMetadata.after;
  }
  return rows;
}

const toGroup = (displayName: string, members: readonly string[]) => ({
  ...{ schemas: [GROUP_SCHEMA], displayName },
  members: members.map((value) => ({ value })),
});
