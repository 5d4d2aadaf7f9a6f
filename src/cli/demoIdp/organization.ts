import type { BanataAuth } from "../../client";
import { NotFoundError } from "../../errors";

/** Null when the id is unknown, or when what it named was deleted. */
export async function find<T>(
  id: string | undefined,
  load: (id: string) => Promise<T>,
): Promise<T | null> {
  if (id === undefined) return null;
  try {
    return await load(id);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/**
 * The organization of the demos. They share one, because a domain belongs to one organization of a
 * project: `known` are the ids that each of them has stored.
 */
export async function ensureOrganization(
  { organizations }: BanataAuth,
  known: readonly (string | undefined)[],
): Promise<string> {
  for (const id of known) {
    const found = await find(
      id,
      async (organizationId) => await organizations.getOrganization({ organizationId }),
    );
    if (found) return found.id;
  }
  return (await organizations.createOrganization({ name: "Demo" })).id;
}
