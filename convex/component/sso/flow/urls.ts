/**
 * The URLs of the runtime that identity providers and browsers open. Each connection has its own, so
 * that a response for one cannot be given to another. They are on the deployment's own host, also for
 * an app that forwards requests, because an administrator enters them at the identity provider once.
 */
import { siteUrl } from "../../core/siteUrl";

/** Paths below the project's `/api/auth`. Those of a connection end with its id. */
export const ssoPaths = {
  start: "/sso/start",
  complete: "/sso/complete",
  oidcCallback: "/sso/callback",
  acs: "/sso/saml2/sp/acs",
  metadata: "/sso/saml2/sp/metadata",
} as const;

export interface ConnectionUrls {
  /** The service provider's metadata, which is also its entity id. */
  readonly metadata: string;
  readonly acs: string;
  readonly oidcCallback: string;
}

export const toConnectionUrls = (projectId: string, connectionId: string): ConnectionUrls => ({
  metadata: `${toBase(projectId)}${ssoPaths.metadata}/${connectionId}`,
  acs: `${toBase(projectId)}${ssoPaths.acs}/${connectionId}`,
  oidcCallback: `${toBase(projectId)}${ssoPaths.oidcCallback}/${connectionId}`,
});

/** The page that begins a sign-in, for one use. */
export const toStartUrl = (projectId: string, token: string): string =>
  `${toBase(projectId)}${ssoPaths.start}?token=${token}`;

/** Where the browser goes after its identity provider's response by POST. */
export const toCompletionUrl = (projectId: string, token: string): string =>
  `${toBase(projectId)}${ssoPaths.complete}?token=${token}`;

const toBase = (projectId: string): string =>
  `${siteUrl().href.replace(/\/$/, "")}/p/${projectId}/api/auth`;
