import type { Doc } from "../_generated/dataModel";
import { problem } from "../errors";
import type { Segment } from "../page";

/** Which ranges a list of users walks. */
export function userSegments(filter: { email?: string; role?: string; search?: string }): Segment<"users">[] {
  const { email, role, search } = filter;
  const given = Object.entries({ email, role, search }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const [, field = ""] = given.map(([name]) => name);
    throw problem("validation_error", `${field}: email, role and search exclude each other`, {
      errors: [{ field, message: "email, role and search exclude each other", code: "exclusive" }],
    });
  }
  if (email !== undefined) return [{ index: "byEmail", equal: [["email", email]], key: "email" }];
  if (role !== undefined) return [{ index: "byRole", equal: [["role", role]], key: "id" }];
  if (search === undefined) return [{ index: "byProjectId", key: "id" }];
  const prefix = search.toLowerCase();
  return [
    { index: "byEmail", key: "email", prefix },
    // Who was found by e-mail address is not shown a second time.
    { index: "bySearchName", key: "searchName", prefix, skip: (row: Doc<"users">) => row.email.startsWith(prefix) },
  ];
}
