/** Applies the field rules as the last step before a row is written, whichever path led here. */
import { APIError } from "better-auth/api";
import { rowFault } from "../../core/fieldRules";
import { tableNames, type Model } from "./models";

/**
 * Returns the fields, with an empty image as null. Throws 400 naming the field that breaks its
 * rule.
 */
export function applyFieldRules<F extends Record<string, unknown>>(model: Model, fields: F): F {
  const ruled = model === "user" && fields.image === "" ? { ...fields, image: null } : fields;
  const fault = rowFault(tableNames[model], ruled);
  if (fault)
    throw new APIError("BAD_REQUEST", {
      code: "VALIDATION_ERROR",
      message: `[body.${fault.field}] ${fault.message}`,
    });
  return ruled;
}
