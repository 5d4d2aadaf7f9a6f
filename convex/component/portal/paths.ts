/**
 * The paths of the admin portal, below `/p/<project>`. A file of its own: every request loads what
 * it imports.
 */
import type { Place } from "../api/request";
import { isEnabled } from "../pages/enabled";

/** Where a link leads. */
export const PORTAL_LINK_PATH = "/portal/open";
/** The script of that page. */
export const PORTAL_SCRIPT_PATH = "/portal/open.js";

export const portalPaths = [
  "/portal",
  PORTAL_LINK_PATH,
  PORTAL_SCRIPT_PATH,
  "/portal/end",
  "/portal/domains",
  "/portal/domains/create",
  "/portal/domains/verify",
  "/portal/domains/delete",
  "/portal/audit-logs",
  "/portal/audit-logs/export",
  "/portal/sso",
  "/portal/sso/create",
  "/portal/sso/connection",
  "/portal/sso/provider",
  "/portal/sso/domains",
  "/portal/sso/mapping",
  "/portal/sso/map-role",
  "/portal/sso/unmap-role",
  "/portal/sso/test",
  "/portal/sso/activate",
  "/portal/certificates",
  "/portal/certificates/add",
  "/portal/certificates/remove",
  "/portal/users",
  "/portal/users/invite",
  "/portal/users/revoke",
  "/portal/users/remove",
  "/portal/directories",
  "/portal/directories/create",
  "/portal/directories/directory",
  "/portal/directories/rotate",
  "/portal/directories/map",
  "/portal/directories/unmap",
  "/portal/directories/default-role",
] as const;
export type PortalPath = (typeof portalPaths)[number];

const isPath = (path: string): path is PortalPath =>
  (portalPaths as readonly string[]).includes(path);

export const findPortalPath = ({ path, projectId }: Place): PortalPath | null =>
  projectId !== null && isPath(path) && isEnabled("portal") ? path : null;
