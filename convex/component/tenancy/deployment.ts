/**
 * The deployment's own rows: projects and settings. Available only to operations declared
 * `deployment: true`.
 */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { TenantReader, TenantWriter } from "./database";

/** Signing keys of one issuer, including those that only verify. */
export const MAXIMUM_SIGNING_KEYS = 5;

export class DeploymentReader {
  constructor(protected readonly reader: GenericDatabaseReader<DataModel>) {}

  /** The project, or null if it does not exist or is being deleted. */
  async project(id: string): Promise<Doc<"projects"> | null> {
    const project = await this.row(id);
    return project?.deletingSince === undefined ? project : null;
  }

  /** A reader for a project, for operations of the admin project and the deployment's admin. */
  readerFor(project: Pick<Doc<"projects">, "id">): TenantReader {
    return new TenantReader(this.reader, project.id);
  }

  private async row(id: string): Promise<Doc<"projects"> | null> {
    return await this.reader
      .query("projects")
      .withIndex("byId", (q) => q.eq("id", id))
      .unique();
  }

  async projectBySlug(slug: string): Promise<Doc<"projects"> | null> {
    return await this.reader
      .query("projects")
      .withIndex("bySlug", (q) => q.eq("slug", slug))
      .unique();
  }

  async adminProject(): Promise<Doc<"projects"> | null> {
    return await this.reader
      .query("projects")
      .withIndex("byIsAdmin", (q) => q.eq("isAdmin", true))
      .unique();
  }

  /** Newest first, excluding projects that are being deleted. */
  async projects(limit: number): Promise<Doc<"projects">[]> {
    return await this.reader
      .query("projects")
      .withIndex("byDeletingSince", (q) => q.eq("deletingSince", undefined))
      .order("desc")
      .take(limit);
  }

  /** The memberships of an operator in all projects, newest first. */
  async projectsOfOperator(operatorId: string, limit: number): Promise<Doc<"projectMembers">[]> {
    return await this.reader
      .query("projectMembers")
      .withIndex("allByOperator", (q) => q.eq("operatorId", operatorId))
      .order("desc")
      .take(limit);
  }

  /** Where the domain is confirmed, which it is for one project at most. */
  async confirmedDomain(domain: string): Promise<Doc<"authDomains"> | null> {
    return await this.reader
      .query("authDomains")
      .withIndex("allByDomain", (q) => q.eq("domain", domain).gt("confirmedAt", null))
      .unique();
  }

  async projectBeingDeleted(id: string): Promise<Doc<"projects"> | null> {
    const project = await this.row(id);
    return project?.deletingSince === undefined ? null : project;
  }

  async projectsBeingDeleted(limit: number): Promise<Doc<"projects">[]> {
    return await this.reader
      .query("projects")
      .withIndex("byDeletingSince", (q) => q.gt("deletingSince", 0))
      .take(limit);
  }

  /** Newest first. signIn/tokens/keyStates.ts decides which one signs. */
  async signingKeys(): Promise<Doc<"signingKeys">[]> {
    return await this.reader
      .query("signingKeys")
      .withIndex("by_creation_time")
      .order("desc")
      .take(MAXIMUM_SIGNING_KEYS);
  }

  async settings(): Promise<Doc<"deployment"> | null> {
    return await this.reader.query("deployment").withIndex("by_creation_time").first();
  }
}

export class DeploymentWriter extends DeploymentReader {
  constructor(private readonly writer: GenericDatabaseWriter<DataModel>) {
    super(writer);
  }

  /** Inserts a project and returns its writer, for the rows that every project starts with. */
  async insertProject(row: WithoutSystemFields<Doc<"projects">>): Promise<TenantWriter> {
    await this.writer.insert("projects", row);
    return new TenantWriter(this.writer, row.id);
  }

  /** A writer for another project, for operations of the admin project. */
  writerFor(project: Pick<Doc<"projects">, "id">): TenantWriter {
    return new TenantWriter(this.writer, project.id);
  }

  async patchProject(
    project: Doc<"projects">,
    fields: Partial<WithoutSystemFields<Doc<"projects">>>,
  ): Promise<Doc<"projects">> {
    await this.writer.patch("projects", project._id, fields);
    return { ...project, ...fields };
  }

  async setHasWebhooks(projectId: string, hasWebhooks: boolean): Promise<void> {
    const project = await this.project(projectId);
    if (project && (project.hasWebhooks ?? false) !== hasWebhooks)
      await this.patchProject(project, { hasWebhooks });
  }

  async deleteProject(project: Doc<"projects">): Promise<void> {
    await this.writer.delete("projects", project._id);
  }

  async insertSigningKey(row: WithoutSystemFields<Doc<"signingKeys">>): Promise<void> {
    await this.writer.insert("signingKeys", row);
  }

  async patchSigningKey(
    key: Doc<"signingKeys">,
    fields: Partial<WithoutSystemFields<Doc<"signingKeys">>>,
  ): Promise<void> {
    await this.writer.patch("signingKeys", key._id, fields);
  }

  async deleteSigningKey(key: Doc<"signingKeys">): Promise<void> {
    await this.writer.delete("signingKeys", key._id);
  }

  async setDefaultProject(projectId: string | null): Promise<void> {
    await this.set({ defaultProjectId: projectId });
  }

  async setNodeHandles(nodeHandles: NonNullable<Doc<"deployment">["nodeHandles"]>): Promise<void> {
    await this.set({ nodeHandles });
  }

  private async set(fields: Partial<WithoutSystemFields<Doc<"deployment">>>): Promise<void> {
    const settings = await this.settings();
    if (settings) await this.writer.patch("deployment", settings._id, fields);
    else await this.writer.insert("deployment", { defaultProjectId: null, ...fields });
  }
}
