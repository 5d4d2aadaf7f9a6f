import { ScimError } from "../../../convex/component/scim/errors";

/** The status and scimType with which a call is refused, "accepted" if it is not. */
export function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType ?? ""}`.trim();
    throw error;
  }
  return "accepted";
}
