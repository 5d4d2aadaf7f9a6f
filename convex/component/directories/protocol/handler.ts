/**
 * The SCIM protocol (RFC 7644): one request of an identity provider. Each request is admitted in a
 * transaction of its own, which counts it against the directory's limit, so that failing does not
 * avoid the limit. What it asks for is one more transaction, for each operation in case of Bulk.
 */
import { internal } from "../../_generated/api";
import type { ActionCtx } from "../../_generated/server";
import { readSender } from "../../api/clientAddress";
import type { Place } from "../../api/request";
import { projectAddress } from "../../core/authDomain";
import { sha256 } from "../../core/secrets";
import {
  resourceType,
  resourceTypes,
  schema,
  schemas,
  serviceProviderConfig,
} from "../../scim/discovery";
import { ScimError } from "../../scim/errors";
import { isNotModified } from "../../scim/etag";
import type { JsonObject } from "../../scim/json";
import {
  listResponse,
  parseListQuery,
  parseSearchRequest,
  parseSelection,
  type ListQuery,
} from "../../scim/lists";
import type { ResourceKind } from "../../scim/schemas";
import { parseBearerToken } from "../../sessions/credential";
import { requestTransactions } from "../../tenancy/contenders";
import { SCIM_PATH } from "../tokens";
import type { Asking } from "./asking";
import { answerFault, answerJson, answerNotModified, answerResource } from "./answers";
import { runBulk } from "./bulk";
import { runWrite } from "./changes";
import { tokenHasEnded, unauthorized } from "./credential";
import { findFault, type Fault } from "./faults";
import { getGroup, listGroups } from "./groupRequests";
import { parseBody, parseTarget, requireMethod, type Target } from "./requests";
import type { Walk } from "./users";

export const isScimPath = (path: string): boolean =>
  path === SCIM_PATH || path.startsWith(`${SCIM_PATH}/`);

export async function handleScimRequest(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  try {
    return await answerRequest(ctx, request, place, requestId);
  } catch (error) {
    return answerFault(toFault(error, requestId), requestId);
  }
}

function toFault(error: unknown, requestId: string): Fault {
  const fault = findFault(error);
  if (fault) return fault;
  console.error(`[${requestId}]`, error);
  const detail = "Internal server error; the logs have the details under this request id";
  return { error: new ScimError(500, detail) };
}

async function answerRequest(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  const token = parseBearerToken(request.headers);
  const { projectId, audience } = place;
  if (token === null || projectId === null) throw unauthorized();
  if (typeof audience === "object" && audience.projectId !== projectId)
    throw new ScimError(403, "This host serves the directories of another project only");
  const tokenHash = await sha256(token);
  const transactions = requestTransactions(ctx, () => ({
    subject: [SCIM_PATH, projectId, tokenHash],
    caller: null,
  }));
  const sender = await readSender(ctx, request);
  const baseUrl = projectAddress(projectId, audience) + SCIM_PATH;
  const asking: Asking = {
    ...{ ctx, transactions, projectId, tokenHash, baseUrl, sender, requestId },
  };
  const { directoryId, hasEnded, isSuccessDue } = await transactions.run(
    async () =>
      await ctx.runMutation(internal.directories.protocol.calls.admit, { projectId, tokenHash }),
  );
  try {
    if (hasEnded) throw tokenHasEnded();
    const response = await answerTarget(asking, request, place);
    if (isSuccessDue) await recordSuccess(asking, directoryId);
    return response;
  } catch (error) {
    const fault = toFault(error, requestId);
    if (!isLookup(request, fault)) await recordFailure(asking, directoryId, fault);
    return answerFault(fault, requestId);
  }
}

/** Identity providers ask for users in order to find out whether they exist. */
const isLookup = ({ method }: Request, { error }: Fault): boolean =>
  method === "GET" && error.status === 404;

async function answerTarget(asking: Asking, request: Request, place: Place): Promise<Response> {
  const target = parseTarget(place.path.slice(SCIM_PATH.length));
  const method = requireMethod(request.method, target);
  const { requestId } = asking;
  switch (target.to) {
    case "discovery":
      return answerJson(discover(asking, target, place), requestId);
    case "resources":
      return method === "GET"
        ? answerJson(
            await list(asking, target.kind, parseListQuery(target.kind, place.search)),
            requestId,
          )
        : await write(asking, request, place, { kind: target.kind, id: null });
    case "search": {
      const query = parseSearchRequest(target.kind, await parseBody(request));
      return answerJson(await list(asking, target.kind, query), requestId);
    }
    case "resource":
      return method === "GET"
        ? await get(asking, request, place, target)
        : await write(asking, request, place, target);
    case "bulk":
      return answerJson(await runBulk(asking, await parseBody(request)), requestId);
  }
}

function discover(
  { baseUrl }: Asking,
  { of, id }: Extract<Target, { to: "discovery" }>,
  { search: parameters }: Place,
): JsonObject {
  // RFC 7644 §4: a filter there must not be taken for one that everything matches.
  if (parameters.has("filter")) throw new ScimError(403, `${of} cannot be filtered`);
  if (of === "ServiceProviderConfig") return serviceProviderConfig(baseUrl);
  const all = of === "Schemas" ? schemas : resourceTypes;
  const one = of === "Schemas" ? schema : resourceType;
  const found = id === null ? all(baseUrl) : one(baseUrl, id);
  if (found) return found;
  throw new ScimError(404, `${of} has no such resource`);
}

interface Resource {
  readonly kind: ResourceKind;
  readonly id: string;
}

async function get(
  asking: Asking,
  request: Request,
  place: Place,
  { kind, id }: Resource,
): Promise<Response> {
  const { ctx, projectId, tokenHash, baseUrl, requestId } = asking;
  const selection = parseSelection(kind, place.search);
  const answer =
    kind === "Group"
      ? await getGroup(asking, id, selection)
      : await ctx.runQuery(internal.directories.protocol.calls.getUser, {
          ...{ projectId, tokenHash, baseUrl, id, selection },
        });
  return answer.etag !== null && isNotModified(request.headers.get("if-none-match"), answer.etag)
    ? answerNotModified(answer.etag, requestId)
    : answerResource(answer, requestId);
}

async function list(asking: Asking, kind: ResourceKind, query: ListQuery): Promise<JsonObject> {
  const { total, resources } =
    kind === "Group" ? await listGroups(asking, query) : await listUsers(asking, query);
  return listResponse({ totalResults: total, startIndex: query.startIndex, resources });
}

async function listUsers(
  { ctx, projectId, tokenHash, baseUrl }: Asking,
  { filter, startIndex, count, selection }: ListQuery,
): Promise<{ total: number; resources: JsonObject[] }> {
  const shared = { projectId, tokenHash, baseUrl, selection };
  if (filter !== null) {
    const { resources, total } = await ctx.runQuery(
      internal.directories.protocol.calls.filterUsers,
      { ...shared, filter, startIndex, count },
    );
    return { total, resources: JSON.parse(resources) as JsonObject[] }; // serialized by the query
  }
  const found: JsonObject[] = [];
  for (let walk: Walk = { after: null, skip: startIndex - 1, count }; ;) {
    const { directoryId, resources, total, next, isFar } = await ctx.runQuery(
      internal.directories.protocol.calls.listUsers,
      { ...shared, walk },
    );
    found.push(...(JSON.parse(resources) as JsonObject[])); // serialized by the query
    if (isFar && walk.after === null)
      await ctx.scheduler.runAfter(0, internal.directories.positions.addMark, {
        projectId,
        directoryId,
      });
    if (next === null) return { total, resources: found };
    walk = next;
  }
}

async function write(
  asking: Asking,
  request: Request,
  place: Place,
  { kind, id }: Omit<Resource, "id"> & { readonly id: string | null },
): Promise<Response> {
  const answer = await runWrite(asking, {
    method: request.method as "POST" | "PUT" | "PATCH" | "DELETE", // requireMethod has checked it
    ...{ kind, id, ifMatch: request.headers.get("if-match") },
    selection: parseSelection(kind, place.search),
    body: request.method === "DELETE" ? null : await parseBody(request),
  });
  return answerResource(answer, asking.requestId);
}

/** The answer is there already: what is recorded about it does not change it. */
async function recordSuccess({ ctx, projectId, requestId }: Asking, directoryId: string) {
  try {
    await ctx.runMutation(internal.directories.protocol.calls.succeed, { projectId, directoryId });
  } catch (error) {
    console.warn(`[${requestId}] Failed to record the success of a directory:`, error);
  }
}

async function recordFailure(
  { ctx, projectId, requestId }: Asking,
  directoryId: string,
  { error: { status, scimType, message } }: Fault,
): Promise<void> {
  const failure = {
    at: Date.now(),
    requestId,
    status,
    scimType: scimType ?? null,
    detail: message,
  };
  try {
    await ctx.runMutation(internal.directories.protocol.calls.fail, {
      ...{ projectId, directoryId, failure },
    });
  } catch (error) {
    console.warn(`[${requestId}] Failed to record the failure of a directory:`, error);
  }
}
