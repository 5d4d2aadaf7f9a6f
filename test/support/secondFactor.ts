/** What an authenticator app does: codes out of the URI that it was shown (RFC 6238). */
import { createOTP } from "@better-auth/utils/otp";
import { expect } from "vitest";
import type { TestVisitor } from "./visitor";

export interface SecondFactor {
  /** Another one at every call: a code is accepted once. Waits where the window has no more. */
  readonly code: () => Promise<string>;
  readonly backupCodes: readonly string[];
}

const STEP_MS = 30_000;
/** A code of the step before the present one is not made when that is about to be too old. */
const MARGIN_MS = 8_000;

/** Sets up a second factor for whoever is signed in. */
export async function setUp(
  { client }: Pick<TestVisitor, "client">,
  password?: string,
): Promise<SecondFactor> {
  const { data, error } = await client.twoFactor.enable({ password });
  expect(error).toBeNull();
  const code = codesOf(data!.totpURI);
  expect((await client.twoFactor.verifyTotp({ code: await code() })).error).toBeNull();
  return { code, backupCodes: data!.backupCodes };
}

export const secretOf = (uri: string): string =>
  decodeBase32(new URL(uri).searchParams.get("secret")!);

export function codesOf(uri: string): () => Promise<string> {
  const secret = secretOf(uri);
  let last = 0;
  return async () => {
    const now = Date.now();
    const isEnding = now % STEP_MS > STEP_MS - MARGIN_MS;
    const step = Math.max(last + 1, Math.floor(now / STEP_MS) - (isEnding ? 0 : 1));
    const opens = (step - 1) * STEP_MS;
    if (opens > now) await new Promise((resolve) => setTimeout(resolve, opens - now + 200));
    last = step;
    return await createOTP(secret).hotp(step);
  };
}

function decodeBase32(text: string): string {
  let bits = "";
  for (const character of text.replace(/=+$/, ""))
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character).toString(2).padStart(5, "0");
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(parseInt(byte, 2))).join("");
}
