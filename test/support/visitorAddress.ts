/** Requests as the app's own server passes them on, so that a test can choose the address. */
import type { Scene } from "./signIn";

export const APP = "https://app.example";

/** The project must trust `APP`: `settings.sessions.corsOrigins`. */
export const from = (
  { project }: Pick<Scene, "project">,
  address: string,
): Record<string, string> => ({
  origin: APP,
  "x-banata-proxy-key": project.key,
  "x-banata-visitor-ip": address,
  "x-banata-visitor-url": `${APP}/api/auth`,
});
