/** Below `/p/<admin project>`. A file of its own: every request loads what the page imports. */
export const OPERATOR_LINK_PATH = "/operators/sign-in";
