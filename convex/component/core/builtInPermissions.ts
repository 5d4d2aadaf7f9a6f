/** The permissions that every project has, by resource. They are defined in code, not in rows. */
export const builtInActions = {
  organization: ["create", "read", "update", "delete"],
  member: ["create", "read", "update", "delete"],
  invitation: ["create", "read", "delete"],
  team: ["create", "read", "update", "delete"],
  role: ["create", "read", "update", "delete", "assign"],
  permission: ["create", "read", "update", "delete", "check"],
  api_key: ["create", "read", "update", "delete", "rotate", "verify"],
  webhook: ["create", "read", "update", "delete"],
  audit: ["read", "write", "export"],
  event: ["read"],
  statistics: ["read"],
  sso: ["create", "read", "update", "delete", "sign_in"],
  directory: ["create", "read", "update", "delete"],
  vault: ["read", "decrypt", "write", "delete", "rotate"],
  email: ["read", "update", "send"],
  domain: ["create", "read", "verify", "delete"],
  portal: ["create"],
  user: ["create", "read", "update", "delete", "ban", "impersonate"],
  session: ["read", "delete"],
  client: ["create", "read", "update", "delete"],
  config: ["read", "update"],
  project: ["create", "read", "update", "delete"],
  project_member: ["create", "read", "update", "delete"],
  signing_key: ["rotate"],
} as const;

type Actions = typeof builtInActions;
/** `user.read` and so on. */
export type BuiltInSlug = {
  [R in keyof Actions & string]: `${R}.${Actions[R][number]}`;
}[keyof Actions & string];
