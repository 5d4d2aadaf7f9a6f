/**
 * Routes requests of mailed links: opening one shows a page; pressing the page's button becomes the
 * GET that Better Auth expects.
 */
import { loadSettings } from "../../configuration/settings";
import { toAppearance } from "../../emails/rendering";
import type { TenantReader } from "../../tenancy/database";
import { toRefusalResponse, type AttemptRequest, type AttemptResponse } from "../attemptRequest";
import type { MatchedEndpoint } from "../findEndpoint";
import type { MailedLink } from "../endpoints";
import { classifyOpening } from "./opening";
import { linkPage, resultPage } from "./page";

export type RoutedLink =
  /** Answered without an attempt: nothing is counted and the token is not read. */
  | { readonly answer: AttemptResponse }
  | {
      readonly request: AttemptRequest;
      /** Converts the endpoint's response to the one that is sent. */
      readonly shown: (answer: AttemptResponse) => AttemptResponse;
    };

/** Routes a request of any endpoint; only mailed links are answered here or get a result page. */
export async function routeLink(
  db: TenantReader,
  project: { readonly name: string; readonly logoUrl: string | null },
  endpoint: MatchedEndpoint,
  request: AttemptRequest,
): Promise<RoutedLink> {
  if (!isMailedLink(endpoint)) return { request: toRead(request), shown: (answer) => answer };
  const opening = await classifyOpening(db, endpoint, request);
  if (opening === "foreignForm") return { answer: toRefusalResponse(FOREIGN_FORM) };
  if (opening === "script") return { request, shown: (answer) => answer };
  const appearance = toAppearance(project, (await loadSettings(db)).branding);
  if (opening === "navigation") return { answer: linkPage(appearance, endpoint.name) };
  const { url } = request;
  return {
    request: toGet(request),
    shown: (answer) => resultPage(appearance, endpoint.name, { answer, url }),
  };
}

/** Better Auth's error for untrusted origins. */
const FOREIGN_FORM = { code: "INVALID_ORIGIN", message: "Invalid origin" };

const isMailedLink = (
  endpoint: MatchedEndpoint,
): endpoint is MatchedEndpoint & { readonly name: MailedLink } => endpoint.mailedLink;

const toRead = (request: AttemptRequest): AttemptRequest =>
  request.method === "HEAD" ? toGet(request) : request;

const toGet = (request: AttemptRequest): AttemptRequest => ({
  ...request,
  method: "GET",
  body: "",
  headers: request.headers.filter(([name]) => name !== "content-type"),
});
