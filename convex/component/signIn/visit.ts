/**
 * What one request of an end user is about: its project, endpoint, client, page and settings, read
 * once and handed to everything that works on the request.
 */
import type { MutationCtx } from "../_generated/server";
import { findClient, getEnabledMethods, type ClientRow } from "../authClients/clients";
import { loadSettings, type Settings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import { TenantWriter } from "../tenancy/database";
import { Outbox } from "../tenancy/outbox";
import { Recorder, type Change } from "../tenancy/records";
import { fieldsOf, pathOf, type AttemptRequest } from "./attemptRequest";
import { Actors } from "./database/actors";
import { SessionProofs } from "./database/sessionProofs";
import { endpointAt, methodsAnswered, type Act, type Found } from "./endpoints";
import type { Effect } from "./effects";
import { Failures } from "./failures";
import { corsHeaders } from "./origins/cors";
import { isTrusted, trustedOrigins } from "./origins/origins";

/** What the outer mutation knows of the project. */
export interface VisitedProject {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly hasWebhooks: boolean;
}

export interface VisitArgs {
  readonly project: VisitedProject;
  /** Where the project's end-user paths begin. */
  readonly basePath: string;
  readonly request: AttemptRequest;
  readonly effects: readonly Effect[];
  /** A name that only this request has. */
  readonly claim: string;
}

export interface Visit extends VisitArgs {
  readonly db: TenantWriter;
  readonly scheduler: MutationCtx["scheduler"];
  readonly now: number;
  readonly endpoint: Found;
  readonly url: URL;
  readonly headers: Headers;
  /** The fields of a JSON body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The auth client that the request names. */
  readonly client: ClientRow | null;
  /** The project's settings as they bind this request: its client may offer fewer methods. */
  readonly settings: Settings;
  readonly trusted: readonly string[];
  /** The origin of the page that sent the request, if the project trusts it. */
  readonly page: string | null;
  /** What lets that page read the answer. */
  readonly shared: [name: string, value: string][];
  readonly actors: Actors;
  readonly proofs: SessionProofs;
  readonly failures: Failures;
  readonly record: (change: Change) => Promise<void>;
}

export const does = (visit: Visit, act: Act): boolean => visit.endpoint.acts.includes(act);

/** Throws 404 where no endpoint is served, and for a client that is not the project's. */
export async function openVisit(ctx: MutationCtx, args: VisitArgs): Promise<Visit> {
  const { project, request, basePath } = args;
  const endpoint = servedEndpoint(request, basePath);
  const now = Date.now();
  const failures = new Failures();
  const actors = new Actors();
  const db = failures.watch(new TenantWriter(ctx.db, project.id));
  const outbox = new Outbox(db, ctx.scheduler, project.hasWebhooks);
  const recorder = new Recorder(db, (change) => actors.of(change), request, now, outbox);
  const headers = new Headers(request.headers as [string, string][]); // pairs, made in http.ts
  // Only sends on to the GET; a provider's page posts it, which no project trusts with cookies.
  if (endpoint.acts.includes("endsSocialFlow") && request.method === "POST")
    headers.delete("cookie");
  const client = await requireClient(db, headers.get("x-banata-client-id"));
  const settings = bindingSettings(await loadSettings(db), client, project);
  const trusted = trustedOrigins(settings, client);
  const origin = headers.get("origin");
  const page = origin !== null && isTrusted(origin, trusted) ? origin : null;
  return {
    ...args,
    db,
    scheduler: ctx.scheduler,
    now,
    endpoint,
    url: new URL(request.url),
    headers,
    body: fieldsOf(request.body),
    client,
    settings,
    trusted,
    page,
    shared: page === null ? [] : corsHeaders(page),
    actors,
    proofs: new SessionProofs({ actors, db, endpoint, now, settings }),
    failures,
    record: async (change) => await recorder.record(change),
  };
}

export function servedEndpoint(request: AttemptRequest, basePath: string): Found {
  const path = pathOf(basePath, request);
  const endpoint = endpointAt(request.method, path);
  if (endpoint) return endpoint;
  // HTTP takes HEAD for safe, and what follows links ahead of people sends it.
  const read = request.method === "HEAD" ? endpointAt("GET", path) : null;
  if (!read) throw problem("not_found", `${request.method} ${path} is not an endpoint`);
  throw problem("method_not_allowed", `${path} does not answer HEAD`, {
    allow: methodsAnswered(read),
  });
}

async function requireClient(db: TenantWriter, clientId: string | null): Promise<ClientRow | null> {
  if (clientId === null) return null;
  const client = await findClient(db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  return client;
}

function bindingSettings(
  settings: Settings,
  client: ClientRow | null,
  project: VisitedProject,
): Settings {
  // Operators are created or invited, whatever the project's setting says.
  const signUp = settings.features.signUp && !project.isAdmin;
  return {
    ...settings,
    authMethods: getEnabledMethods(settings, client),
    features: { ...settings.features, signUp },
  };
}
