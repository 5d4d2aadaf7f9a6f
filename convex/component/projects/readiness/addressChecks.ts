/** Checks of the auth clients and their addresses. */
import { trustedAddresses } from "./addresses";
import type { ReadinessFacts } from "./facts";
import { finding, list, ok, type Finding } from "./finding";

const CREATE_CLIENT =
  "Create an auth client with the app's trustedOrigins and redirectUris: authClients.createClient.";
const UPDATE_CLIENT = "Change them with authClients.updateClient.";

export function checkAuthClients({
  project,
  clients,
  settings,
  isLocalDeployment,
}: ReadinessFacts): Finding {
  if (project.isAdmin)
    return ok("The admin project needs no auth client: only operators sign in to it.");
  const ofBrowsers = clients.filter(({ type }) => type !== "service");
  if (ofBrowsers.length === 0) {
    const isTrusting = settings.sessions.corsOrigins.length > 0 || isLocalDeployment;
    return finding(
      isTrusting ? "warning" : "failed",
      isTrusting
        ? "No auth client is enabled, so no redirect URI is registered."
        : "No auth client is enabled and sessions.corsOrigins is empty, so pages of every other origin are refused.",
      CREATE_CLIENT,
    );
  }
  const incomplete = ofBrowsers.filter(
    ({ redirectUris, trustedOrigins }) => redirectUris.length * trustedOrigins.length === 0,
  );
  if (incomplete.length > 0)
    return finding(
      "warning",
      `Auth clients without redirect URIs or trusted origins: ${list(incomplete.map(({ name }) => name))}.`,
      UPDATE_CLIENT,
    );
  return ok(`Enabled auth clients: ${list(ofBrowsers.map(({ name }) => name))}.`);
}

export function checkOneEnvironment(facts: ReadinessFacts): Finding {
  const addresses = trustedAddresses(facts);
  const texts = (matches: (address: (typeof addresses)[number]) => boolean) =>
    list(addresses.filter(matches).map(({ text }) => text));
  const has = (matches: (address: (typeof addresses)[number]) => boolean) =>
    addresses.some(matches);
  const isPublic = ({ kind }: (typeof addresses)[number]) => kind === "public";
  const isDevelopment = ({ kind }: (typeof addresses)[number]) => kind === "development";
  const fix =
    "Register development addresses in a project of their own, and remove them here with authClients.updateClient or configuration.saveDashboardConfig({ sessions: { corsOrigins } }).";
  if (addresses.length === 0)
    return finding(
      "unknown",
      "No redirect URI or trusted origin is registered, so there is nothing to compare.",
      CREATE_CLIENT,
    );
  if (has(({ isInsecure }) => isInsecure))
    return finding(
      "failed",
      `Public addresses without https: ${texts(({ isInsecure }) => isInsecure)}.`,
      UPDATE_CLIENT,
    );
  if (has(isPublic) && has(isDevelopment))
    return finding(
      "failed",
      `Development addresses are trusted next to public ones: ${texts(isDevelopment)}.`,
      fix,
    );
  if (has(isDevelopment))
    return finding(
      "warning",
      `Only development addresses are trusted: ${texts(isDevelopment)}.`,
      "Before customers sign in, register the app's public addresses in a project for production.",
    );
  if (has(({ isPreview }) => isPreview) && has((each) => isPublic(each) && !each.isPreview))
    return finding(
      "warning",
      `Addresses that look like another environment are trusted: ${texts(({ isPreview }) => isPreview)}.`,
      fix,
    );
  return ok("All redirect URIs and trusted origins belong to one environment.");
}
