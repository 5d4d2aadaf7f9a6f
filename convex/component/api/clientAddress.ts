/** What a request says about its sender, and how far it can be believed. */
import type { ActionCtx } from "../_generated/server";
import { findRuledAddress, loadAddressRule, parseAddress } from "../core/clientAddress";

export interface Sender {
  /** In canonical form. If not trusted, it is only the client's claim, for the record. */
  readonly ip: string | null;
  /** The header that BANATA_AUTH_CLIENT_ADDRESS names holds it, so limits may count by it. */
  readonly hasTrustedIp: boolean;
  readonly userAgent: string | null;
}

/** Throws when BANATA_AUTH_CLIENT_ADDRESS is invalid. */
export async function readSender({ meta }: ActionCtx, { headers }: Request): Promise<Sender> {
  const { ip: claimed, userAgent } = await meta.getRequestMetadata();
  const rule = loadAddressRule();
  if (!rule) return { ip: parseAddress(claimed), hasTrustedIp: false, userAgent };
  const ip = findRuledAddress(rule, headers);
  return { ip, hasTrustedIp: ip !== null, userAgent };
}
