/** Who sends an end user's request, and what the project offers to them. */
import { findClient, getEnabledMethods, type ClientRow } from "../authClients/clients";
import { loadSettings, type Settings } from "../configuration/settings";
import { isConsoleBound } from "../core/consoleOrigin";
import { notFound } from "../core/errors";
import type { TenantReader } from "../tenancy/database";
import { toOperatorSettings } from "../operators/settings";
import { corsHeaders } from "./origins/cors";
import { isTrusted, getTrustedOrigins } from "./origins/origins";

export interface Sender {
  /** The auth client named in the request. */
  readonly client: ClientRow | null;
  /** The project's settings, narrowed to the methods that the client offers. */
  readonly settings: Settings;
  readonly trusted: readonly string[];
  /** The origin of the page that sent the request, if trusted by the project. */
  readonly page: string | null;
  /** CORS headers that let this page read the response. */
  readonly shared: [name: string, value: string][];
}

/** Throws 404 when the client does not belong to the project. */
export async function loadSender(
  db: TenantReader,
  project: { readonly isAdmin: boolean },
  headers: Headers,
): Promise<Sender> {
  const client = await requireClient(db, headers.get("x-banata-client-id"));
  const settings = narrowSettings(await loadSettings(db), client, project);
  // Bound to one origin, operators use no page but the console.
  const isBound = project.isAdmin && isConsoleBound();
  const trusted = isBound ? [] : getTrustedOrigins(settings, client);
  const origin = headers.get("origin");
  const page = origin !== null && isTrusted(origin, trusted) ? origin : null;
  return { client, settings, trusted, page, shared: page === null ? [] : corsHeaders(page) };
}

async function requireClient(db: TenantReader, clientId: string | null): Promise<ClientRow | null> {
  if (clientId === null) return null;
  const client = await findClient(db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  return client;
}

function narrowSettings(
  settings: Settings,
  client: ClientRow | null,
  project: { readonly isAdmin: boolean },
): Settings {
  const narrowed = { ...settings, authMethods: getEnabledMethods(settings, client) };
  return project.isAdmin ? toOperatorSettings(narrowed) : narrowed;
}
