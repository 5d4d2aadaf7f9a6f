/** What Better Auth needs to know of one request, for auth.ts and the plugins. */
import type { BetterAuthPlugin } from "better-auth";
import type { AddressFlows } from "../addresses/flows";
import type { projectAdapter } from "../database/adapter";
import type { SecondFactors } from "../database/secondFactors";
import type { SessionProofs } from "../database/sessionProofs";
import type { Need } from "../effects";
import type { SocialSignIn } from "../social/signIn";
import type { TokenIssuer } from "../tokens/tokenIssuer";
import type { Visit } from "../visit";
import type { MailSender } from "./mail";

export interface RelyingParty {
  /** The project's name. */
  readonly name: string;
  /** The page's origin, trusted by the project. */
  readonly origin: string;
}

export interface AuthRequest {
  readonly visit: Pick<
    Visit,
    | "project"
    | "basePath"
    | "endpoint"
    | "url"
    | "settings"
    | "body"
    | "effects"
    | "headers"
    | "request"
    | "carriedState"
    | "client"
  >;
  /** The secrets for signing and encryption. */
  readonly secrets: { secret: string; secrets: { version: number; value: string }[] };
  readonly cookiePrefix: string;
  readonly trustedOrigins: string[];
  readonly adapter: ReturnType<typeof projectAdapter>;
  readonly mail: MailSender;
  /** The names that a new password must not contain. */
  readonly passwordNames: () => Promise<string[]>;
  /** Replaces the hash of the same password by a newer one. */
  readonly upgradeHash: (from: string, to: string) => Promise<void>;
  readonly page: RelyingParty;
  readonly proofs: SessionProofs;
  readonly secondFactors: SecondFactors;
  /** Null when the request does not involve a social provider. */
  readonly social: SocialSignIn | null;
  /** The endpoints of SSO; null when the request is for another one. */
  readonly sso: BetterAuthPlugin | null;
  readonly tokens: TokenIssuer;
  readonly addresses: AddressFlows;
  /**
   * Called when work is needed that must not run in this transaction, which is then rolled back.
   */
  readonly onNeed: (need: Need) => void;
}
