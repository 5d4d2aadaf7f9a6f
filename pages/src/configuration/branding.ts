import type { BanataAuth } from "../../../src/client";

/** The project's branding. An empty text is the default, or none. */
export type Branding = Awaited<ReturnType<BanataAuth["configuration"]["getBrandingConfig"]>>;

/** An auth client's own; null leaves the project's. */
export type OwnBranding = { readonly [F in keyof Branding]: Branding[F] | null };

/** The project's branding where the client has none of its own. */
export const withInherited = (own: OwnBranding, project: Branding): Branding => ({
  primaryColor: own.primaryColor ?? project.primaryColor,
  bgColor: own.bgColor ?? project.bgColor,
  borderRadius: own.borderRadius ?? project.borderRadius,
  darkMode: own.darkMode ?? project.darkMode,
  font: own.font ?? project.font,
  logoUrl: own.logoUrl ?? project.logoUrl,
  customCss: own.customCss ?? project.customCss,
});
