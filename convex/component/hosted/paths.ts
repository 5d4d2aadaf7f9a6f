/**
 * The paths of the hosted pages, below `/p/<project>`. A file of its own: every request loads what
 * it imports.
 */
import type { Place } from "../api/request";
import { isEnabled } from "../pages/enabled";

/** `:id` is the id of an organization. */
export const hostedPaths = [
  "/authorize",
  "/token",
  "/logout",
  "/hosted/continue",
  "/hosted/enrolment",
  "/hosted/enrolment/code",
  "/hosted/link",
  "/hosted/organization",
  "/hosted/custom.css",
  "/hosted/passkey.js",
  "/hosted/passkey/options",
  "/hosted/impersonation",
  "/hosted/sign-in",
  "/hosted/sign-in/password",
  "/hosted/sign-in/link",
  "/hosted/sign-in/code",
  "/hosted/sign-in/code/check",
  "/hosted/sign-in/passkey",
  "/hosted/sign-in/social",
  "/hosted/sign-in/second-factor",
  "/hosted/sign-up",
  "/hosted/reset",
  "/hosted/reset/new",
  "/account",
  "/account/name",
  "/account/username",
  "/account/email",
  "/account/verification",
  "/account/password",
  "/account/password-link",
  "/account/security",
  "/account/factor",
  "/account/factor/code",
  "/account/factor/backup-codes",
  "/account/factor/disable",
  "/account/passkey",
  "/account/passkey.js",
  "/account/passkey/options",
  "/account/passkey/remove",
  "/account/linked/add",
  "/account/linked/remove",
  "/account/sessions",
  "/account/sessions/end",
  "/account/sessions/end-others",
  "/account/deletion",
  "/account/confirm",
  "/organizations",
  "/organizations/invitation/accept",
  "/organizations/invitation/decline",
  "/organizations/:id",
  "/organizations/:id/switch",
  "/organizations/:id/leave",
  "/organizations/:id/role",
  "/organizations/:id/remove",
  "/organizations/:id/invite",
  "/organizations/:id/set-up",
  "/organizations/:id/invitation/revoke",
] as const;
export type HostedPath = (typeof hostedPaths)[number];

const ORGANIZATION = /^\/organizations\/(org_[0-9A-Z]{26})(?=\/|$)/;

/** The organization that the path names; null for a path without one. */
export const organizationIn = (path: string): string | null => ORGANIZATION.exec(path)?.[1] ?? null;

/** The path with the id of an organization in it. */
export const fillPath = (path: HostedPath, organizationId: string | null): string =>
  path.replace(":id", organizationId ?? "");

/** A page of the signed-in user, which is part of no app's sign-in. */
export const isOwnPage = (path: string): boolean => /^\/(account|organizations)(\/|$)/.test(path);

const isPath = (path: string): path is HostedPath =>
  (hostedPaths as readonly string[]).includes(path);

export function findHostedPath({ path, projectId }: Place): HostedPath | null {
  if (projectId === null || path.includes(":")) return null;
  const named = path.replace(ORGANIZATION, "/organizations/:id");
  return isPath(named) && isEnabled("hosted") ? named : null;
}

/** A script of a page may call it, as far as CORS allows; the others are for navigation only. */
export const isForScripts = (path: HostedPath): boolean => path === "/token";
