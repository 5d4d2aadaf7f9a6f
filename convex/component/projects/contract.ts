import * as z from "zod/mini";
import { keyPrefixPattern } from "../core/apiKey";
import { operatorRoles } from "../core/operatorRoles";
import { operation } from "../wire/operation";
import {
  email,
  epochMilliseconds,
  idInput,
  idOutput,
  isoDate,
  lines,
  ok,
  text,
  webUrl,
} from "../wire/fields";

/**
 * The isolation boundary: all other resources belong to one project and cannot reference another.
 */
export const Project = z.object({
  id: idOutput("project"),
  name: z.string(),
  slug: z.string(),
  description: z.nullable(z.string()),
  logoUrl: z.nullable(z.string()),
  /** The name that users see: on pages, in mails and in authenticator apps; null for `name`. */
  serviceName: z.nullable(z.string()),
  /**
   * Host names of the project alone, which lead to the deployment. Mails and pages use the first
   * one that is confirmed (docs/auth-domain.md); `getReadiness` says which. The issuer of an
   * access token is at the domain if it was asked for there.
   */
  authDomains: z.array(z.string()),
  /** The page that reports whether the service works; error pages link to it. */
  statusUrl: z.nullable(z.string()),
  /** A label such as `production`, which an `environmentId` in a request must match. */
  environment: z.nullable(z.string()),
  /** The prefix of new API keys, such as `sk_live_`. */
  keyPrefix: z.string(),
  ownerId: z.nullable(z.string()),
  createdAt: epochMilliseconds(),
  updatedAt: epochMilliseconds(),
});
export type Project = z.output<typeof Project>;

/** An operator who works in the project, or an invitation to become one. */
export const ProjectMember = z.object({
  /** The invitation keeps its id when the person becomes a member. */
  id: idOutput("projectMember"),
  /** `invited`: the link in the mail was not used yet. `expired`: it can no longer be used. */
  status: z.enum(["active", "invited", "expired"]),
  /** The operator's id in the admin project; null for an invitation. */
  operatorId: z.nullable(idOutput("user")),
  email: z.string(),
  /** Null for an invitation. */
  name: z.nullable(z.string()),
  role: z.enum(operatorRoles),
  /** When the link of the invitation expires; null for a member. */
  expiresAt: z.nullable(isoDate()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type ProjectMember = z.output<typeof ProjectMember>;

/** The checks of `getReadiness`, in the order in which it returns them. */
export const readinessChecks = [
  "sign_in_methods",
  "provider_credentials",
  "email_provider",
  "auth_clients",
  "one_environment",
  "auth_domain",
  "shared_secrets",
  "api_key_rotation",
  "signing_key_rotation",
  "audit_retention",
  "audit_export",
  "status_reporting",
] as const;
export type ReadinessCheckId = (typeof readinessChecks)[number];

/** One check of whether the project is ready for customers. */
export const ReadinessCheck = z.object({
  id: z.enum(readinessChecks),
  /**
   * `failed`: sign-in or its protection does not work. `warning`: it works, but something is
   * missing. `unknown`: the runtime has no data to decide it.
   */
  status: z.enum(["ok", "warning", "failed", "unknown"]),
  /** What was found. */
  message: z.string(),
  /** How to fix it; null if the status is `ok`. */
  fix: z.nullable(z.string()),
});
export type ReadinessCheck = z.output<typeof ReadinessCheck>;

/** What `copySettings` copies (projects/copying.ts). */
export const copiedParts = ["signIn", "branding", "grants", "retention"] as const;
export type CopiedPart = (typeof copiedParts)[number];

const slug = () =>
  z
    .string()
    .check(
      z.regex(/^[a-z0-9-]{1,63}$/, { error: "Expected a-z, 0-9 and -, at most 63 characters" }),
    );
const keyPrefix = () =>
  z.string().check(
    z.regex(keyPrefixPattern, {
      error: "Expected words of a-z and 0-9, each followed by _, such as sk_live_",
    }),
  );
const hostName = () =>
  z.string().check(
    z.maxLength(253),
    z.regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, {
      error: "Expected a host name in lower case, such as auth.example.com",
    }),
  );
/** What users see of the project. */
const service = () => ({
  serviceName: z.optional(z.nullable(text(100))),
  authDomains: z.optional(z.array(hostName()).check(z.maxLength(10))),
  statusUrl: z.optional(z.nullable(webUrl())),
});
const done = () => z.object({ success: z.literal(true), project: Project });

export const projects = {
  /**
   * Lists all projects (newest first, at most 1,000) for keys of the admin project. An operator's
   * session gets the projects that the operator is a member of; other callers only get their own
   * project.
   */
  listProjects: operation({
    kind: "query",
    path: "/api/auth/banata/projects/list",
    permission: "project.read",
    session: "operator",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ projects: z.array(Project) }),
    deployment: true,
    client: { returns: "projects" },
  }),

  /**
   * Returns the project, or `null` if it does not exist. Only callers of the admin project can see
   * other projects than their own.
   */
  getProject: operation({
    kind: "query",
    path: "/api/auth/banata/projects/get",
    permission: "project.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ id: idInput("project") }),
    output: () => z.object({ project: z.nullable(Project) }),
    deployment: true,
    client: { parameters: ["id"], returns: "project" },
  }),

  /** Returns the credential's own project. Requires no permission. */
  getCurrentProject: operation({
    kind: "query",
    path: "/api/auth/banata/projects/current",
    permission: null,
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ project: Project }),
    organizationKeys: true,
    client: { returns: "project" },
  }),

  /**
   * Checks what is missing before customers use a project: the caller's own, or the project `id`
   * (only callers of the admin project can see others). `npx banata-auth doctor` runs the same
   * checks for every project, and checks the deployment too.
   *
   * Returns every check, in a fixed order. A check that the runtime has no data for is `unknown`,
   * never `ok`, and its message says why. Messages name providers, auth clients and hosts, but
   * contain no secrets. Reads the configuration only, so the cost does not grow with the number of
   * users. 404 if the caller cannot see the project.
   */
  getReadiness: operation({
    kind: "query",
    path: "/api/auth/banata/projects/readiness",
    permission: "project.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ id: z.optional(idInput("project")) }),
    output: () => z.object({ checks: z.array(ReadinessCheck) }),
    deployment: true,
    client: { parameters: ["id"], returns: "checks" },
  }),

  /**
   * Creates a project. Restricted to keys of the admin project and to operators, who become its
   * owner; else 403. `keyPrefix` is `sk_live_` by default. 409 `conflict` if the slug is taken.
   */
  createProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/create",
    permission: "project.create",
    session: "operator",
    stepUp: false,
    input: () =>
      z.strictObject({
        name: text(100),
        slug: slug(),
        description: z.optional(z.nullable(lines(1000))),
        logoUrl: z.optional(z.nullable(webUrl())),
        ...service(),
        environment: z.optional(z.nullable(text(63))),
        keyPrefix: z.optional(keyPrefix()),
      }),
    output: () => done(),
    events: ["project.created"],
    deployment: true,
  }),

  /**
   * Updates the given fields. Callers outside the admin project can only update their own project. A
   * new `keyPrefix` is for new API keys; the existing ones stay as they are.
   * 409 `conflict` if the slug is taken.
   */
  updateProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/update",
    permission: "project.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("project"),
        name: z.optional(text(100)),
        slug: z.optional(slug()),
        description: z.optional(z.nullable(lines(1000))),
        logoUrl: z.optional(z.nullable(webUrl())),
        ...service(),
        environment: z.optional(z.nullable(text(63))),
        keyPrefix: z.optional(keyPrefix()),
      }),
    output: () => done(),
    events: ["project.updated"],
    deployment: true,
    client: { parameters: ["id"] },
  }),

  /**
   * Replaces settings of a project by those of another: the caller's own, or the project `id` (only
   * callers of the admin project can name another). The caller must be allowed to read the settings
   * of `fromProjectId`, where an operator is a member and a key of the admin project may be any: 404
   * or 403 otherwise. `parts` (all by default):
   *
   * - `signIn`: methods, password policy, features, lengths of sessions
   * - `branding`: colors, font, corners, logo, style sheet
   * - `grants`: what roles and API keys may be used for
   * - `retention`: of the audit log and of events
   *
   * Nothing else is copied: no secrets (social providers, the mail provider, keys, signing keys), no
   * addresses of apps (trusted origins, auth clients, webhooks), no roles, templates or users.
   */
  copySettings: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/copy-settings",
    permission: "config.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: z.optional(idInput("project")),
        fromProjectId: idInput("project"),
        parts: z.optional(
          z.array(z.enum(copiedParts)).check(z.minLength(1), z.maxLength(copiedParts.length)),
        ),
      }),
    output: () => ok(),
    events: ["audit.retention_updated", "config.updated"],
    deployment: true,
    client: { returns: null },
  }),

  /**
   * Deletes the project and everything in it. Its credentials stop working and its slug becomes
   * available immediately; the rows are deleted in batches afterwards. Only keys of the admin
   * project and owners can delete projects (a project's own key gets 403), and the admin project
   * cannot be deleted.
   */
  deleteProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/delete",
    permission: "project.delete",
    session: "operator",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("project") }),
    output: () => z.object({ success: z.literal(true) }),
    events: ["project.deleted"],
    deployment: true,
    client: { parameters: ["id"] },
  }),

  /**
   * Rotates the keys that sign tokens: those of the caller's own project, of the project `id`, or
   * with `deployment: true` those of the tokens that Convex accepts (only callers of the admin
   * project, else 403).
   *
   * The new key is published in the JWKS within a second and starts signing after the JWKS cache
   * time (300 seconds), at `signsFrom` at the earliest; the old key stays in the JWKS until its
   * last token has expired. With `now: true`, for a stolen key, the new key signs immediately and
   * the old ones leave the JWKS immediately: tokens signed by them stop verifying (within 300
   * seconds where a verifier caches the JWKS), and clients have to fetch new ones.
   *
   * 409 `conflict` while an earlier rotation is pending or 5 keys are in use; `now` skips both
   * checks.
   */
  rotateSigningKeys: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/rotate-signing-keys",
    permission: "signing_key.rotate",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        id: z.optional(idInput("project")),
        deployment: z.optional(z.boolean()),
        now: z.optional(z.boolean()),
      }),
    output: () => z.object({ success: z.literal(true), signsFrom: epochMilliseconds() }),
    events: ["signing_keys.rotated"],
    deployment: true,
  }),

  /**
   * Returns the configured default project; creates and configures one if there is none. For an
   * operator's session it is the operator's own: the oldest project that the operator owns, or a new
   * one, which does not become the deployment's default. Restricted to keys of the admin project
   * and to operators, else 403.
   */
  ensureDefaultProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/ensure-default",
    permission: "project.create",
    session: "operator",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ created: z.boolean(), project: Project }),
    events: ["project.created"],
    repeatable: true,
    deployment: true,
  }),

  /**
   * Lists the operators who work in the project and the invitations that were not accepted yet,
   * newest first. A project has at most 200 of both together, so the list is complete. The admin
   * project has none.
   */
  listMembers: operation({
    kind: "query",
    path: "/api/auth/banata/projects/members/list",
    permission: "project_member.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ members: z.array(ProjectMember) }),
    deployment: true,
    client: { returns: "members" },
  }),

  /**
   * Invites a person to work in the project with a role (`owner`, `admin`, `developer`, `support` or
   * `viewer`; docs/operators.md says what each may do). The admin project's mail provider sends a
   * link, which works once, for 7 days; its button makes the person an operator and a member, and
   * signs them in. No response contains the link.
   *
   * The link ends with `resend`, a change of the role, the removal of the invitation or of the
   * operator who made it, and with a new password, address or second factor of an operator who has
   * the address already.
   *
   * The caller must hold every permission that the role grants (403), so only owners can invite
   * owners. 409 `conflict` when the person is a member, when the address has an open invitation
   * (unless `resend`, which replaces it), when the project has 200 members and invitations, and in
   * the admin project, whose users are the operators themselves.
   */
  inviteMember: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/members/invite",
    permission: "project_member.create",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        email: email(),
        role: z.enum(operatorRoles),
        resend: z.optional(z.boolean()),
      }),
    output: () => z.object({ member: ProjectMember }),
    events: ["project_member.invited"],
    deployment: true,
    client: { returns: "member" },
  }),

  /**
   * Changes the role of a member, from the next request on. An invitation is mailed anew with the
   * new role, and its earlier link stops working. The caller must hold every permission that the
   * current and the new role grant (403). 409 `conflict` for the last owner of the project.
   */
  updateMember: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/members/update",
    permission: "project_member.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({ memberId: idInput("projectMember"), role: z.enum(operatorRoles) }),
    output: () => z.object({ member: ProjectMember }),
    events: ["project_member.role_updated"],
    deployment: true,
    client: { returns: "member" },
  }),

  /**
   * Removes a member, whose access to the project ends at once, or an invitation, whose link stops
   * working. The operator itself stays, with its other projects. The caller must hold every
   * permission that the role grants (403). 409 `conflict` for the last owner of the project.
   */
  removeMember: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/members/remove",
    permission: "project_member.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ memberId: idInput("projectMember") }),
    output: () => ok(),
    events: ["project_member.removed"],
    deployment: true,
    client: { returns: null },
  }),
};
