/** An invalid token or key. Code and message go to the client; neither contains the credential. */
export class AuthenticationError extends Error {
  constructor(
    readonly code:
      | "InvalidAuthHeader"
      | "NoAuthProvider"
      | "Unauthenticated"
      | "AuthProviderDiscoveryFailed"
      | "TokenExpired"
      | "BadDeployKey",
    message: string,
  ) {
    super(message);
    this.name = "AuthenticationError";
  }
}
