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
  google: (application) => google(toClientOptions(application)),
  github: (application) => github(toClientOptions(application)),
  microsoft: (application) =>
    microsoft({
      ...toClientOptions(application),
      disableProfilePhoto: true,
      ...(application.tenantId === null ? {} : { tenantId: application.tenantId }),
    }),
  apple: (application) => apple(toClientOptions(application)),
  discord: (application) => discord(toClientOptions(application)),
  gitlab: (application) =>
    gitlab({
      ...toClientOptions(application),
      ...(application.issuer === null
        ? { mapProfileToUser: mapGitlabComProfile }
        : { issuer: application.issuer }),
    }),
  linkedin: (application) => linkedin(toClientOptions(application)),
  facebook: (application) => facebook(toClientOptions(application)),
  // The contract, and therefore paths and accounts, call it "x".
  x: (application) => ({ ...twitter(toClientOptions(application)), id: "x" }),
  slack: (application) => slack(toClientOptions(application)),
};

export const createProvider = ({ provider, ...application }: SocialCredentials): OAuthProvider =>
  factories[provider](application);

const toClientOptions = ({ clientId, clientSecret }: Application) => ({ clientId, clientSecret });

/**
 * gitlab.com requires a confirmed address before the first sign-in and before an address change
 * takes effect, and reports the time of confirmation. A self-hosted instance may be configured
 * differently, so the time proves nothing there. Source:
 * https://docs.gitlab.com/api/users/#get-the-current-user
 */
const mapGitlabComProfile = (profile: GitlabProfile) => ({
  emailVerified: "confirmed_at" in profile && typeof profile.confirmed_at === "string",
});
