/** An endpoint's signing secret: `whsec_` followed by 32 random bytes in base64, sealed at rest. */
import { seal, unseal } from "../core/secrets";

const PREFIX = "whsec_";

export const newSecret = (): string =>
  PREFIX + btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));

/**
 * The purpose includes the endpoint id, so a secret sealed for one endpoint cannot be unsealed for
 * another.
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
