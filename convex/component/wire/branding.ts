/** Wire fields of branding: the project's, and an auth client's own. */
import * as z from "zod/mini";
import { isUnsafeStyleSheet, STYLE_EXPECTED } from "../core/styleSheet";
import { ruledText } from "./fields";

/** Strict, because the value ends up in style sheets and e-mails. */
const cssColor = () =>
  z.string().check(
    z.regex(/^(#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8}))?$/i, {
      error: "Expected #rgb, #rrggbb or #rrggbbaa",
    }),
  );

const fontFamily = () =>
  z
    .string()
    .check(
      z.maxLength(200),
      z.regex(/^[\p{L}\p{N} ,'"-]*$/u, { error: "Expected font names separated by commas" }),
    );

/** See core/styleSheet.ts. */
const styleSheet = () =>
  ruledText({ maximum: 10_000, lines: "several" }).check(
    z.refine((css) => !isUnsafeStyleSheet(css), { error: STYLE_EXPECTED }),
  );

const httpsUrlOrEmpty = () =>
  z.string().check(
    z.maxLength(2048),
    z.refine((value) => value === "" || (/^https:\/\//i.test(value) && URL.canParse(value)), {
      error: "Expected an https URL",
    }),
  );

export const Branding = z.object({
  primaryColor: z.string(),
  bgColor: z.string(),
  borderRadius: z.number(),
  darkMode: z.boolean(),
  customCss: z.string(),
  font: z.string(),
  logoUrl: z.string(),
});
export const brandingInput = {
  primaryColor: cssColor(),
  bgColor: cssColor(),
  borderRadius: z.number().check(z.minimum(0), z.maximum(64)),
  darkMode: z.boolean(),
  customCss: styleSheet(),
  font: fontFamily(),
  logoUrl: httpsUrlOrEmpty(),
};
