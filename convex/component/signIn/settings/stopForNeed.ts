import { APIError } from "better-auth/api";
import type { Need } from "../effects";

/**
 * Reports a need and stops Better Auth. Throws an APIError because Better Auth logs any other error
 * with all its context.
 */
export function stopForNeed(onNeed: (need: Need) => void, need: Need): never {
  onNeed(need);
  throw new APIError("PRECONDITION_REQUIRED");
}
