import type { Doc } from "../_generated/dataModel";
import type { ProofContext } from "../users/addressProof";

/** The audit actor of everything that a directory does. */
export const toActor = ({ id, name }: Pick<Doc<"directories">, "id" | "name">) => ({
  type: "scim" as const,
  id,
  name,
});

/** What changes of directory users work with: a request of the directory, or a job for it. */
export interface DirectoryContext extends ProofContext {
  /** The project's `isAdmin`: no directory changes operators. */
  readonly isAdminProject: boolean;
}
