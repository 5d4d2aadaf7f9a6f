/** Whether a session of the hosted pages is good enough for an app. */
import type { Doc } from "../_generated/dataModel";
import type { ClientRow } from "../authClients/clients";
import { findProvider } from "../signIn/database/recordedProofs";
import type { Proof } from "../signIn/endpoint";

/**
 * The sign-in methods (`enabledMethods` of a client) that a proof is the first factor of, besides
 * social providers. `provider` alone is of a session from before sessions recorded which one.
 */
const methodsByProof: Record<Proof, readonly string[]> = {
  password: ["emailPassword", "username"],
  mailbox: ["magicLink", "emailOtp"],
  provider: [],
  operatorLink: [],
  passkey: ["passkey"],
  verifiedPasskey: ["passkey"],
  totp: [],
  backupCode: [],
  mailedCode: [],
  trustedDevice: [],
  sso: ["sso"],
  ssoMultiFactor: ["sso"],
};

const toMethods = (proof: string): readonly string[] => {
  const provider = findProvider(proof);
  return provider === null ? (isProof(proof) ? methodsByProof[proof] : []) : [provider];
};
const isProof = (text: string): text is Proof => Object.hasOwn(methodsByProof, text);

/**
 * Whether the user signed in by a method that the client may use. Otherwise an app that allows
 * single sign-on only would accept a password that was typed for another app.
 */
export const servesClient = (
  { proofs = [] }: Pick<Doc<"sessions">, "proofs">,
  { enabledMethods }: Pick<ClientRow, "enabledMethods">,
): boolean =>
  enabledMethods === null ||
  proofs.flatMap(toMethods).some((method) => enabledMethods.includes(method));
