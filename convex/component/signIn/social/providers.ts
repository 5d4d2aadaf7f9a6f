/**
 * The social providers: Better Auth's own, with the project's application at each. What talks to a
 * provider runs in an action (answer.ts); a transaction only asks them for addresses.
 */
import type { OAuthProvider } from "@better-auth/core/oauth2";
import {
  apple,
  discord,
  facebook,
  github,
  gitlab,
  google,
  linkedin,
  microsoft,
  slack,
  twitter,
  type GitlabProfile,
} from "@better-auth/core/social-providers";
import type { SocialCredentials } from "../../configuration/credentials";
import type { SocialProviderId } from "../../core/socialProviders";

type Application = Omit<SocialCredentials, "provider">;

const factories: Readonly<Record<SocialProviderId, (application: Application) => OAuthProvider>> = {
  google: (application) => google(clientOf(application)),
  github: (application) => github(clientOf(application)),
  microsoft: (application) =>
    microsoft({
      ...clientOf(application),
      disableProfilePhoto: true,
      ...(application.tenantId === null ? {} : { tenantId: application.tenantId }),
    }),
  apple: (application) => apple(clientOf(application)),
  discord: (application) => discord(clientOf(application)),
  gitlab: (application) =>
    gitlab({
      ...clientOf(application),
      ...(application.issuer === null
        ? { mapProfileToUser: addressOnGitlabCom }
        : { issuer: application.issuer }),
    }),
  linkedin: (application) => linkedin(clientOf(application)),
  facebook: (application) => facebook(clientOf(application)),
  // Its name in the contract, and so in paths and accounts.
  x: (application) => ({ ...twitter(clientOf(application)), id: "x" }),
  slack: (application) => slack(clientOf(application)),
};

export const providerFor = ({ provider, ...application }: SocialCredentials): OAuthProvider =>
  factories[provider](application);

const clientOf = ({ clientId, clientSecret }: Application) => ({ clientId, clientSecret });

/**
 * gitlab.com lets nobody in before the address was confirmed, and says when that was; a new address
 * replaces the old one only when it is confirmed too. An instance of one's own may be set up
 * otherwise, so there the time means nothing. Source:
 * https://docs.gitlab.com/api/users/#get-the-current-user
 */
const addressOnGitlabCom = (profile: GitlabProfile) => ({
  emailVerified: "confirmed_at" in profile && typeof profile.confirmed_at === "string",
});
