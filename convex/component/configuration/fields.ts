/** Wire fields that only the configuration uses. */
import * as z from "zod/mini";
import { parseAddress } from "../core/webAddresses";
import { ruledText } from "../wire/fields";
import { isUnsafeStyleSheet, STYLE_EXPECTED } from "../core/styleSheet";

/** Strict, because the value ends up in style sheets and e-mails. */
export const cssColor = () =>
  z.string().check(
    z.regex(/^(#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8}))?$/i, {
      error: "Expected #rgb, #rrggbb or #rrggbbaa",
    }),
  );

export const fontFamily = () =>
  z
    .string()
    .check(
      z.maxLength(200),
      z.regex(/^[\p{L}\p{N} ,'"-]*$/u, { error: "Expected font names separated by commas" }),
    );

/** See core/styleSheet.ts. */
export const styleSheet = () =>
  ruledText({ maximum: 10_000, lines: "several" }).check(
    z.refine((css) => !isUnsafeStyleSheet(css), { error: STYLE_EXPECTED }),
  );

export const httpsUrlOrEmpty = () =>
  z.string().check(
    z.maxLength(2048),
    z.refine((value) => value === "" || (/^https:\/\//i.test(value) && URL.canParse(value)), {
      error: "Expected an https URL",
    }),
  );

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
