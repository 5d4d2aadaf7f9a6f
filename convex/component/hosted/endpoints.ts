/** Every endpoint of the hosted pages. */
import { accountEndpoints } from "./account/endpoints";
import { authorize, continueAs } from "./authorize";
import { form, ownForm, ownPage, page, type Endpoint } from "./endpointRows";
import { askToEnrol, beginEnrolment, confirmEnrolment } from "./enrolment";
import { askToImpersonate, enterImpersonation } from "./impersonation";
import { askToSignOut, signOut } from "./logout";
import { organizationEndpoints } from "./organizations/endpoints";
import { askForOrganization, takeOrganization } from "./organizationChoice";
import type { HostedPath } from "./paths";
import { askForNewPassword, askForReset, sendReset, takeNewPassword } from "./reset";
import { takeSecondFactor } from "./secondFactor";
import { takeAddress, takePassword } from "./signIn";
import { takeSignUp } from "./signUp";
import { answerStyleSheet } from "./styleSheetFile";
import { exchangeCode } from "./token";

export const endpoints: Readonly<Record<HostedPath, Endpoint>> = {
  "/authorize": { GET: page(authorize) },
  "/token": { POST: { csrf: "none", session: "none", handle: exchangeCode } },
  "/logout": { GET: page(askToSignOut), POST: form(signOut) },
  "/hosted/continue": { POST: ownForm(continueAs) },
  "/hosted/enrolment": { GET: ownPage(askToEnrol), POST: ownForm(beginEnrolment) },
  "/hosted/enrolment/code": { POST: ownForm(confirmEnrolment) },
  "/hosted/organization": { GET: ownPage(askForOrganization), POST: ownForm(takeOrganization) },
  "/hosted/custom.css": { GET: page(answerStyleSheet) },
  "/hosted/impersonation": { GET: page(askToImpersonate), POST: form(enterImpersonation) },
  "/hosted/sign-in": { POST: form(takeAddress) },
  "/hosted/sign-in/password": { POST: form(takePassword) },
  "/hosted/sign-in/second-factor": { POST: form(takeSecondFactor) },
  "/hosted/sign-up": { POST: form(takeSignUp) },
  "/hosted/reset": { GET: page(askForReset), POST: form(sendReset) },
  "/hosted/reset/new": { GET: page(askForNewPassword), POST: form(takeNewPassword) },
  ...accountEndpoints,
  ...organizationEndpoints,
};
