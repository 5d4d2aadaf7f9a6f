import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { epochMilliseconds, idInput, idOutput, lines, text, webUrl } from "../wire/fields";

/** The isolation boundary: everything else lives in one, and nothing crosses. */
export const Project = z.object({
  id: idOutput("project"),
  name: z.string(),
  slug: z.string(),
  description: z.nullable(z.string()),
  logoUrl: z.nullable(z.string()),
  ownerId: z.nullable(z.string()),
  createdAt: epochMilliseconds(),
  updatedAt: epochMilliseconds(),
});
export type Project = z.output<typeof Project>;

const slug = () =>
  z
    .string()
    .check(
      z.regex(/^[a-z0-9-]{1,63}$/, { error: "Expected a-z, 0-9 and -, at most 63 characters" }),
    );
const done = () => z.object({ success: z.literal(true), project: Project });

export const projects = {
  /**
   * All projects (newest first, at most 1,000) for a caller of the admin project; the one of the
   * credential for any other.
   */
  listProjects: operation({
    kind: "query",
    path: "/api/auth/banata/projects/list",
    permission: "project.read",
    input: z.strictObject({}),
    output: z.object({ projects: z.array(Project) }),
    deployment: true,
  }),

  /**
   * The project, or `null`: another project's id is null unless the caller is of the admin project.
   */
  getProject: operation({
    kind: "query",
    path: "/api/auth/banata/projects/get",
    permission: "project.read",
    input: z.strictObject({ id: idInput("project") }),
    output: z.object({ project: z.nullable(Project) }),
    deployment: true,
    positional: "id",
  }),

  /** The credential's own project. Any key may ask. */
  getCurrentProject: operation({
    kind: "query",
    path: "/api/auth/banata/projects/current",
    permission: null,
    input: z.strictObject({}),
    output: z.object({ project: Project }),
    organizationKeys: true,
  }),

  /**
   * Creates a project. Only for callers of the admin project, else 403. 409 `conflict` when the
   * slug is taken.
   */
  createProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/create",
    permission: "project.create",
    input: z.strictObject({
      name: text(100),
      slug: slug(),
      description: z.optional(z.nullable(lines(1000))),
      logoUrl: z.optional(z.nullable(webUrl())),
    }),
    output: done(),
    events: ["project.created"],
    deployment: true,
  }),

  /**
   * Changes the fields that are given. Callers of other projects than the admin project may change
   * their own.
   */
  updateProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/update",
    permission: "project.update",
    input: z.strictObject({
      id: idInput("project"),
      name: z.optional(text(100)),
      slug: z.optional(slug()),
      description: z.optional(z.nullable(lines(1000))),
      logoUrl: z.optional(z.nullable(webUrl())),
    }),
    output: done(),
    events: ["project.updated"],
    deployment: true,
  }),

  /**
   * Deletes the project with everything in it. Its credentials and its slug are free at once; the
   * rows go in batches afterwards. Only for callers of the admin project; a project's own key
   * cannot (403), nor can the admin project be deleted.
   */
  deleteProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/delete",
    permission: "project.delete",
    input: z.strictObject({ id: idInput("project") }),
    output: z.object({ success: z.literal(true) }),
    events: ["project.deleted"],
    deployment: true,
    positional: "id",
  }),

  /**
   * Replaces the keys that sign tokens: the caller's own project's, those of the project `id`, or
   * with `deployment: true` those of the tokens that Convex accepts (only callers of the admin
   * project, else 403).
   *
   * The new key is published in the JWKS within a second and signs after the JWKS cache time (300
   * seconds), at `signsFrom` at the earliest; the old one stays in the JWKS until its last token
   * has expired. With `now: true`, for a key that was stolen, the new key signs at once and the old
   * ones leave the JWKS at once: tokens signed by them stop verifying, within 300 seconds where a
   * verifier caches the JWKS, and clients have to fetch new ones.
   *
   * 409 `conflict` while an earlier rotation is pending, or while 5 keys are in use; neither with
   * `now`.
   */
  rotateSigningKeys: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/rotate-signing-keys",
    permission: "signing_key.rotate",
    input: z.strictObject({
      id: z.optional(idInput("project")),
      deployment: z.optional(z.boolean()),
      now: z.optional(z.boolean()),
    }),
    output: z.object({ success: z.literal(true), signsFrom: epochMilliseconds() }),
    events: ["signing_keys.rotated"],
    deployment: true,
  }),

  /**
   * The configured default project, made (and configured) when there is none. Only for callers of
   * the admin project.
   */
  ensureDefaultProject: operation({
    kind: "mutation",
    path: "/api/auth/banata/projects/ensure-default",
    permission: "project.create",
    input: z.strictObject({}),
    output: z.object({ created: z.boolean(), project: Project }),
    events: ["project.created"],
    repeatable: true,
    deployment: true,
  }),
};
