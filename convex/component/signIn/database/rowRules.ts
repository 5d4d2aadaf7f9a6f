/** The field rules, at the last step before a row is written: whatever path led here. */
import { APIError } from "better-auth/api";
import { rowFault } from "../../core/fieldRules";
import { tableOf, type Model } from "./models";

/** The fields, an empty image as none. Throws 400 that names the field which breaks its rule. */
export function ruledFields<F extends Record<string, unknown>>(model: Model, fields: F): F {
  const ruled = model === "user" && fields.image === "" ? { ...fields, image: null } : fields;
  const fault = rowFault(tableOf[model], ruled);
  if (fault)
    throw new APIError("BAD_REQUEST", {
      code: "VALIDATION_ERROR",
      message: `[body.${fault.field}] ${fault.message}`,
    });
  return ruled;
}
