import { join } from "node:path";
import { z } from "zod";
import { readJson, writePrivately, type LocalFiles } from "../localFiles";

const scimState = z.object({ organization: z.string(), directory: z.string().optional() });

/** Ids in the deployment. A reset of its data also deletes this file. */
export type ScimState = z.output<typeof scimState>;

const toPath = ({ directory }: LocalFiles): string => join(directory, "demo-scim.json");

/** Null before the first start. */
export async function readScimState(files: LocalFiles): Promise<ScimState | null> {
  return await readJson(toPath(files), scimState);
}

export async function writeScimState(files: LocalFiles, state: ScimState): Promise<void> {
  await writePrivately(toPath(files), `${JSON.stringify(state, null, 2)}\n`);
}
