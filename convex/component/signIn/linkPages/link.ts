/**
 * A mailed link between the visitor and its endpoint: opened, it is answered by a page; used, it is
 * the GET that Better Auth knows.
 */
import { loadSettings } from "../../configuration/settings";
import { appearanceOf } from "../../emails/rendering";
import type { TenantReader } from "../../tenancy/database";
import { refused, type AttemptRequest, type AttemptResponse } from "../attemptRequest";
import type { Found, MailedLink } from "../endpoints";
import { openingOf } from "./opening";
import { linkPage, resultPage } from "./page";

export type Routed =
  /** Answered without an attempt: nothing is counted, and nothing of the link is read. */
  | { readonly answer: AttemptResponse }
  | {
      readonly request: AttemptRequest;
      /** What the visitor gets instead of the endpoint's answer. */
      readonly shown: (answer: AttemptResponse) => AttemptResponse;
    };

/** For a request of any endpoint; only those of mailed links are answered here or shown as pages. */
export async function routeLink(
  db: TenantReader,
  project: { readonly name: string; readonly logoUrl: string | null },
  endpoint: Found,
  request: AttemptRequest,
): Promise<Routed> {
  if (!isMailedLink(endpoint)) return { request: asRead(request), shown: (answer) => answer };
  const opening = await openingOf(db, endpoint, request);
  if (opening === "foreignForm") return { answer: refused(FOREIGN_FORM) };
  if (opening === "script") return { request, shown: (answer) => answer };
  const appearance = appearanceOf(project, (await loadSettings(db)).branding);
  if (opening === "navigation") return { answer: linkPage(appearance, endpoint.name) };
  const { url } = request;
  return {
    request: asGet(request),
    shown: (answer) => resultPage(appearance, endpoint.name, { answer, url }),
  };
}

/** As Better Auth refuses what comes from a page that is not trusted. */
const FOREIGN_FORM = { code: "INVALID_ORIGIN", message: "Invalid origin" };

const isMailedLink = (endpoint: Found): endpoint is Found & { readonly name: MailedLink } =>
  endpoint.mailedLink;

const asRead = (request: AttemptRequest): AttemptRequest =>
  request.method === "HEAD" ? asGet(request) : request;

const asGet = (request: AttemptRequest): AttemptRequest => ({
  ...request,
  method: "GET",
  body: "",
  headers: request.headers.filter(([name]) => name !== "content-type"),
});
