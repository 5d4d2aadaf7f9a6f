/**
 * A token or key that does not hold. Code and message are meant for the client; neither contains
 * the credential.
 */
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
