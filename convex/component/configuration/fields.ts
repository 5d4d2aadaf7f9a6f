/** Wire fields that only the configuration uses. */
import * as z from "zod/mini";
import { parseAddress } from "../core/webAddresses";

/**
 * Microsoft: `common`, `organizations`, `consumers`, a tenant id or a domain. It becomes a segment
 * of a URL's path.
 */
export const tenant = () =>
  z.string().check(
    z.regex(/^[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?$/i, {
      error: "Expected common, organizations, consumers, a tenant id or a domain",
    }),
  );

/**
 * GitLab: the URL of a self-managed instance. Secrets are sent there; providerModel.ts decides
 * which hosts are allowed.
 */
export const providerIssuer = () =>
  z.string().check(
    z.maxLength(512),
    z.refine((value) => isIssuer(value), {
      error: "Expected an https URL without a query, fragment or user name",
    }),
  );

function isIssuer(value: string): boolean {
  const url = parseAddress(value);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === "" &&
    url.hash === "" &&
    !/[?#]/.test(value)
  );
}
