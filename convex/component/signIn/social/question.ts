/**
 * A call to a social provider requested by a transaction. It is passed to the action sealed,
 * because it contains codes and tokens and travels in an error.
 */
import type { SocialCredentials } from "../../configuration/credentials";
import type { SocialProviderId } from "../../core/socialProviders";
import { seal, unseal } from "../../core/secrets";

/** The project's OAuth application, its secret sealed as at rest. */
export interface SealedApplication {
  readonly provider: SocialProviderId;
  readonly clientId: string;
  readonly sealedClientSecret: string;
  readonly tenantId: string | null;
  readonly issuer: string | null;
}

/**
 * `user`: the unsigned user data, such as the name, that Apple sends only once, next to the code or
 * token.
 */
export type Ask =
  | {
      readonly kind: "code";
      readonly code: string;
      readonly codeVerifier?: string;
      readonly redirectURI: string;
      readonly user?: unknown;
    }
  | {
      readonly kind: "idToken";
      readonly idToken: string;
      readonly nonce?: string;
      readonly accessToken?: string;
      readonly user?: unknown;
    }
  | { readonly kind: "refresh"; readonly refreshToken: string };

export interface Question {
  /** With its secret, because an action cannot read the key that decrypts it. */
  readonly application: SocialCredentials;
  readonly ask: Ask;
}

const PURPOSE = "provider-question";

export const sealQuestion = async (projectId: string, question: Question): Promise<string> =>
  await seal(projectId, PURPOSE, JSON.stringify(question));
export const openQuestion = async (projectId: string, sealed: string): Promise<Question> =>
  JSON.parse(await unseal(projectId, PURPOSE, sealed)) as Question; // sealed by sealQuestion
