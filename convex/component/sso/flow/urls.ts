/** The runtime's own pages in a sign-in. Those of a connection are in ../urls.ts. */
import { projectUrl } from "../../core/siteUrl";

/** The page that begins a sign-in, for one use. */
export const toStartUrl = (projectId: string, token: string): string =>
  toUrl(projectId, "start", token);

/** Where the browser goes after its identity provider's response by POST. */
export const toCompletionUrl = (projectId: string, token: string): string =>
  toUrl(projectId, "complete", token);

/** On the deployment's own host, as the connection's URLs, also for an app that forwards requests. */
const toUrl = (projectId: string, page: "start" | "complete", token: string): string =>
  projectUrl(projectId, `/api/auth/sso/${page}?token=${token}`);
