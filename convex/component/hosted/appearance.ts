/** How the pages on the way to a client look. */
import { brandingFor, type OwnBranding } from "../authClients/branding";
import type { Branding } from "../configuration/defaults";
import { toAppearance, type Appearance } from "../emails/rendering";

interface BrandedClient {
  readonly name: string;
  readonly branding: OwnBranding;
}

/**
 * The project's appearance, or that of a client with branding of its own, which is then named in
 * place of the project: a page with the logo of one and the name of another would be neither's.
 */
export function appearanceFor(
  client: BrandedClient | null,
  project: Parameters<typeof toAppearance>[0],
  branding: Branding,
): Appearance {
  const appearance = toAppearance(project, brandingFor(client?.branding ?? null, branding));
  return client
    ? {
        ...appearance,
        appName: client.name,
        // An empty one is none, and not the project's.
        logoUrl: client.branding.logoUrl ?? appearance.logoUrl,
      }
    : appearance;
}
