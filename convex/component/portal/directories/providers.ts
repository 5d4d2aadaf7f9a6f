/** What the portal says of each identity provider. */
import type { providers } from "../../directories/fields";
import type { DirectoryTexts } from "./texts";

export type Provider = (typeof providers)[number];

interface ProviderRow {
  /** Its own name; null for one that the texts name. */
  readonly name: string | null;
  readonly steps: keyof DirectoryTexts & `steps${string}`;
  /** What follows the endpoint. */
  readonly suffix: string;
  /** Whether it can send people to an app of its customer by SCIM. */
  readonly isOffered: boolean;
}

const others = { steps: "stepsOthers", suffix: "", isOffered: true } as const;

export const providerRows: Readonly<Record<Provider, ProviderRow>> = {
  okta: { ...others, name: "Okta", steps: "stepsOkta" },
  // Without the flag, Entra ID sends PATCH in shapes of its own:
  // https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
  azure_scim_v2: {
    ...{ ...others, name: "Microsoft Entra ID", steps: "stepsEntra" },
    suffix: "?aadOptscim062020",
  },
  google_workspace: { ...others, name: "Google Workspace", isOffered: false },
  onelogin: { ...others, name: "OneLogin" },
  jumpcloud: { ...others, name: "JumpCloud" },
  pingfederate: { ...others, name: "PingFederate" },
  generic_scim_v2: { ...others, name: null },
};

export const offeredProviders = (Object.keys(providerRows) as Provider[]).filter(
  (provider) => providerRows[provider].isOffered,
); // the table's own keys
