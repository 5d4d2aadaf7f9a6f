/**
 * Better Auth's social providers, configured with the project's applications. Network calls run in
 * an action (answer.ts); a transaction only builds URLs.
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
  // The contract, and therefore paths and accounts, call it "x".
  x: (application) => ({ ...twitter(clientOf(application)), id: "x" }),
  slack: (application) => slack(clientOf(application)),
};

export const providerFor = ({ provider, ...application }: SocialCredentials): OAuthProvider =>
  factories[provider](application);

const clientOf = ({ clientId, clientSecret }: Application) => ({ clientId, clientSecret });

/**
 * gitlab.com requires a confirmed address before the first sign-in and before an address change
 * takes effect, and reports the time of confirmation. A self-hosted instance may be configured
 * differently, so the time proves nothing there. Source:
 * https://docs.gitlab.com/api/users/#get-the-current-user
 */
const addressOnGitlabCom = (profile: GitlabProfile) => ({
  emailVerified: "confirmed_at" in profile && typeof profile.confirmed_at === "string",
});
