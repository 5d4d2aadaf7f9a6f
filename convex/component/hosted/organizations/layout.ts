/** How acts on the organization pages end. */
import type { Problem } from "../../core/errors";
import { html, type Html } from "../../api/pageFrame";
import { leave, ownPath, seeOther } from "../account/layout";
import type { Input, OperationName } from "../../api/pageOperations";
import { callOperation } from "../operationCalls";
import { organizationIn } from "../paths";
import type { SignedInFormVisit, SignedInVisit } from "../visit";
import { organizationTexts, type OrganizationTexts } from "./texts";

export interface Trouble {
  readonly text: keyof OrganizationTexts;
  readonly status: number;
}

export const showTrouble = (visit: SignedInVisit, trouble: Trouble | null): Html | null =>
  trouble &&
  html`<p role="alert"><strong>${organizationTexts[visit.language][trouble.text]}</strong></p>`;

const byFieldCode: Readonly<Record<string, keyof OrganizationTexts>> = {
  mfa_required: "policyMfa",
  sso_required: "policySso",
  organizations_disabled: "closed",
  taken: "invited",
  email_domain_not_allowed: "domain",
  switched_off: "rolesOff",
};
const byCode: Readonly<Record<string, Trouble>> = {
  forbidden: { text: "notAllowed", status: 403 },
  not_found: { text: "gone", status: 404 },
  conflict: { text: "conflict", status: 409 },
  not_available: { text: "rolesOff", status: 409 },
  rate_limit_exceeded: { text: "tooMany", status: 429 },
};

type OrganizationOperation = OperationName<"organizations">;

/** Operations that refuse with `conflict` what would leave an organization without an owner. */
const KEEPS_OWNER: readonly OrganizationOperation[] = [
  "leaveOrganization",
  "removeMember",
  "updateMemberRole",
];

/** What a page says about a refusal. */
export function toTrouble({ code, errors }: Problem, operation: OrganizationOperation): Trouble {
  const field = byFieldCode[errors?.[0]?.code ?? ""];
  const known = byCode[code] ?? { text: "invalid", status: 422 };
  if (field !== undefined) return { ...known, text: field };
  return code === "conflict" && KEEPS_OWNER.includes(operation)
    ? { ...known, text: "lastOwner" }
    : known;
}

/** The answer to a refusal that is no matter of the page: another sign-in, or a second factor. */
export function leaveWith(visit: SignedInVisit, page: string, problem: Problem): Response | null {
  const code =
    problem.errors?.[0]?.code === "mfa_required" && !problem.errors[0].field ? "mfa_required" : "";
  const status = problem.code === "authentication_required" ? 401 : 403;
  return leave(visit, { page, code, status });
}

interface Act<Name extends OrganizationOperation> {
  readonly operation: Name;
  readonly input: Input<"organizations", Name>;
  /** Where it leads, below the project. */
  readonly page: string;
  readonly again: (trouble: Trouble) => Promise<Response>;
}

/** Calls the operation of a form, and shows the page with the change. */
export async function perform<Name extends OrganizationOperation>(
  visit: SignedInFormVisit,
  { operation, input, page, again }: Act<Name>,
): Promise<Response> {
  const { problem } = await callOperation(visit, ["organizations", operation], input);
  if (!problem) return seeOther(visit, ownPath(visit, page, { saved: "1" }));
  return leaveWith(visit, page, problem) ?? (await again(toTrouble(problem, operation)));
}

/** Of the page's path, which has one. */
export const readOrganizationId = ({ place }: SignedInVisit): string =>
  organizationIn(place.path) ?? "";
