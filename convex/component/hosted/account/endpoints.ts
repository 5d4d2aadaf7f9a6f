/** The account pages. What each form calls is in the file of its page. */
import { consent, ownForm, ownPage, page, type Endpoint } from "../endpointRows";
import type { HostedPath } from "../paths";
import { askToConfirm, confirm } from "./confirmation";
import { askToDelete, deleteAccount } from "./deletion";
import {
  changeAddress,
  changePassword,
  saveName,
  saveUsername,
  sendPasswordLink,
  sendVerification,
  showProfile,
} from "./profile";
import { confirmFactor, disableFactor, renewBackupCodes, setUpFactor } from "./factorActs";
import { showSecurity } from "./security";
import {
  addPasskey,
  answerRegistrationOptions,
  answerRegistrationScript,
  linkAccount,
  removePasskey,
  unlinkAccount,
} from "./securityActs";
import { endOtherSessions, endSession, showSessions } from "./sessions";

export const accountEndpoints = {
  "/account": { GET: ownPage(showProfile) },
  "/account/name": { POST: ownForm(saveName) },
  "/account/username": { POST: ownForm(saveUsername) },
  "/account/email": { POST: ownForm(changeAddress) },
  "/account/verification": { POST: ownForm(sendVerification) },
  "/account/password": { POST: ownForm(changePassword) },
  "/account/password-link": { POST: ownForm(sendPasswordLink) },
  "/account/security": { GET: ownPage(showSecurity) },
  "/account/factor": { POST: ownForm(setUpFactor) },
  "/account/factor/code": { POST: ownForm(confirmFactor) },
  "/account/factor/backup-codes": { POST: ownForm(renewBackupCodes) },
  "/account/factor/disable": { POST: ownForm(disableFactor) },
  "/account/passkey": { POST: ownForm(addPasskey) },
  "/account/passkey.js": { GET: page(answerRegistrationScript) },
  "/account/passkey/options": { GET: ownPage(answerRegistrationOptions) },
  "/account/passkey/remove": { POST: ownForm(removePasskey) },
  "/account/linked/add": { POST: ownForm(linkAccount) },
  "/account/linked/remove": { POST: ownForm(unlinkAccount) },
  "/account/sessions": { GET: ownPage(showSessions) },
  "/account/sessions/end": { POST: ownForm(endSession) },
  "/account/sessions/end-others": { POST: ownForm(endOtherSessions) },
  "/account/deletion": consent({ GET: ownPage(askToDelete), POST: ownForm(deleteAccount) }),
  "/account/confirm": { GET: ownPage(askToConfirm), POST: ownForm(confirm) },
} as const satisfies Partial<Record<HostedPath, Endpoint>>;
