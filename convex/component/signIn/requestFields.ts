/**
 * Normalizes what users type: addresses, usernames and codes. Applied once per request, before it
 * is counted and before Better Auth sees it. Input without a normal form is passed on unchanged and
 * rejected by settings/requestRules.ts or Better Auth. Passwords are not touched; see passwords/.
 */
import { emailAddress } from "../core/emailAddress";
import { normalUsername } from "../core/username";
import { parseFields, getPath, type AttemptRequest } from "./attemptRequest";
import { findEndpoint, type MatchedEndpoint } from "./findEndpoint";

type Fields = Record<string, unknown>;
type Normalize = (typed: string, endpoint: MatchedEndpoint) => string | null;

/** Body fields, regardless of the path. */
const FORMS: Readonly<Record<string, Normalize>> = {
  email: emailAddress,
  newEmail: emailAddress,
  username: normalUsername,
  otp: (typed) => plainCode(typed),
  code: (typed, { stepsUp }) => {
    if (stepsUp === "backupCode") return backupCode(typed);
    // Elsewhere it is an OAuth authorization code.
    return stepsUp === "totp" || stepsUp === "mailedCode" ? plainCode(typed) : null;
  },
};
/** Anything longer is not a code, even after removing separators. */
const MAXIMUM_TYPED_CODE = 100;

export function normalizedRequest(request: AttemptRequest, basePath: string): AttemptRequest {
  const endpoint = findEndpoint(request.method, getPath(basePath, request));
  if (!endpoint) return request;
  const fields = parseFields(request.body);
  const changed = changedFields(fields, endpoint);
  if (Object.keys(changed).length === 0) return request;
  return { ...request, body: JSON.stringify({ ...fields, ...changed }) };
}

function changedFields(fields: Fields, endpoint: MatchedEndpoint): Fields {
  const changed: Fields = {};
  for (const [name, normalize] of Object.entries(FORMS)) {
    const typed = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof typed !== "string") continue;
    const normal = normalize(typed, endpoint) ?? typed;
    // Shown as it was typed, and never as an earlier name was.
    if (name === "username" && endpoint.traits.includes("choosesUsername"))
      changed.displayUsername = fields.displayUsername ?? typed.trim();
    if (normal !== typed) changed[name] = normal;
  }
  return changed;
}

/** Converts digits of any script to ASCII and removes spaces, dashes and format characters. */
function plainCode(typed: string): string | null {
  if (typed.length > MAXIMUM_TYPED_CODE) return null;
  const plain = typed.normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}]/gu, "");
  return plain.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0)!)));
}

/** The ten digits of a script are consecutive code points. */
function digitValue(codePoint: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return value;
}

/** Ten case-sensitive letters and digits, shown as two groups of five with a dash. */
function backupCode(typed: string): string | null {
  const plain = plainCode(typed);
  return plain?.length === 10 ? `${plain.slice(0, 5)}-${plain.slice(5)}` : null;
}
