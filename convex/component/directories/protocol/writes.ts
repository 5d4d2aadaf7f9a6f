/** What the transactions that change something take. */
import { v } from "convex/values";
import type { RecordingContext } from "../../tenancy/functions";
import { requestMetadata } from "../../tenancy/records";
import { toActor, type DirectoryContext } from "../context";

export const nullableText = v.union(v.string(), v.null());
export const credential = { tokenHash: v.string() };

export const writeArgs = {
  ...credential,
  request: requestMetadata,
  method: v.union(v.literal("POST"), v.literal("PUT"), v.literal("PATCH"), v.literal("DELETE")),
  id: nullableText,
  ifMatch: nullableText,
  /** JSON text. */
  body: v.string(),
};

export async function toContext(
  { db, now, scheduler, recorder, project }: RecordingContext,
  directory: Parameters<typeof toActor>[0],
  request: Parameters<RecordingContext["recorder"]>[1],
): Promise<DirectoryContext> {
  const by = recorder(toActor(directory), request);
  const isAdminProject = (await project())?.isAdmin === true;
  return { db, now, scheduler, isAdminProject, record: by.record.bind(by) };
}
