import type { Execution } from "@banata-auth/local";
import { z } from "zod";
import { errorStatus, type ErrorCode } from "../../convex/component/core/errors";

const problem = z.object({
  code: z.string().refine((code): code is ErrorCode => Object.hasOwn(errorStatus, code)),
  message: z.string(),
});

/**
 * Formats a refusal of the runtime (400–499) as one line for the terminal: it is an answer to a
 * caller, and not a fault in the code that a stack would point to. Returns undefined for any other
 * failure.
 */
export function formatRefusal({ errorData }: Pick<Execution, "errorData">): string | undefined {
  const { success, data } = problem.safeParse(errorData);
  if (!success || errorStatus[data.code] >= 500) return undefined;
  return `${errorStatus[data.code]} ${data.code}: ${data.message.replace(/\s+/g, " ")}`;
}
