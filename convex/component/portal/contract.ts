import * as z from "zod/mini";
import { portalIntents } from "../core/portalIntents";
import { operation } from "../wire/operation";
import { idInput, idOutput, pageInput, pageOutput, text } from "../wire/fields";

const intent = () => z.enum(portalIntents);

/** A link to the admin portal and, once it is used, the session that it began. */
export const PortalSession = z.object({
  id: idOutput("portalSession"),
  organizationId: idOutput("organization"),
  intent: intent(),
  /**
   * `pending`: the link was not used. `active`: it was. `ended`: it has expired. One whose maker has
   * ended (a revoked key, an operator who has left) can do nothing, and is shown until it expires.
   */
  status: z.enum(["pending", "active", "ended"]),
  /**
   * Who made the link: an API key, an operator (`admin`), a user of the organization, or the
   * installing app (`system`).
   */
  createdBy: z.object({
    type: z.enum(["api_key", "admin", "user", "system"]),
    id: z.string(),
    name: z.nullable(z.string()),
  }),
  returnUrl: z.nullable(z.string()),
  /** When the link was used, ISO 8601. */
  startedAt: z.nullable(z.string()),
  /** The end of the unused link, then of the session if it is not used, ISO 8601. */
  expiresAt: z.string(),
  createdAt: z.string(),
});
export type PortalSession = z.output<typeof PortalSession>;

export const portal = {
  /**
   * Makes a link with which an administrator of a customer sets something up for the organization,
   * without an account: `link` opens the admin portal. Send it to that person only. The link works
   * once, for `expiresIn` seconds (60 to 3,600; 300 by default); opening it changes nothing, its
   * button does. The session that follows ends after an hour without use and after 8 hours in any
   * case. `expiresAt` (ISO 8601) is the end of the unused link.
   *
   * `intent` is what the portal is for: `domain_verification` claims, verifies and removes domains;
   * `audit_logs` shows the audit log of the organization; `sso` sets up connections to the
   * organization's identity provider, with its domains; `certificate_renewal` adds and removes
   * certificates of SAML connections, and changes nothing else; `users` lists, invites and removes
   * members; `dsync` sets up directories. The portal gives no role beyond what the maker of its link holds,
   * and never gives, changes or removes an `owner`.
   *
   * The caller needs `portal.create` and every permission that the intent uses, and the session
   * never does what the maker of its link may not do at that time: it ends with the API key that
   * made the link, with the operator's membership, with the session of the user who made it, and
   * with the organization. `returnUrl` is where the portal's "Done" leads: a registered redirect URI
   * of an auth client, a URL on a trusted origin, or the organization's hosted page; 422 for
   * another.
   *
   * 409 `not_available` for an intent without pages (`log_streams`), and where the
   * deployment's `BANATA_AUTH_PAGES` does not name `portal`. 409 `conflict` if the organization has
   * 100 links and sessions that have not ended.
   */
  generateLink: operation({
    kind: "mutation",
    path: "/api/auth/banata/portal/generate-link",
    permission: "portal.create",
    session: "organization",
    inImpersonation: false,
    stepUp: true,
    input: () =>
      z.strictObject({
        organizationId: idInput("organization"),
        intent: intent(),
        returnUrl: z.optional(text(2_000)),
        expiresIn: z._default(z.number().check(z.int(), z.minimum(60), z.maximum(3_600)), 300),
      }),
    output: () =>
      z.object({
        link: z.string(),
        sessionId: idOutput("portalSession"),
        intent: intent(),
        organizationId: idOutput("organization"),
        expiresAt: z.string(),
      }),
    events: ["portal.link_created"],
    secret: true,
    organizationKeys: true,
  }),

  /**
   * Lists the links and sessions of the admin portal, newest first; of one organization with
   * `organizationId`. They are kept for a day after they ended.
   */
  listSessions: operation({
    kind: "query",
    path: "/api/auth/banata/portal/list-sessions",
    permission: "portal.create",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({ organizationId: z.optional(idInput("organization")), ...pageInput() }),
    output: () => pageOutput(PortalSession),
    organizationKeys: true,
  }),

  /** Ends a link or a session of the admin portal at once. 404 if the project has none with this id. */
  revokeSession: operation({
    kind: "mutation",
    path: "/api/auth/banata/portal/revoke-session",
    permission: "portal.create",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ sessionId: idInput("portalSession") }),
    output: () => PortalSession,
    events: ["portal.session_revoked"],
    organizationKeys: true,
    client: { parameters: ["sessionId"] },
  }),
};
