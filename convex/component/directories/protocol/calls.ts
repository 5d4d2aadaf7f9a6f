/** The transactions of a request of a directory. Bodies cross as JSON text, as the API's do. */
import { v } from "convex/values";
import type { JsonObject } from "../../scim/json";
import { tenantCall, tenantRead } from "../../tenancy/functions";
import { loadCounts } from "../counts";
import { storedFailure } from "../fields";
import { countDirectoryRequest } from "../limit";
import { findSync, isSuccessDue, recordFailure, recordSuccess } from "../sync";
import { findTokenOwner } from "../tokens";
import { requireDirectory, unauthorized } from "./credential";
import { carryingFaults } from "./faults";
import { findUsers, presentUser, requireUser, toAnswer, walkUsers, writeUser } from "./users";
import { credential, nullableText, toContext, writeArgs } from "./writes";

/** As scim/lists.ts parses it. */
const selection = v.object({
  attributes: v.union(v.array(v.string()), v.null()),
  excluded: v.array(v.string()),
});
/** Of the locations in the answer. */
const baseUrl = v.string();
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
  { ...credential, baseUrl, id: v.string(), selection },
  answer,
  async (ctx, { tokenHash, baseUrl, id, selection }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      const row = await requireUser(ctx.db, directory.id, id);
      const presentation = { selection, baseUrl };
      return toAnswer(200, row, presentation);
    }),
);

const walk = v.object({ after: nullableText, skip: v.number(), count: v.number() });

/** `resources` is the JSON text of a list. `total` counts all, not only those of the page. */
export const listUsers = tenantRead(
  { ...credential, baseUrl, walk, selection },
  v.object({
    directoryId: v.string(),
    resources: v.string(),
    total: v.number(),
    next: v.union(walk, v.null()),
    isFar: v.boolean(),
  }),
  async (ctx, { tokenHash, baseUrl, selection, walk: from }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      const { active, suspended } = await loadCounts(ctx.db, id);
      const presentation = { selection, baseUrl };
      const { resources, ...part } = await walkUsers(ctx.db, id, from, presentation);
      const total = active + suspended;
      return { directoryId: id, resources: JSON.stringify(resources), total, ...part };
    }),
);

export const filterUsers = tenantRead(
  {
    ...credential,
    baseUrl,
    filter: v.string(),
    startIndex: v.number(),
    count: v.number(),
    selection,
  },
  v.object({ resources: v.string(), total: v.number() }),
  async (ctx, { tokenHash, baseUrl, filter, startIndex, count, selection }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      const found = await findUsers(ctx.db, id, filter);
      const presentation = { selection, baseUrl };
      const resources: JsonObject[] = found
        .slice(startIndex - 1, startIndex - 1 + count)
        .map((row) => presentUser(row, presentation));
      return { resources: JSON.stringify(resources), total: found.length };
    }),
);

/** One change of a user, with all its effects. */
export const write = tenantCall(
  { ...writeArgs, baseUrl, selection },
  answer,
  async (ctx, { tokenHash, baseUrl, request, method, id, ifMatch, body, selection }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      return await writeUser(await toContext(ctx, directory, request), directory, {
        ...{ method, id, ifMatch, body: JSON.parse(body) as unknown, selection },
        baseUrl,
      });
    }),
);
