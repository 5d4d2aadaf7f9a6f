/**
 * The pages and forms of the admin portal. A handler that needs a session takes a visit that has
 * one, for an intent that its row names, and a form that was checked: a row that leaves its check
 * out does not compile.
 */
import type { PortalIntent } from "../core/portalIntents";
import { exportAuditLogs } from "./auditLogs/export";
import { showAuditLogs } from "./auditLogs/page";
import {
  mapGroup,
  openDirectory,
  rotateToken,
  setDefaultRole,
  unmapGroup,
} from "./directories/directory";
import { createDirectory, showDirectories } from "./directories/list";
import { createDomain, deleteDomain, showDomains, verifyDomain } from "./domains";
import { endOwnSession, showStart } from "./ownSession";
import { answerLinkScript, showLinkPage, spendLink } from "./openPage";
import type { PortalPath } from "./paths";
import {
  activate,
  beginTest,
  mapRole,
  saveDomains,
  saveMapping,
  saveProvider,
  unmapRole,
} from "./sso/acts";
import { addCertificates, removeCertificate, showCertificates } from "./sso/certificates";
import { showConnection } from "./sso/connection";
import { createConnection, showConnections } from "./sso/connections";
import { inviteUser, removeMember, revokeInvitation, showUsers } from "./users/page";
import type { PortalVisit, SessionFormVisit, SessionVisit } from "./visit";

type Handler<V> = (visit: V) => Promise<Response>;

interface OpenRow {
  readonly for: "visitor";
  readonly GET: Handler<PortalVisit>;
  /** Checks the form itself: the link's token is what it is bound to. */
  readonly POST?: Handler<PortalVisit>;
}
interface SessionRow {
  readonly for: readonly PortalIntent[] | "session";
  readonly GET?: Handler<SessionVisit>;
  readonly POST?: Handler<SessionFormVisit>;
}
export type Endpoint = OpenRow | SessionRow;

const domains = ["domain_verification", "sso"] as const;
const sso = ["sso"] as const;
const auditLogs = ["audit_logs"] as const;
const renewal = ["certificate_renewal"] as const;
const users = ["users"] as const;
const dsync = ["dsync"] as const;

export const endpoints: Readonly<Record<PortalPath, Endpoint>> = {
  "/portal": { for: "session", GET: showStart },
  "/portal/open": { for: "visitor", GET: showLinkPage, POST: spendLink },
  "/portal/open.js": { for: "visitor", GET: answerLinkScript },
  "/portal/end": { for: "session", POST: endOwnSession },
  "/portal/domains": { for: domains, GET: async (visit) => await showDomains(visit) },
  "/portal/domains/create": { for: domains, POST: createDomain },
  "/portal/domains/verify": { for: domains, POST: verifyDomain },
  "/portal/domains/delete": { for: domains, POST: deleteDomain },
  "/portal/audit-logs": { for: auditLogs, GET: async (visit) => await showAuditLogs(visit) },
  "/portal/audit-logs/export": { for: auditLogs, GET: exportAuditLogs },
  "/portal/sso": { for: sso, GET: async (visit) => await showConnections(visit) },
  "/portal/sso/create": { for: sso, POST: createConnection },
  "/portal/sso/connection": { for: sso, GET: async (visit) => await showConnection(visit) },
  "/portal/sso/provider": { for: sso, POST: saveProvider },
  "/portal/sso/domains": { for: sso, POST: saveDomains },
  "/portal/sso/mapping": { for: sso, POST: saveMapping },
  "/portal/sso/map-role": { for: sso, POST: mapRole },
  "/portal/sso/unmap-role": { for: sso, POST: unmapRole },
  "/portal/sso/test": { for: sso, POST: beginTest },
  "/portal/sso/activate": { for: sso, POST: activate },
  "/portal/certificates": { for: renewal, GET: async (visit) => await showCertificates(visit) },
  "/portal/certificates/add": { for: renewal, POST: addCertificates },
  "/portal/certificates/remove": { for: renewal, POST: removeCertificate },
  "/portal/users": { for: users, GET: async (visit) => await showUsers(visit) },
  "/portal/users/invite": { for: users, POST: inviteUser },
  "/portal/users/revoke": { for: users, POST: revokeInvitation },
  "/portal/users/remove": { for: users, POST: removeMember },
  "/portal/directories": { for: dsync, GET: async (visit) => await showDirectories(visit) },
  "/portal/directories/create": { for: dsync, POST: createDirectory },
  "/portal/directories/directory": { for: dsync, GET: openDirectory },
  "/portal/directories/rotate": { for: dsync, POST: rotateToken },
  "/portal/directories/map": { for: dsync, POST: mapGroup },
  "/portal/directories/unmap": { for: dsync, POST: unmapGroup },
  "/portal/directories/default-role": { for: dsync, POST: setDefaultRole },
};
