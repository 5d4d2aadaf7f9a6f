/** An auth client's own branding. Must not import the schema library, as clients.ts. */
import type { Branding } from "../configuration/defaults";
import type { ClientRow } from "./clients";

type OwnBranding = NonNullable<ClientRow["branding"]>;
type Change = { readonly [F in keyof OwnBranding]?: OwnBranding[F] | undefined };

const none: OwnBranding = {
  primaryColor: null,
  bgColor: null,
  borderRadius: null,
  darkMode: null,
  customCss: null,
  font: null,
  logoUrl: null,
};

/** The stored branding after a change, in which fields that are left out stay; null for none. */
export function mergeBranding(
  before: OwnBranding | null,
  change: Change | null,
): OwnBranding | null {
  if (change === null) return null;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const merged: OwnBranding = { ...none, ...before, ...Object.fromEntries(given) };
  return Object.values(merged).every((value) => value === null) ? null : merged;
}

/** The branding of pages on the way to the client: its own fields, and the project's for the rest. */
export function brandingFor(
  client: Pick<ClientRow, "branding"> | null,
  project: Branding,
): Branding {
  const own = client?.branding ?? none;
  return {
    primaryColor: own.primaryColor ?? project.primaryColor,
    bgColor: own.bgColor ?? project.bgColor,
    borderRadius: own.borderRadius ?? project.borderRadius,
    darkMode: own.darkMode ?? project.darkMode,
    customCss: own.customCss ?? project.customCss,
    font: own.font ?? project.font,
    logoUrl: own.logoUrl ?? project.logoUrl,
  };
}
