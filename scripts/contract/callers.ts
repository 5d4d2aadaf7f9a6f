import type { OperationDefinition } from "../../convex/component/wire/operation";

/** Who may call an operation: one row for each kind of credential. */
export interface Caller {
  readonly caller: "API key" | "Organization key" | "Session" | "Operator";
  readonly access: string;
}

/** Describes what each kind of credential needs in order to call the operation. */
function describeCallers(operation: OperationDefinition): readonly Caller[] {
  return [
    { caller: "API key", access: describeKeyAccess(operation) },
    { caller: "Organization key", access: describeOrganizationKeyAccess(operation) },
    { caller: "Session", access: describeSessionAccess(operation) },
    { caller: "Operator", access: describeOperatorAccess(operation) },
  ];
}

/** The same as a Markdown list, for descriptions. */
export const callerList = (operation: OperationDefinition): string =>
  operation.public
    ? "Requires no credential."
    : describeCallers(operation)
        .map(({ caller, access }) => `- ${caller}: ${access}`)
        .join("\n");

function describeKeyAccess({
  public: isPublic,
  permission,
  sessionOnly,
  onItself,
}: OperationDefinition) {
  if (isPublic) return "not required; if one is sent, the client must belong to its project.";
  if (sessionOnly) return "no.";
  if (permission === null) return "yes, requires no permission.";
  const needs = `requires the permission \`${permission}\``;
  return onItself ? `${needs}, unless \`${onItself}\` is the key itself.` : `${needs}.`;
}

function describeOrganizationKeyAccess({
  public: isPublic,
  permission,
  sessionOnly,
  organizationKeys,
}: OperationDefinition) {
  if (isPublic) return "as an API key.";
  if (sessionOnly || !organizationKeys) return "no.";
  return permission === null
    ? "yes, requires no permission."
    : "requires the same permission; limited to its organization.";
}

function describeSessionAccess({
  public: isPublic,
  permission,
  session,
  inImpersonation,
}: OperationDefinition) {
  if (isPublic) return "not required.";
  if (session !== "self" && session !== "organization") return "no.";
  const impersonation = inImpersonation ? "" : " Not while impersonating.";
  return session === "self"
    ? `yes, for its own user, requires no permission.${impersonation}`
    : `requires the permission \`${permission}\` in the organization that the input names, or else in its active organization.${impersonation}`;
}

function describeOperatorAccess({
  public: isPublic,
  permission,
  session,
  sessionOnly,
  stepUp,
}: OperationDefinition) {
  if (isPublic) return "not required.";
  if (session === "none" || sessionOnly) return "no.";
  const recent = stepUp ? " Only within 10 minutes of a sign-in or step-up." : "";
  if (session === "operator") return `yes, about the operator's own projects.${recent}`;
  return permission === null
    ? `yes, in the project that \`projectId\` names.${recent}`
    : `requires a role with the permission \`${permission}\` in the project that \`projectId\` names.${recent}`;
}
