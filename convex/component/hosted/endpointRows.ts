/**
 * The rows of the table of endpoints (endpoints.ts). A handler of a form takes a `CheckedForm`, which
 * only the check makes, and one that needs a session takes a visit with a session: an endpoint that
 * leaves its check out does not compile.
 */
import type { TokenVisit } from "./token";
import type { FormVisit, PageVisit, SignedInFormVisit, SignedInVisit } from "./visit";

type Handler<V> = (visit: V) => Promise<Response>;

/** A GET: changes nothing but the browser's id, and needs no form. */
type PageRow =
  | { readonly csrf: "none"; readonly session: "optional"; readonly handle: Handler<PageVisit> }
  /** Without a session the visitor signs in first, and comes back. */
  | {
      readonly csrf: "none";
      readonly session: "required";
      readonly handle: Handler<SignedInVisit>;
    };
type FormRow =
  | { readonly csrf: "form"; readonly session: "optional"; readonly handle: Handler<FormVisit> }
  | {
      readonly csrf: "form";
      readonly session: "required";
      readonly handle: Handler<SignedInFormVisit>;
    };
/** For apps: the code and the client's secret are the credentials, no cookie is. */
interface AppRow {
  readonly csrf: "none";
  readonly session: "none";
  readonly handle: Handler<TokenVisit>;
}

interface Rows {
  readonly GET?: PageRow;
  readonly POST?: FormRow | AppRow;
}
export interface Endpoint extends Rows {
  /** The user agrees to something: no style sheet of a customer may hide to what. */
  readonly asksConsent: boolean;
}

export const consent = (rows: Rows): Endpoint => ({ ...rows, asksConsent: true });
/** A customer's style sheet may change its pages. */
export const styled = (rows: Rows): Endpoint => ({ ...rows, asksConsent: false });

export const form = (handle: Handler<FormVisit>): FormRow => ({
  csrf: "form",
  session: "optional",
  handle,
});
export const page = (handle: Handler<PageVisit>): PageRow => ({
  csrf: "none",
  session: "optional",
  handle,
});
/** For a signed-in user. */
export const ownForm = (handle: Handler<SignedInFormVisit>): FormRow => ({
  csrf: "form",
  session: "required",
  handle,
});
export const ownPage = (handle: Handler<SignedInVisit>): PageRow => ({
  csrf: "none",
  session: "required",
  handle,
});
