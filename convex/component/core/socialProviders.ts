/** The social providers that a project can configure, by their wire names. */
export const socialProviderIds = [
  "google",
  "github",
  "microsoft",
  "apple",
  "discord",
  "gitlab",
  "linkedin",
  "facebook",
  "x",
  "slack",
] as const;
export type SocialProviderId = (typeof socialProviderIds)[number];

export const isSocialProvider = (text: string): text is SocialProviderId =>
  (socialProviderIds as readonly string[]).includes(text);
