/** What the document says about the deployment. */

const read = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";

const mount = read("banata-mount");

/** The project in which operators sign in; empty until the command line has made it. */
export const adminProjectId = read("banata-admin-project");

/** Whether the deployment tells pages of new events; otherwise they poll. */
export const hasLiveFeed = read("banata-live") === "on";

/** The path below which the console's own addresses are. */
export const CONSOLE_BASE = `${mount}/console`;

/** Where apps reach the runtime. */
export const RUNTIME_URL = location.origin + mount;

/** Where operators call. */
export const operatorBaseUrl = `${RUNTIME_URL}/p/${adminProjectId}`;
