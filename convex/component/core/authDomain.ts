/** Host names as auth domains of projects (projects/authDomains.ts). */
import { siteUrl } from "./siteUrl";
import { isPublicName } from "./webAddresses";

/** Whether the host could be a project's: the deployment's own is every project's. */
export const isDomainName = (hostname: string): boolean =>
  hostname !== siteUrl().hostname && isPublicName(hostname);

/** Domains are served over https at its default port; a host name says neither. */
export const formatDomainOrigin = (domain: string): string => `https://${domain}`;

/** Where the domain's owner names the project, in a TXT record whose whole value is the project's id. */
export const toRecordName = (domain: string): string => `_banata-auth.${domain}`;
