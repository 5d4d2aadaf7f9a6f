/**
 * Rules for fields that enter through more than one path. The contract's schemas (wire/fields.ts),
 * Better Auth's requests (signIn/settings/requestRules.ts) and the rows that both write share this
 * table. A text column of a Better Auth table without a row here does not compile.
 */
import type { Doc } from "../_generated/dataModel";
import { cleanLine, textFault } from "./text";
import { isUsername, MAXIMUM_USERNAME, USERNAME_RULE } from "./username";

export interface FieldRule {
  /** UTF-16 units. */
  readonly maximum: number;
  /** Default `one`. `any` skips the check for line breaks and control characters. */
  readonly lines?: "one" | "several" | "any";
  /** Null is not allowed. */
  readonly required?: true;
  /** A format check and its error message. */
  readonly form?: { readonly fits: (value: string) => boolean; readonly message: string };
}

export interface RuleFault {
  readonly message: string;
  readonly code: string;
}

/** An absolute http(s) URL that a browser could load. */
const isWebUrl = (value: string): boolean =>
  /^https?:\/\/[^\s\\]+$/i.test(value) && URL.canParse(value);
const WEB_URL_EXPECTED = "Expected an http(s) URL; upload the file and provide its URL";

const line = (maximum: number): FieldRule => ({ maximum });
const pattern = (maximum: number, form: RegExp, message: string): FieldRule => ({
  maximum,
  form: { fits: (value) => form.test(value), message },
});
/** Written by the runtime or Better Auth, never copied from a request. */
const own = (maximum: number): FieldRule => ({ maximum, lines: "any" });

export const webUrlRule: FieldRule = {
  maximum: 2_048,
  form: { fits: isWebUrl, message: WEB_URL_EXPECTED },
};

type TextColumns<T extends BetterAuthTable> = {
  [
    F in keyof Doc<T> as Extract<Doc<T>[F], string> extends never
      ? never
      : F extends "_id" | "projectId"
        ? never
        : F
  ]-?: FieldRule;
};
export type BetterAuthTable =
  "users" | "sessions" | "accounts" | "verifications" | "twoFactors" | "passkeys";

const id = own(64);

export const fieldRules = {
  users: {
    id,
    email: { maximum: 254, required: true },
    /** May be empty: signing up by e-mail alone provides no name. Management requires one. */
    name: { maximum: 200, required: true },
    searchName: own(800),
    image: webUrlRule,
    username: {
      maximum: MAXIMUM_USERNAME,
      form: { fits: isUsername, message: USERNAME_RULE },
    },
    displayUsername: line(MAXIMUM_USERNAME),
    phoneNumber: pattern(
      16,
      /^\+[1-9][0-9]{6,14}$/,
      "Expected an E.164 number such as +4915112345678",
    ),
    banReason: { maximum: 500, lines: "several" },
    /** 16 KiB of JSON; the contract counts the bytes. */
    metadata: own(16_384),
  },
  sessions: {
    id,
    userId: id,
    tokenHash: own(128),
    ipAddress: line(64),
    userAgent: line(500),
    impersonatedBy: id,
    activeOrganizationId: id,
    ssoOrganizationId: id,
    ssoConnectionId: id,
    parentId: id,
  },
  accounts: {
    id,
    userId: id,
    providerId: line(128),
    accountId: line(512),
    passwordHash: own(1_024),
    sealedAccessToken: own(65_536),
    sealedRefreshToken: own(65_536),
    scope: line(4_096),
  },
  verifications: {
    id,
    identifier: own(1_024),
    value: own(16_384),
    claimedBy: own(128),
    kind: own(64),
    subject: own(320),
    signUpId: id,
    sessionId: id,
  },
  twoFactors: {
    id,
    userId: id,
    secret: own(4_096),
    backupCodes: own(16_384),
    pendingSecret: own(4_096),
    pendingBackupCodes: own(16_384),
  },
  passkeys: {
    id,
    userId: id,
    name: line(200),
    credentialID: line(2_048),
    publicKey: line(8_192),
    deviceType: line(64),
    transports: line(256),
    aaguid: line(64),
    rpId: own(253),
  },
} as const satisfies { [T in BetterAuthTable]: TextColumns<T> };

/** The first rule that the value breaks, or null. */
export function ruleFault(
  { maximum, lines = "one", form }: FieldRule,
  value: string,
): RuleFault | null {
  if (form === webUrlRule.form && /^data:/i.test(value))
    return { message: WEB_URL_EXPECTED, code: "data_url" }; // before the length check, whose message would not help
  if (value.length > maximum) return { message: `At most ${maximum} characters`, code: "too_big" };
  const fault = lines === "any" ? null : textFault(value, lines);
  if (fault) return fault;
  return form && !form.fits(value) ? { message: form.message, code: "invalid_format" } : null;
}

/** As `ruleFault`, for a JSON value of any type. `undefined` is left to the field's schema. */
export function valueFault(rule: FieldRule, value: unknown): RuleFault | null {
  if (typeof value === "string") return ruleFault(rule, value);
  if (value === undefined || (value === null && !rule.required)) return null;
  return { message: "Expected a string", code: "invalid_type" };
}

/** The first field of a row that breaks its rule. Fields without a rule are left to the schema. */
export function rowFault(
  table: BetterAuthTable,
  fields: Readonly<Record<string, unknown>>,
): (RuleFault & { readonly field: string }) | null {
  const rules: Readonly<Record<string, FieldRule>> = fieldRules[table];
  for (const [field, value] of Object.entries(fields)) {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    const fault = rule ? valueFault(rule, value) : null;
    if (fault) return { field, ...fault };
  }
  return null;
}

/**
 * Fits a profile from another system to our rules: truncates the name and drops an invalid image.
 */
export function cleanProfile(profile: {
  readonly name?: string | null;
  readonly image?: string | null;
}): { name: string; image: string | undefined } {
  const { name, image } = profile;
  return {
    name: cleanLine(name ?? "", fieldRules.users.name.maximum),
    image: image && !ruleFault(fieldRules.users.image, image) ? image : undefined,
  };
}
