/**
 * The pages of the runtime itself to which a sign-in can lead, in place of an app. A closed list, so
 * that a link to the sign-in pages never leads to another site (`//host`, `/\host`, `/..//host`).
 */
import { INVITATION_PATH } from "../organizations/invitationMail";

const PAGES = [
  /^\/account(?:\/(?:security|sessions|deletion))?$/,
  /^\/organizations(?:\/org_[0-9A-Z]{26})?$/,
  new RegExp(`^${INVITATION_PATH}\\?token=[0-9a-zA-Z_-]{1,128}$`),
];

/** The path below the project; null for any other text. */
export const parseReturnPath = (text: string | null): string | null =>
  text !== null && PAGES.some((page) => page.test(text)) ? text : null;
