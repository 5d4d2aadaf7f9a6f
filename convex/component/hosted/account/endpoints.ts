/** The account pages. What each form calls is in the file of its page. */
import { consent, ownForm, ownPage, page, styled, type Endpoint } from "../endpointRows";
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
  "/account": styled({ GET: ownPage(showProfile) }),
  "/account/name": styled({ POST: ownForm(saveName) }),
  "/account/username": styled({ POST: ownForm(saveUsername) }),
  "/account/email": styled({ POST: ownForm(changeAddress) }),
  "/account/verification": styled({ POST: ownForm(sendVerification) }),
  "/account/password": styled({ POST: ownForm(changePassword) }),
  "/account/password-link": styled({ POST: ownForm(sendPasswordLink) }),
  "/account/security": styled({ GET: ownPage(showSecurity) }),
  "/account/factor": styled({ POST: ownForm(setUpFactor) }),
  "/account/factor/code": styled({ POST: ownForm(confirmFactor) }),
  "/account/factor/backup-codes": styled({ POST: ownForm(renewBackupCodes) }),
  "/account/factor/disable": styled({ POST: ownForm(disableFactor) }),
  "/account/passkey": styled({ POST: ownForm(addPasskey) }),
  "/account/passkey.js": styled({ GET: page(answerRegistrationScript) }),
  "/account/passkey/options": styled({ GET: ownPage(answerRegistrationOptions) }),
  "/account/passkey/remove": styled({ POST: ownForm(removePasskey) }),
  "/account/linked/add": styled({ POST: ownForm(linkAccount) }),
  "/account/linked/remove": styled({ POST: ownForm(unlinkAccount) }),
  "/account/sessions": styled({ GET: ownPage(showSessions) }),
  "/account/sessions/end": styled({ POST: ownForm(endSession) }),
  "/account/sessions/end-others": styled({ POST: ownForm(endOtherSessions) }),
  "/account/deletion": consent({ GET: ownPage(askToDelete), POST: ownForm(deleteAccount) }),
  "/account/confirm": styled({ GET: ownPage(askToConfirm), POST: ownForm(confirm) }),
} as const satisfies Partial<Record<HostedPath, Endpoint>>;
