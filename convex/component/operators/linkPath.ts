/** Below `/p/<admin project>`. A file of its own: every request loads what the page imports. */
export const OPERATOR_LINK_PATH = "/operators/sign-in";
/** Of mailed invitations to a project. */
export const OPERATOR_INVITATION_PATH = "/operators/invitation";
