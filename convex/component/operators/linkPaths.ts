/**
 * The pages behind mailed and printed links, below `/p/<admin project>`. A file of its own: every
 * request loads what the pages import.
 */
export const OPERATOR_LINK_PATH = "/operators/sign-in";
/** Of a mailed invitation. */
export const OPERATOR_INVITATION_PATH = "/operators/invitation";
