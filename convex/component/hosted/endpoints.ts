/**
 * Every endpoint of the hosted pages. A handler of a form takes a `CheckedForm`, which only the check
 * makes, and one that needs a session takes a visit with a session: an endpoint that leaves its check
 * out does not compile.
 */
import { authorize, continueAs } from "./authorize";
import { askToSignOut, signOut } from "./logout";
import type { HostedPath } from "./paths";
import { askForNewPassword, askForReset, sendReset, takeNewPassword } from "./reset";
import { takeSecondFactor } from "./secondFactor";
import { takeAddress, takePassword } from "./signIn";
import { takeSignUp } from "./signUp";
import { exchangeCode, type TokenVisit } from "./token";
import type { FormVisit, PageVisit, SignedInFormVisit } from "./visit";

type Handler<V> = (visit: V) => Promise<Response>;

/** A GET: changes nothing but the browser's id, and needs neither a form nor a session. */
interface PageRow {
  readonly csrf: "none";
  readonly session: "optional";
  readonly handle: Handler<PageVisit>;
}
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

export interface Endpoint {
  readonly GET?: PageRow;
  readonly POST?: FormRow | AppRow;
}

const form = (handle: Handler<FormVisit>): FormRow => ({
  csrf: "form",
  session: "optional",
  handle,
});
const page = (handle: Handler<PageVisit>): PageRow => ({
  csrf: "none",
  session: "optional",
  handle,
});

export const endpoints: Readonly<Record<HostedPath, Endpoint>> = {
  "/authorize": { GET: page(authorize) },
  "/token": { POST: { csrf: "none", session: "none", handle: exchangeCode } },
  "/logout": { GET: page(askToSignOut), POST: form(signOut) },
  "/hosted/continue": { POST: { csrf: "form", session: "required", handle: continueAs } },
  "/hosted/sign-in": { POST: form(takeAddress) },
  "/hosted/sign-in/password": { POST: form(takePassword) },
  "/hosted/sign-in/second-factor": { POST: form(takeSecondFactor) },
  "/hosted/sign-up": { POST: form(takeSignUp) },
  "/hosted/reset": { GET: page(askForReset), POST: form(sendReset) },
  "/hosted/reset/new": { GET: page(askForNewPassword), POST: form(takeNewPassword) },
};
