/** An endpoint's signing secret: `whsec_` and base64 of 32 random bytes, sealed at rest. */
import { seal, unseal } from "../core/secrets";

const PREFIX = "whsec_";

export const newSecret = (): string =>
  PREFIX + btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));

/**
 * The endpoint's id is part of the purpose: a secret sealed for one endpoint opens for no other.
 */
export const webhookPlace = (endpointId: string) => ({ purpose: `webhook/${endpointId}` });

export const sealSecret = async (
  projectId: string,
  endpointId: string,
  secret: string,
): Promise<string> => await seal(projectId, webhookPlace(endpointId).purpose, secret);
export const openSecret = async (
  projectId: string,
  endpointId: string,
  sealed: string,
): Promise<string> => await unseal(projectId, webhookPlace(endpointId).purpose, sealed);
