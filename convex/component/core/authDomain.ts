/** Host names as auth domains of projects (projects/authDomains.ts). */
import type { Audience } from "./consoleOrigin";
import { projectUrl, siteUrl } from "./siteUrl";
import { isPublicName } from "./webAddresses";

/** Whether the host could be a project's: the deployment's own is every project's. */
export const isDomainName = (hostname: string): boolean =>
  hostname !== siteUrl().hostname && isPublicName(hostname);

/** Domains are served over https at its default port; a host name says neither. */
export const formatDomainOrigin = (domain: string): string => `https://${domain}`;

/**
 * The URL of the project's part of the runtime at the host to which a request was sent: at the
 * project's confirmed domain, or else the site's.
 */
export function projectAddress(projectId: string, audience: Audience): string {
  const address = projectUrl(projectId, "");
  return typeof audience === "object" && audience.projectId === projectId
    ? audience.origin + new URL(address).pathname
    : address;
}

/** Where the domain's owner names the project, in a TXT record whose whole value is the project's id. */
export const toRecordName = (domain: string): string => `_banata-auth.${domain}`;
