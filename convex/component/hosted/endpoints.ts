/** Every endpoint of the hosted pages. */
import { accountEndpoints } from "./account/endpoints";
import { authorize, continueAs } from "./authorize";
import { consent, form, ownForm, ownPage, page, type Endpoint } from "./endpointRows";
import { sendCode, sendLink, takeCode } from "./byMail";
import { askToEnrol, beginEnrolment, confirmEnrolment } from "./enrolment";
import { askToLink, beginLinking } from "./linking";
import { askToImpersonate, enterImpersonation } from "./impersonation";
import { askToSignOut, signOut } from "./logout";
import { organizationEndpoints } from "./organizations/endpoints";
import { askForOrganization, takeOrganization } from "./organizationChoice";
import { answerPasskeyOptions, answerPasskeyScript, takePasskey } from "./passkey";
import type { HostedPath } from "./paths";
import { askForNewPassword, askForReset, sendReset, takeNewPassword } from "./reset";
import { takeSecondFactor } from "./secondFactor";
import { takeAddress, takePassword } from "./signIn";
import { takeSignUp } from "./signUp";
import { beginSocial } from "./social";
import { answerStyleSheet } from "./styleSheetFile";
import { exchangeCode } from "./token";

export const endpoints: Readonly<Record<HostedPath, Endpoint>> = {
  "/authorize": { GET: page(authorize) },
  "/token": { POST: { csrf: "none", session: "none", handle: exchangeCode } },
  "/logout": { GET: page(askToSignOut), POST: form(signOut) },
  "/hosted/continue": { POST: ownForm(continueAs) },
  "/hosted/enrolment": { GET: ownPage(askToEnrol), POST: ownForm(beginEnrolment) },
  "/hosted/enrolment/code": { POST: ownForm(confirmEnrolment) },
  "/hosted/link": consent({ GET: ownPage(askToLink), POST: ownForm(beginLinking) }),
  "/hosted/organization": { GET: ownPage(askForOrganization), POST: ownForm(takeOrganization) },
  "/hosted/custom.css": { GET: page(answerStyleSheet) },
  "/hosted/passkey.js": { GET: page(answerPasskeyScript) },
  "/hosted/passkey/options": { GET: page(answerPasskeyOptions) },
  "/hosted/impersonation": consent({ GET: page(askToImpersonate), POST: form(enterImpersonation) }),
  "/hosted/sign-in": { POST: form(takeAddress) },
  "/hosted/sign-in/password": { POST: form(takePassword) },
  "/hosted/sign-in/link": { POST: form(sendLink) },
  "/hosted/sign-in/code": { POST: form(sendCode) },
  "/hosted/sign-in/code/check": { POST: form(takeCode) },
  "/hosted/sign-in/passkey": { POST: form(takePasskey) },
  "/hosted/sign-in/social": { POST: form(beginSocial) },
  "/hosted/sign-in/second-factor": { POST: form(takeSecondFactor) },
  "/hosted/sign-up": { POST: form(takeSignUp) },
  "/hosted/reset": { GET: page(askForReset), POST: form(sendReset) },
  "/hosted/reset/new": { GET: page(askForNewPassword), POST: form(takeNewPassword) },
  ...accountEndpoints,
  ...organizationEndpoints,
};
