/** What each sealed column of the slice is sealed for: the purpose and the row. */

export const clientSecretPlace = (connectionId: string) => ({
  purpose: "sso-client-secret",
  place: connectionId,
});

export const privateKeyPlace = (connectionId: string) => ({
  purpose: "sso-private-key",
  place: connectionId,
});

/** Of the sign-in whose start page has this hash. */
export const startPlace = (
  column: "sealedVerifier" | "sealedResult",
  { startHash }: { readonly startHash: string },
) => ({ purpose: `sso-start/${column}`, place: startHash });
