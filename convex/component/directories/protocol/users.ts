/** Users of a directory as the protocol reads and changes them. */
import type { Doc } from "../../_generated/dataModel";
import { ReadBudget, BATCH_BYTES } from "../../core/readBudget";
import { checkIfMatch, etag } from "../../scim/etag";
import { ScimError } from "../../scim/errors";
import type { JsonObject } from "../../scim/json";
import type { Selection } from "../../scim/lists";
import { patchUser } from "../../scim/patch";
import { planFilter, type FilterPlan } from "../../scim/plan";
import { project, type Entry } from "../../scim/project";
import { parseUser, readStored, replaceUser } from "../../scim/resource";
import type { TenantReader } from "../../tenancy/database";
import { createDirectoryUser, deleteDirectoryUser, updateDirectoryUser } from "../changes";
import type { DirectoryContext } from "../context";
import { findMark, MAXIMUM_PASSED, STRIDE } from "../positions";
import type { DirectoryUserRow } from "../present";

type StoredUser = Doc<"directoryUsers">;
type Directory = Doc<"directories">;

/** The answer to a request about one resource. `body` is JSON text. */
export interface ResourceAnswer {
  readonly status: number;
  readonly body: string | null;
  readonly location: string | null;
  readonly etag: string | null;
}

export interface UserWrite {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Null for POST. */
  readonly id: string | null;
  readonly ifMatch: string | null;
  /** Null for DELETE. */
  readonly body: unknown;
  readonly selection: Selection;
  readonly baseUrl: string;
}

export async function writeUser(
  ctx: DirectoryContext,
  directory: Directory,
  write: UserWrite,
): Promise<ResourceAnswer> {
  const { method, id, body, ifMatch } = write;
  if (method === "POST")
    return toAnswer(201, await createDirectoryUser(ctx, directory, parseUser(body)), write);
  const before = await requireUser(ctx.db, directory.id, id ?? "");
  checkIfMatch(ifMatch, before.version);
  if (method === "DELETE") {
    await deleteDirectoryUser(ctx, before);
    return { status: 204, body: null, location: null, etag: null };
  }
  const stored = readStored(before.resource);
  const resource = method === "PUT" ? replaceUser(stored, body) : patchUser(stored, body);
  return toAnswer(200, await updateDirectoryUser(ctx, directory, before, resource), write);
}

/** Throws 404, also for a user whom the directory has deleted. */
export async function requireUser(
  db: TenantReader,
  directoryId: string,
  id: string,
): Promise<StoredUser> {
  const user = await db.get("directoryUsers", id);
  if (!user || user.directoryId !== directoryId || user.state === "deprovisioned")
    throw new ScimError(404, `User ${id.slice(0, 64)} not found`);
  return user;
}

interface Presentation {
  readonly selection: Selection;
  readonly baseUrl: string;
}

export function toAnswer(
  status: number,
  row: DirectoryUserRow,
  presentation: Presentation,
): ResourceAnswer {
  return {
    status,
    body: JSON.stringify(presentUser(row, presentation)),
    location: toLocation(presentation.baseUrl, row.id),
    etag: etag(row.version),
  };
}

export const presentUser = (row: DirectoryUserRow, { selection, baseUrl }: Presentation) =>
  project("User", { ...toEntry(row), location: toLocation(baseUrl, row.id) }, selection);

const toLocation = (baseUrl: string, id: string): string => `${baseUrl}/Users/${id}`;

const toEntry = ({ id, resource, createdAt, updatedAt, version }: DirectoryUserRow): Entry => ({
  ...{ id, createdAt, updatedAt, version },
  resource: readStored(resource),
});

/** Users with one value of an index; a filter that more of them match is refused. */
const MAXIMUM_FOUND = 200;

/** The users that the filter matches, oldest first. Throws 400 for one that no index answers. */
export async function findUsers(
  db: TenantReader,
  directoryId: string,
  filter: string,
): Promise<StoredUser[]> {
  const plan = planFilter("User", filter);
  const rows = await lookUp(db, directoryId, plan.lookup);
  if (rows.length === MAXIMUM_FOUND)
    throw new ScimError(400, "The filter matches too many users", "tooMany");
  return rows.filter((row) => row.state !== "deprovisioned" && plan.matches(toEntry(row)));
}

async function lookUp(
  db: TenantReader,
  directoryId: string,
  { index, value }: FilterPlan["lookup"],
): Promise<StoredUser[]> {
  switch (index) {
    case "id": {
      const user = await db.get("directoryUsers", value);
      return user?.directoryId === directoryId ? [user] : [];
    }
    case "userName":
      return await db
        .range("directoryUsers", "byUserName", (q) =>
          q.eq("directoryId", directoryId).eq("userName", value),
        )
        .take(MAXIMUM_FOUND);
    case "externalId":
      return await db
        .range("directoryUsers", "byExternalId", (q) =>
          q.eq("directoryId", directoryId).eq("externalId", value),
        )
        .take(MAXIMUM_FOUND);
    case "displayName":
      return await db
        .range("directoryUsers", "byDisplayName", (q) =>
          q.eq("directoryId", directoryId).eq("displayName", value),
        )
        .take(MAXIMUM_FOUND);
    case "email": {
      const found = await db
        .range("directoryEmails", "byValue", (q) =>
          q.eq("directoryId", directoryId).eq("value", value),
        )
        .take(MAXIMUM_FOUND);
      const rows = await Promise.all(
        found.map(async (row) => await db.get("directoryUsers", row.directoryUserId)),
      );
      return rows.filter((row) => row !== null);
    }
    case "members":
      throw new ScimError(400, "Users have no attribute members", "invalidFilter");
  }
}

export interface Walk {
  /** The last user that was passed; null at the start. */
  readonly after: string | null;
  /** Users to pass before the first one of the page. */
  readonly skip: number;
  readonly count: number;
}

interface WalkedPart {
  readonly resources: JsonObject[];
  /** Where to go on; null when the page is complete. */
  readonly next: Walk | null;
  /** Whether so many users were to be passed that another mark is worth its cost. */
  readonly isFar: boolean;
}

/** A part of a page. One that begins far behind the last mark takes several queries. */
export async function walkUsers(
  db: TenantReader,
  directoryId: string,
  { after, skip, count }: Walk,
  presentation: Presentation,
): Promise<WalkedPart> {
  const from = after === null ? await findMark(db, directoryId, skip) : { position: 0, after };
  const resources: JsonObject[] = [];
  const budget = new ReadBudget(BATCH_BYTES);
  let passed = 0;
  let left = skip - from.position;
  let last = from.after;
  const isFar = left >= STRIDE;
  const rows = db.range("directoryUsers", "byDirectory", (q) =>
    q.eq("directoryId", directoryId).gt("id", from.after),
  );
  if (count > 0)
    for await (const row of rows) {
      if (resources.length === count) break;
      if (passed++ === MAXIMUM_PASSED || budget.isSpent)
        return {
          resources,
          next: { after: last, skip: left, count: count - resources.length },
          isFar,
        };
      budget.spend(row);
      last = row.id;
      if (row.state === "deprovisioned") continue;
      if (left > 0) left--;
      else resources.push(presentUser(row, presentation));
    }
  return { resources, next: null, isFar };
}
