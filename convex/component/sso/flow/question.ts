/**
 * What a step of the flow asks the HTTP action to do: requests to the identity provider, and the
 * verification of its response. Sealed, because it contains secrets and travels in an error.
 */
import { seal, unseal } from "../../core/secrets";
import type { ConfiguredOidc, IssuerMetadata } from "../oidc/issuer";
import type { IdpProfile } from "./profile";
import type { SsoRule } from "./rules";

/** The issuer's signing keys. */
export interface StoredKeys {
  /** Where they were fetched from. */
  readonly url: string;
  /** JSON text of a JWK set. */
  readonly keys: string;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
}

export interface OidcCode {
  /** The query of the callback, as the browser sent it. */
  readonly query: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SamlVerification {
  readonly idpEntityId: string;
  /** PEM. */
  readonly certificates: readonly string[];
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** PKCS #8 PEM. */
  readonly decryptionKeys: readonly string[];
  /** Our field → name of the attribute. */
  readonly mapping: readonly (readonly [field: string, attribute: string])[];
}

export type Question =
  | { readonly kind: "discovery"; readonly oidc: ConfiguredOidc }
  | {
      readonly kind: "code";
      readonly oidc: ConfiguredOidc;
      readonly clientSecret: string;
      readonly metadata: IssuerMetadata;
      readonly keys: StoredKeys | null;
      readonly code: OidcCode;
    }
  /** The response is in the request's body, which the action has. */
  | { readonly kind: "response"; readonly saml: SamlVerification }
  /** A key pair of the service provider. */
  | { readonly kind: "keyPair"; readonly commonName: string };

export type Answer =
  | { readonly kind: "discovery"; readonly metadata: IssuerMetadata }
  /** `keys` null: they were not fetched again. */
  | { readonly kind: "code"; readonly profile: IdpProfile; readonly keys: StoredKeys | null }
  /** `requestId` null: the response is unsolicited. */
  | {
      readonly kind: "response";
      readonly profile: IdpProfile;
      readonly requestId: string | null;
    }
  | { readonly kind: "keyPair"; readonly certificate: string; readonly sealedKey: string }
  | {
      readonly kind: "refused";
      /** The question's kind. */
      readonly asked: Question["kind"];
      readonly rule: SsoRule;
      readonly detail: string;
    };

/** Of a new private key on its way from the action to the transaction that stores it. */
export const NEW_KEY_PURPOSE = "sso-new-key";

const PURPOSE = "sso-question";

export const sealQuestion = async (projectId: string, question: Question): Promise<string> =>
  await seal(projectId, PURPOSE, JSON.stringify(question));
export const openQuestion = async (projectId: string, sealed: string): Promise<Question> =>
  JSON.parse(await unseal(projectId, PURPOSE, sealed)) as Question; // sealed by sealQuestion
