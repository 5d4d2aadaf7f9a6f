/** How a session records a proof: that of a social provider with the provider's name. */
import { isSocialProvider, type SocialProviderId } from "../../core/socialProviders";
import type { Proof } from "../endpoint";

const PREFIX = "provider:";
export type RecordedProof = Proof | `${typeof PREFIX}${SocialProviderId}`;

export const toProviderProof = (provider: SocialProviderId): RecordedProof =>
  `${PREFIX}${provider}`;

/** The provider of the proof; null for any other proof. Older sessions have `provider` alone. */
export function findProvider(proof: string): SocialProviderId | null {
  const provider = proof.startsWith(PREFIX) ? proof.slice(PREFIX.length) : "";
  return isSocialProvider(provider) ? provider : null;
}
