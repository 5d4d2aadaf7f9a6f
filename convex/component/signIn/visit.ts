/**
 * The context of an end user's request: its project, endpoint, client, page and settings, read once
 * and passed to everything that handles the request.
 */
import type { MutationCtx } from "../_generated/server";
import { findClient, getEnabledMethods, type ClientRow } from "../authClients/clients";
import { loadSettings, type Settings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import { TenantWriter } from "../tenancy/database";
import { Outbox } from "../tenancy/outbox";
import { Recorder, type Change } from "../tenancy/records";
import { parseFields, getPath, type AttemptRequest } from "./attemptRequest";
import { Actors } from "./database/actors";
import { SessionProofs } from "./database/sessionProofs";
import { findEndpoint, getAllowedMethods, type MatchedEndpoint } from "./findEndpoint";
import type { EndpointTrait } from "./endpoint";
import type { Effect } from "./effects";
import { Failures } from "./failures";
import { corsHeaders } from "./origins/cors";
import { withAbsoluteCallbacks } from "./origins/callbackUrls";
import { loadCarriedState } from "./social/carriedFlow";
import { isTrusted, getTrustedOrigins } from "./origins/origins";

/** The project, as read by the outer mutation. */
export interface VisitedProject {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly hasWebhooks: boolean;
}

export interface VisitArgs {
  readonly project: VisitedProject;
  /** The prefix of the project's end-user paths. */
  readonly basePath: string;
  readonly request: AttemptRequest;
  readonly effects: readonly Effect[];
  /** A unique id of this request. */
  readonly claim: string;
}

export interface Visit extends VisitArgs {
  readonly db: TenantWriter;
  readonly scheduler: MutationCtx["scheduler"];
  readonly now: number;
  readonly endpoint: MatchedEndpoint;
  readonly url: URL;
  readonly headers: Headers;
  /** The fields of a JSON body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The auth client named in the request. */
  readonly client: ClientRow | null;
  /** The project's settings, narrowed to the methods that the client offers. */
  readonly settings: Settings;
  readonly trusted: readonly string[];
  /** The origin of the page that sent the request, if trusted by the project. */
  readonly page: string | null;
  /** The state of the flow that a callback ends; null unless social/carriedFlow.ts applies. */
  readonly carriedState: string | null;
  /** CORS headers that let this page read the response. */
  readonly shared: [name: string, value: string][];
  readonly actors: Actors;
  readonly proofs: SessionProofs;
  readonly failures: Failures;
  readonly record: (change: Change) => Promise<void>;
}

export const hasTrait = (visit: Visit, trait: EndpointTrait): boolean =>
  visit.endpoint.traits.includes(trait);

/**
 * Throws 404 when no endpoint is served at the path or the client does not belong to the project.
 */
export async function openVisit(ctx: MutationCtx, args: VisitArgs): Promise<Visit> {
  const { project, request, basePath } = args;
  const endpoint = requireEndpoint(request, basePath);
  const url = new URL(request.url);
  const now = Date.now();
  const failures = new Failures();
  const actors = new Actors();
  const db = failures.watch(new TenantWriter(ctx.db, project.id));
  const outbox = new Outbox(db, ctx.scheduler, project.hasWebhooks);
  const recorder = new Recorder({
    db,
    actor: (change) => actors.getActor(change),
    request,
    now,
    outbox,
  });
  const headers = new Headers(request.headers as [string, string][]); // pairs, built in http.ts
  // A POST callback only redirects to the GET. It comes from the provider's page, which no project
  // trusts with cookies.
  if (endpoint.traits.includes("endsSocialFlow") && request.method === "POST")
    headers.delete("cookie");
  const client = await requireClient(db, headers.get("x-banata-client-id"));
  const settings = narrowSettings(await loadSettings(db), client, project);
  const trusted = getTrustedOrigins(settings, client);
  const origin = headers.get("origin");
  const page = origin !== null && isTrusted(origin, trusted) ? origin : null;
  const resolved =
    page === null ? request : withAbsoluteCallbacks(request, { page, client, endpoint });
  return {
    ...args,
    request: resolved,
    db,
    scheduler: ctx.scheduler,
    now,
    endpoint,
    url,
    headers,
    body: parseFields(resolved.body),
    client,
    settings,
    trusted,
    page,
    carriedState: await loadCarriedState(db, { endpoint, url }),
    shared: page === null ? [] : corsHeaders(page),
    actors,
    proofs: new SessionProofs({ actors, db, endpoint, now, settings }),
    failures,
    record: async (change) => await recorder.record(change),
  };
}

export function requireEndpoint(request: AttemptRequest, basePath: string): MatchedEndpoint {
  const path = getPath(basePath, request);
  const endpoint = findEndpoint(request.method, path);
  if (endpoint) return endpoint;
  // HEAD is defined as safe, and link scanners send it.
  const read = request.method === "HEAD" ? findEndpoint("GET", path) : null;
  if (!read) throw problem("not_found", `There is no endpoint ${request.method} ${path}`);
  throw problem("method_not_allowed", `${path} does not support HEAD`, {
    allow: getAllowedMethods(read),
  });
}

async function requireClient(db: TenantWriter, clientId: string | null): Promise<ClientRow | null> {
  if (clientId === null) return null;
  const client = await findClient(db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  return client;
}

function narrowSettings(
  settings: Settings,
  client: ClientRow | null,
  project: VisitedProject,
): Settings {
  // Operators are created or invited, regardless of the project's setting.
  const signUp = settings.features.signUp && !project.isAdmin;
  return {
    ...settings,
    authMethods: getEnabledMethods(settings, client),
    features: { ...settings.features, signUp },
  };
}
