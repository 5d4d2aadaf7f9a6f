/**
 * The context of an end user's request: its project, endpoint, client, page and settings, read once
 * and passed to everything that handles the request.
 */
import type { MutationCtx } from "../_generated/server";
import { isSocialProvider, type SocialProviderId } from "../core/socialProviders";
import { TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { Outbox } from "../tenancy/outbox";
import { Recorder, type Change } from "../tenancy/records";
import { parseFields, type AttemptRequest } from "./attemptRequest";
import { Actors } from "./database/actors";
import { SessionProofs } from "./database/sessionProofs";
import { takesForm, type Endpoint } from "./endpoint";
import { requireEndpoint, type MatchedEndpoint } from "./findEndpoint";
import type { EndpointTrait } from "./endpoint";
import type { Effect } from "./effects";
import { Failures } from "./failures";
import { withAbsoluteCallbacks } from "./origins/callbackUrls";
import { loadCarriedState } from "./social/carriedFlow";
import { loadSender, type Sender } from "./sender";

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

export interface Visit extends VisitArgs, Sender {
  readonly db: TenantWriter;
  readonly deployment: DeploymentReader;
  readonly scheduler: MutationCtx["scheduler"];
  readonly now: number;
  readonly endpoint: MatchedEndpoint;
  readonly url: URL;
  readonly headers: Headers;
  /** The fields of a JSON body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The state of the flow that a callback ends; null unless social/carriedFlow.ts applies. */
  readonly carriedState: string | null;
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
  if (takesForm(endpoint) && request.method === "POST") headers.delete("cookie");
  const sender = await loadSender(db, project, headers);
  const { client, page, settings } = sender;
  const resolved =
    page === null ? request : withAbsoluteCallbacks(request, { page, client, endpoint });
  const body = parseFields(resolved.body);
  const provider = readProvider(endpoint, url, body);
  return {
    ...args,
    ...sender,
    request: resolved,
    db,
    deployment: new DeploymentReader(ctx.db),
    scheduler: ctx.scheduler,
    now,
    endpoint,
    url,
    headers,
    body,
    carriedState: await loadCarriedState(db, { endpoint, url }),
    actors,
    proofs: new SessionProofs({ actors, db, endpoint, now, settings, provider }),
    failures,
    record: async (change) => await recorder.record(change),
  };
}

/** The social provider that a sign-in names in its path or its body. */
function readProvider(
  { traits }: Pick<Endpoint, "traits">,
  { pathname }: URL,
  body: Visit["body"],
): SocialProviderId | null {
  const name = traits.includes("endsSocialFlow") ? pathname.split("/").at(-1) : body.provider;
  return typeof name === "string" && isSocialProvider(name) ? name : null;
}
