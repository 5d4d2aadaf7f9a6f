/** What an authenticator app does: codes out of the URI that it was shown (RFC 6238). */
import { createOTP } from "@better-auth/utils/otp";
import { expect } from "vitest";
import type { TestVisitor } from "./visitor";

export interface SecondFactor {
  readonly code: () => Promise<string>;
  readonly backupCodes: readonly string[];
}

/** Sets up a second factor for whoever is signed in. */
export async function setUp({ client }: TestVisitor, password?: string): Promise<SecondFactor> {
  const { data, error } = await client.twoFactor.enable({ password } as { password: string }); // who has none gives none
  expect(error).toBeNull();
  const code = codesOf(data!.totpURI);
  expect((await client.twoFactor.verifyTotp({ code: await code() })).error).toBeNull();
  return { code, backupCodes: data!.backupCodes };
}

function codesOf(uri: string): () => Promise<string> {
  const secret = decodeBase32(new URL(uri).searchParams.get("secret")!);
  return async () => await createOTP(secret).totp();
}

function decodeBase32(text: string): string {
  let bits = "";
  for (const character of text.replace(/=+$/, ""))
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character).toString(2).padStart(5, "0");
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(parseInt(byte, 2))).join("");
}
