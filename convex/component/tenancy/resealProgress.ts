/** The progress of the re-sealing: one row for the whole deployment. */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

export type Progress = Doc<"secretReseals">;

export const resealProgress = async (
  raw: GenericDatabaseReader<DataModel>,
): Promise<Progress | null> =>
  await raw.query("secretReseals").withIndex("by_creation_time").first();

export async function writeResealProgress(
  raw: GenericDatabaseWriter<DataModel>,
  fields: WithoutSystemFields<Progress>,
): Promise<void> {
  const before = await resealProgress(raw);
  if (before) await raw.replace("secretReseals", before._id, fields);
  else await raw.insert("secretReseals", fields);
}
