/** Wire fields for origins, sign-in methods and audiences. */
import * as z from "zod/mini";
import { socialProviderIds } from "../core/socialProviders";
import { isWebOrigin } from "../core/webAddresses";

/** `https://host[:port]` exactly as a browser sends it, or http on a loopback host. */
export const webOrigin = () =>
  z.string().check(
    z.maxLength(255),
    z.refine((value) => isWebOrigin(value), {
      error:
        "Expected an origin such as https://app.example.com: https (http only on localhost), without a path",
    }),
  );

/** Sign-in methods, by their names in `authMethods`, and social providers. */
export const signInMethods = [
  "emailPassword",
  "magicLink",
  "emailOtp",
  "passkey",
  "username",
  "anonymous",
  "sso",
  ...socialProviderIds,
] as const;

/**
 * The audience of tokens for another service: a string that the service identifies itself by, such
 * as its URL.
 */
export const audience = () =>
  z.string().check(
    z.maxLength(255),
    z.regex(/^[\x21-\x7e]+$/, { error: "Expected 1–255 visible ASCII characters" }),
    z.refine((value) => value !== "convex" && !value.startsWith("cli_"), {
      error: "convex and client ids are reserved audiences",
    }),
  );
