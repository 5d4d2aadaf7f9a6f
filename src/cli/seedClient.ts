import { BanataAuth } from "../client";
import type { LocalFacts } from "./localFiles";

const NAME = "Local development";
/** Front ends take the next port when another process has theirs. */
const PORTS = 10;

interface Framework {
  readonly dependency: string;
  readonly firstPort: number;
  /** Where the hosted pages send the browser back to. */
  readonly callback: string;
}
/** The first one that the app depends on. */
const FRAMEWORKS: readonly Framework[] = [
  { dependency: "next", firstPort: 3000, callback: "/auth/callback" },
  { dependency: "vite", firstPort: 5173, callback: "/" },
];

/**
 * Returns the id of the auth client with which the app's front end signs users in at the hosted
 * pages. Creates it once, and turns the pages of the project on then; what the developer changes
 * afterwards stays. Undefined for another front end, or where the app does not serve the pages.
 */
export async function seedClient(
  dependencies: ReadonlySet<string>,
  { baseUrl, projectId, apiKey }: Pick<LocalFacts, "baseUrl" | "projectId" | "apiKey">,
): Promise<string | undefined> {
  const framework = FRAMEWORKS.find(({ dependency }) => dependencies.has(dependency));
  if (!framework || !(await servesPages(baseUrl, projectId))) return undefined;
  const { authClients, configuration } = new BanataAuth({ apiKey, baseUrl });
  const { data } = await authClients.listClients({ limit: 100 });
  const known = data.find(({ name }) => name === NAME);
  if (known) return known.clientId;
  const origins = Array.from(
    { length: PORTS },
    (_, offset) => `http://localhost:${framework.firstPort + offset}`,
  );
  await configuration.saveDashboardConfig({ features: { hostedUi: true } });
  const { clientId } = await authClients.createClient({
    name: NAME,
    type: "web",
    redirectUris: origins.map((origin) => origin + framework.callback),
    postLogoutRedirectUris: origins.map((origin) => `${origin}/`),
    trustedOrigins: origins,
  });
  return clientId;
}

/** Also where the project has them off: a page then says so. */
async function servesPages(baseUrl: string, projectId: string): Promise<boolean> {
  const { headers } = await fetch(`${baseUrl}/p/${projectId}/authorize`);
  return headers.get("content-type")?.startsWith("text/html") ?? false;
}
