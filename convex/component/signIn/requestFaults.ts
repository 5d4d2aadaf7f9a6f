/**
 * Validates an end user's request before it costs anything. Better Auth does not bound text
 * lengths, accepts form bodies, which a page of any origin can send without a preflight, and fails
 * on bodies that are not objects. Errors are in Better Auth's format.
 */
import { fieldRules, valueFault, type FieldRule } from "../core/fieldRules";
import { jsonFault } from "../core/storableJson";
import { textFault } from "../core/text";
import {
  getPath,
  toRefusalResponse,
  type AttemptRequest,
  type AttemptResponse,
} from "./attemptRequest";
import { takesForm } from "./endpoint";
import { findEndpoint, type MatchedEndpoint } from "./findEndpoint";

const JSON_TYPE = /^application\/([a-z0-9.+-]*\+)?json\s*(;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

type Rules = { readonly [field: string]: FieldRule };
const userRules: Rules = {
  name: fieldRules.users.name,
  image: fieldRules.users.image,
  displayUsername: fieldRules.users.displayUsername,
  /** Its format is checked where it is normalized. */
  username: { maximum: fieldRules.users.username.maximum },
};
const passkeyRules: Rules = { name: fieldRules.passkeys.name };

/** Returns the error response for an invalid request, or null. */
export function requestFault(request: AttemptRequest, basePath: string): AttemptResponse | null {
  const endpoint = findEndpoint(request.method, getPath(basePath, request));
  const url = new URL(request.url);
  if (textFault(decodePath(url.pathname), "one"))
    return toRefusalResponse({ code: "NOT_FOUND", message: "Not found" }, { status: 404 });
  if (!endpoint) return null; // the attempt answers 404
  const rules = endpoint.settings.includes("passkey") ? passkeyRules : userRules;
  for (const [name, value] of url.searchParams) {
    const fault =
      textFault(name, "one") ?? textFault(value, "several") ?? fieldFault(rules, name, value);
    if (fault) return invalid(`query.${name}`, fault.message);
  }
  return request.body === "" ? null : bodyFault(request, endpoint, rules);
}

function bodyFault(
  { headers, body }: AttemptRequest,
  endpoint: MatchedEndpoint,
  rules: Rules,
): AttemptResponse | null {
  const type = headers.find(([name]) => name === "content-type")?.[1] ?? "";
  // The page of a mailed link submits a form without fields.
  if ((endpoint.mailedLink || takesForm(endpoint)) && FORM_TYPE.test(type)) return formFault(body);
  if (!JSON_TYPE.test(type))
    return toRefusalResponse(
      { code: "UNSUPPORTED_MEDIA_TYPE", message: "Send the body as application/json" },
      { status: 415 },
    );
  const value = parseJson(body);
  if (value === undefined) return badRequest("INVALID_JSON", "The body is not valid JSON");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return badRequest("INVALID_BODY", "The body must be a JSON object");
  const fault = jsonFault(value);
  if (fault) return invalid(fault.field === "" ? "body" : `body.${fault.field}`, fault.message);
  if (hasPrototypeKey(value)) return invalid("body.__proto__", "Unknown field");
  for (const [name, field] of Object.entries(value)) {
    const broken = fieldFault(rules, name, field);
    if (broken) return invalid(`body.${name}`, broken.message);
  }
  return null;
}

function formFault(body: string): AttemptResponse | null {
  for (const [name, value] of new URLSearchParams(body)) {
    const fault = textFault(name, "one") ?? textFault(value, "several");
    if (fault) return invalid(`body.${name}`, fault.message);
  }
  return null;
}

/** An empty string counts as absent: Better Auth's clients send it for a blank field. */
const fieldFault = (rules: Rules, name: string, value: unknown) =>
  value !== "" && Object.hasOwn(rules, name)
    ? valueFault(rules[name]!, value) // checked by hasOwn
    : null;

/** jsonFault has bounded the depth. */
function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    Object.hasOwn(value, "__proto__") || Object.values(value).some((item) => hasPrototypeKey(item))
  );
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const badRequest = (code: string, message: string) =>
  toRefusalResponse({ code, message }, { status: 400 });
const invalid = (field: string, message: string) =>
  // The field name comes from the request, so characters that could disturb a terminal or log are
  // replaced.
  badRequest(
    "VALIDATION_ERROR",
    `[${field.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").slice(0, 200)}] ${message}`,
  );
