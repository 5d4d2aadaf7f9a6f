/** Host names as auth domains of projects (projects/authDomains.ts). */
import { siteUrl } from "./siteUrl";
import { isPublicName } from "./webAddresses";

/** Whether the host could be a project's: the deployment's own is every project's. */
export const isDomainName = (hostname: string): boolean =>
  hostname !== siteUrl().hostname && isPublicName(hostname);

/** The domain is reached by the site's protocol and port, which a name cannot say. */
export const formatDomainOrigin = (domain: string): string => `https://${domain}`;
