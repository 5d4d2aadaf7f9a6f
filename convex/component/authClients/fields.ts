/** Fields of the wire that are addresses or ways to sign in. */
import * as z from "zod/mini";
import { socialProviderIds } from "../core/socialProviders";
import { isWebOrigin } from "../core/webAddresses";

/** `https://host[:port]`, or http on this machine, just as a browser sends it. */
export const webOrigin = () =>
  z.string().check(
    z.maxLength(255),
    z.refine((value) => isWebOrigin(value), {
      error:
        "Expected an origin as browsers send it, such as https://app.example.com: https (http on localhost alone), no path",
    }),
  );

/** Ways to sign in, by the names of `authMethods`, and social providers. */
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
export type SignInMethod = (typeof signInMethods)[number];

/**
 * What tokens for other services are good for: a text that the service knows itself by, such as its
 * address.
 */
export const audience = () =>
  z.string().check(
    z.maxLength(255),
    z.regex(/^[\x21-\x7e]+$/, { error: "Expected 1–255 visible ASCII characters" }),
    z.refine((value) => value !== "convex" && !value.startsWith("cli_"), {
      error: "convex and the ids of clients are no audiences of one's own",
    }),
  );
