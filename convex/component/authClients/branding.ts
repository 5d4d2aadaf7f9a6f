/** An auth client's own branding. Must not import the schema library, as clients.ts. */
import type { Doc } from "../_generated/dataModel";
import type { Branding } from "../configuration/defaults";
import type { RowFields, TenantReader, TenantWriter } from "../tenancy/database";

export type OwnBranding = Omit<RowFields<"clientBranding">, "clientId">;
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

/** The client's own branding; null for none. */
export async function loadOwnBranding(
  db: TenantReader,
  client: Pick<Doc<"authClients">, "id" | "branding">,
): Promise<OwnBranding | null> {
  const row = await findRow(db, client.id);
  if (row === null) return client.branding ?? null;
  const { primaryColor, bgColor, borderRadius, darkMode, customCss, font, logoUrl } = row;
  return { primaryColor, bgColor, borderRadius, darkMode, customCss, font, logoUrl };
}

/** Stores the client's own branding in place of the present one; null removes it. */
export async function storeOwnBranding(
  db: TenantWriter,
  clientId: string,
  branding: OwnBranding | null,
): Promise<void> {
  const row = await findRow(db, clientId);
  if (row === null && branding !== null)
    await db.insert("clientBranding", { clientId, ...branding });
  else if (row !== null && branding !== null) await db.patch("clientBranding", row, branding);
  else if (row !== null) await db.delete("clientBranding", row);
}

const findRow = async (db: TenantReader, clientId: string): Promise<Doc<"clientBranding"> | null> =>
  await db.range("clientBranding", "byClient", (q) => q.eq("clientId", clientId)).unique();

/** The branding after a change, in which fields that are left out stay; null for none. */
export function mergeBranding(
  before: OwnBranding | null,
  change: Change | null,
): OwnBranding | null {
  if (change === null) return null;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const merged: OwnBranding = { ...none, ...before, ...Object.fromEntries(given) };
  return Object.values(merged).every((value) => value === null) ? null : merged;
}

/** The branding of pages on the way to a client: its own fields, and the project's for the rest. */
export function brandingFor(ownBranding: OwnBranding | null, project: Branding): Branding {
  const own = ownBranding ?? none;
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
