/** Every endpoint of the hosted pages. */
import { accountEndpoints } from "./account/endpoints";
import { authorize, continueAs } from "./authorize";
import { consent, form, ownForm, ownPage, page, styled, type Endpoint } from "./endpointRows";
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
  "/authorize": styled({ GET: page(authorize) }),
  "/token": styled({ POST: { csrf: "none", session: "none", handle: exchangeCode } }),
  "/logout": styled({ GET: page(askToSignOut), POST: form(signOut) }),
  "/hosted/continue": styled({ POST: ownForm(continueAs) }),
  "/hosted/enrolment": styled({ GET: ownPage(askToEnrol), POST: ownForm(beginEnrolment) }),
  "/hosted/enrolment/code": styled({ POST: ownForm(confirmEnrolment) }),
  "/hosted/link": consent({ GET: ownPage(askToLink), POST: ownForm(beginLinking) }),
  "/hosted/organization": styled({
    GET: ownPage(askForOrganization),
    POST: ownForm(takeOrganization),
  }),
  "/hosted/custom.css": styled({ GET: page(answerStyleSheet) }),
  "/hosted/passkey.js": styled({ GET: page(answerPasskeyScript) }),
  "/hosted/passkey/options": styled({ GET: page(answerPasskeyOptions) }),
  "/hosted/impersonation": consent({ GET: page(askToImpersonate), POST: form(enterImpersonation) }),
  "/hosted/sign-in": styled({ POST: form(takeAddress) }),
  "/hosted/sign-in/password": styled({ POST: form(takePassword) }),
  "/hosted/sign-in/link": styled({ POST: form(sendLink) }),
  "/hosted/sign-in/code": styled({ POST: form(sendCode) }),
  "/hosted/sign-in/code/check": styled({ POST: form(takeCode) }),
  "/hosted/sign-in/passkey": styled({ POST: form(takePasskey) }),
  "/hosted/sign-in/social": styled({ POST: form(beginSocial) }),
  "/hosted/sign-in/second-factor": styled({ POST: form(takeSecondFactor) }),
  "/hosted/sign-up": styled({ POST: form(takeSignUp) }),
  "/hosted/reset": styled({ GET: page(askForReset), POST: form(sendReset) }),
  "/hosted/reset/new": styled({ GET: page(askForNewPassword), POST: form(takeNewPassword) }),
  ...accountEndpoints,
  ...organizationEndpoints,
};
