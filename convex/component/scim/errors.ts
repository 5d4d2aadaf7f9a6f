import type { JsonObject } from "./json";

/** What is wrong, for programs (RFC 7644, 3.12, Table 9). */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "invalidVers"
  | "sensitive";

/** The HTTP statuses that a SCIM error may have here. */
export type ScimStatus =
  400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 429 | 500 | 501 | 503;

const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/**
 * A request that is refused. The message is the `detail` of the answer: it is shown to the
 * administrator of an identity provider, names the attribute, and says what to send instead.
 */
export class ScimError extends Error {
  override readonly name = "ScimError";
  readonly scimType: ScimType | null;

  constructor(
    readonly status: ScimStatus,
    detail: string,
    scimType?: ScimType,
  ) {
    super(detail);
    this.scimType = scimType ?? null;
  }
}

/** The body of an error's answer. `status` is a string there (RFC 7644, 3.12). */
export const errorBody = ({
  status,
  scimType,
  message,
}: Pick<ScimError, "status" | "scimType" | "message">): JsonObject => ({
  schemas: [ERROR_SCHEMA],
  status: String(status),
  ...(scimType && { scimType }),
  detail: message,
});

/** A value in a request that its attribute cannot have. */
export const invalidValue = (detail: string): ScimError =>
  new ScimError(400, detail, "invalidValue");

/** A request's body that has another shape than its message. */
export const invalidSyntax = (detail: string): ScimError =>
  new ScimError(400, detail, "invalidSyntax");
