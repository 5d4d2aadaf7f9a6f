/**
 * What people type into Better Auth's endpoints, in the forms that the runtime compares: addresses,
 * usernames and codes. Applied to a request once, before it is counted and before Better Auth sees
 * it. What has no such form stays as it was typed, and settings/requestRules.ts or Better Auth
 * refuses it. Passwords stay too: their forms are the business of passwords/.
 */
import { emailAddress } from "../core/emailAddress";
import { normalUsername } from "../core/username";
import { fieldsOf, pathOf, type AttemptRequest } from "./attemptRequest";
import { endpointAt, type Found } from "./endpoints";

type Fields = Record<string, unknown>;
type Normalize = (typed: string, endpoint: Found) => string | null;

/** Fields of a body, on whatever path. */
const FORMS: Readonly<Record<string, Normalize>> = {
  email: emailAddress,
  newEmail: emailAddress,
  username: normalUsername,
  otp: (typed) => plainCode(typed),
  code: (typed, { stepsUp }) => {
    if (stepsUp === "backupCode") return backupCode(typed);
    // Elsewhere it is an OAuth provider's.
    return stepsUp === "totp" || stepsUp === "mailedCode" ? plainCode(typed) : null;
  },
};
/** Longer is no code, whatever is left out of it. */
const MAXIMUM_TYPED_CODE = 100;

export function normalizedRequest(request: AttemptRequest, basePath: string): AttemptRequest {
  const endpoint = endpointAt(request.method, pathOf(basePath, request));
  if (!endpoint) return request;
  const fields = fieldsOf(request.body);
  const changed = changedFields(fields, endpoint);
  if (Object.keys(changed).length === 0) return request;
  return { ...request, body: JSON.stringify({ ...fields, ...changed }) };
}

function changedFields(fields: Fields, endpoint: Found): Fields {
  const changed: Fields = {};
  for (const [name, normalize] of Object.entries(FORMS)) {
    const typed = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof typed !== "string") continue;
    const normal = normalize(typed, endpoint) ?? typed;
    if (normal === typed) continue;
    changed[name] = normal;
    // It is shown as it was typed.
    if (name === "username" && endpoint.acts.includes("choosesUsername"))
      changed.displayUsername = fields.displayUsername ?? typed.trim();
  }
  return changed;
}

/** Digits of any script as ASCII, without the spaces, dashes and marks that group them. */
function plainCode(typed: string): string | null {
  if (typed.length > MAXIMUM_TYPED_CODE) return null;
  const plain = typed.normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}]/gu, "");
  return plain.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0)!)));
}

/** The digits of a script follow each other from its zero. */
function digitValue(codePoint: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return value;
}

/** Ten letters and digits, shown in two groups of five with a dash; case counts. */
function backupCode(typed: string): string | null {
  const plain = plainCode(typed);
  return plain?.length === 10 ? `${plain.slice(0, 5)}-${plain.slice(5)}` : null;
}
