/** The transactions of a request of a directory. Bodies cross as JSON text, as the API's do. */
import { v } from "convex/values";
import type { JsonObject } from "../../scim/json";
import { tenantCall, tenantRead, type RecordingContext } from "../../tenancy/functions";
import { toActor } from "../context";
import { loadCounts } from "../counts";
import { storedFailure } from "../fields";
import { countDirectoryRequest } from "../limit";
import { findSync, isSuccessDue, recordFailure, recordSuccess } from "../sync";
import { findTokenOwner, toBaseUrl } from "../tokens";
import { requireDirectory, unauthorized } from "./credential";
import { carryingFaults } from "./faults";
import { findUsers, presentUser, requireUser, toAnswer, walkUsers, writeUser } from "./users";

const nullableText = v.union(v.string(), v.null());
const credential = { tokenHash: v.string() };
/** As scim/lists.ts parses it. */
const selection = v.object({
  attributes: v.union(v.array(v.string()), v.null()),
  excluded: v.array(v.string()),
});
const answer = v.object({
  status: v.number(),
  body: nullableText,
  location: nullableText,
  etag: nullableText,
});

/**
 * Counts a request against the directory's limit. `hasEnded`: the token was replaced, so the request
 * is refused, and the directory's status says so.
 */
export const admit = tenantCall(
  credential,
  v.object({ directoryId: v.string(), hasEnded: v.boolean(), isSuccessDue: v.boolean() }),
  async ({ db, now, project }, { tokenHash }) =>
    await carryingFaults(async () => {
      const owner = await findTokenOwner(db, tokenHash, now);
      if (!owner || !(await project())) throw unauthorized();
      const { directory, hasEnded } = owner;
      await countDirectoryRequest(db, directory.id, now);
      const sync = await findSync(db, directory.id);
      return { directoryId: directory.id, hasEnded, isSuccessDue: isSuccessDue(sync, now) };
    }),
);

export const succeed = tenantCall(
  { directoryId: v.string() },
  v.null(),
  async ({ db, now }, { directoryId }) => {
    if (await db.get("directories", directoryId)) await recordSuccess(db, directoryId, now);
    return null;
  },
);

export const fail = tenantCall(
  { directoryId: v.string(), failure: storedFailure },
  v.null(),
  async ({ db }, { directoryId, failure }) => {
    if (await db.get("directories", directoryId)) await recordFailure(db, directoryId, failure);
    return null;
  },
);

export const getUser = tenantRead(
  { ...credential, id: v.string(), selection },
  v.object({ ...answer.fields, version: v.number() }),
  async (ctx, { tokenHash, id, selection }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      const row = await requireUser(ctx.db, directory.id, id);
      const presentation = { selection, baseUrl: toBaseUrl(ctx.db.projectId) };
      return { ...toAnswer(200, row, presentation), version: row.version };
    }),
);

const walk = v.object({ after: nullableText, skip: v.number(), count: v.number() });

/** `resources` is the JSON text of a list. `total` counts all, not only those of the page. */
export const listUsers = tenantRead(
  { ...credential, walk, selection },
  v.object({
    directoryId: v.string(),
    resources: v.string(),
    total: v.number(),
    next: v.union(walk, v.null()),
    isFar: v.boolean(),
  }),
  async (ctx, { tokenHash, selection, walk: from }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      const { active, suspended } = await loadCounts(ctx.db, id);
      const presentation = { selection, baseUrl: toBaseUrl(ctx.db.projectId) };
      const { resources, ...part } = await walkUsers(ctx.db, id, from, presentation);
      const total = active + suspended;
      return { directoryId: id, resources: JSON.stringify(resources), total, ...part };
    }),
);

export const filterUsers = tenantRead(
  {
    ...credential,
    filter: v.string(),
    startIndex: v.number(),
    count: v.number(),
    selection,
  },
  v.object({ resources: v.string(), total: v.number() }),
  async (ctx, { tokenHash, filter, startIndex, count, selection }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      const found = await findUsers(ctx.db, id, filter);
      const presentation = { selection, baseUrl: toBaseUrl(ctx.db.projectId) };
      const resources: JsonObject[] = found
        .slice(startIndex - 1, startIndex - 1 + count)
        .map((row) => presentUser(row, presentation));
      return { resources: JSON.stringify(resources), total: found.length };
    }),
);

const method = v.union(
  v.literal("POST"),
  v.literal("PUT"),
  v.literal("PATCH"),
  v.literal("DELETE"),
);

/** One change of a user, with all its effects. */
export const write = tenantCall(
  {
    ...credential,
    request: v.object({
      id: v.string(),
      ip: nullableText,
      hasTrustedIp: v.boolean(),
      userAgent: nullableText,
    }),
    method,
    id: nullableText,
    ifMatch: nullableText,
    /** JSON text. */
    body: v.string(),
    selection,
  },
  answer,
  async (ctx, { tokenHash, request, method: verb, id, ifMatch, body, selection }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      return await writeUser(await toContext(ctx, directory, request), directory, {
        ...{ method: verb, id, ifMatch, body: JSON.parse(body) as unknown, selection },
        baseUrl: toBaseUrl(ctx.db.projectId),
      });
    }),
);

async function toContext(
  { db, now, scheduler, recorder, project }: RecordingContext,
  directory: Parameters<typeof toActor>[0],
  request: Parameters<RecordingContext["recorder"]>[1],
) {
  const by = recorder(toActor(directory), request);
  const isAdminProject = (await project())?.isAdmin === true;
  return { db, now, scheduler, isAdminProject, record: by.record.bind(by) };
}
