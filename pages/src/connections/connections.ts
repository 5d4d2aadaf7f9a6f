/** Connections as the pages show and change them. */
import type { SsoConnection } from "../../../src/index";
import type { BanataAuth } from "../../../src/client";
import { useAct } from "../data/operations";
import type { Tone } from "../ui/Badge";

export type Saml = NonNullable<SsoConnection["samlConfig"]>;
export type Oidc = NonNullable<SsoConnection["oidcConfig"]>;
type Changes = Omit<Parameters<BanataAuth["sso"]["updateConnection"]>[0], "connectionId">;

export const protocols = { saml: "SAML 2.0", oidc: "OpenID Connect" } as const;

export const states: Readonly<
  Record<SsoConnection["state"], { readonly text: string; readonly tone: Tone }>
> = {
  draft: { text: "Draft", tone: "neutral" },
  validating: { text: "Ready to test", tone: "accent" },
  active: { text: "Active", tone: "good" },
  inactive: { text: "Inactive", tone: "warning" },
};

export const useUpdate = (connectionId: string) =>
  useAct({
    operation: "sso.updateConnection",
    run: async (client, changes: Changes) =>
      await client.sso.updateConnection({ connectionId, ...changes }),
    done: () => "Saved the connection",
  });

const WARNED_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether a SAML connection's last certificate has expired, or does so within 30 days. */
export function certificateAge({ samlConfig }: SsoConnection): "expired" | "expiring" | null {
  const expiresAt = samlConfig?.idpCertificateExpiresAt?.getTime();
  if (expiresAt === undefined) return null;
  const left = expiresAt - Date.now();
  return left < 0 ? "expired" : left < WARNED_DAYS * DAY_MS ? "expiring" : null;
}
