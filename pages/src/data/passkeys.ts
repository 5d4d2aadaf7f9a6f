/** Passkeys, with the browser's own JSON forms of WebAuthn (https://www.w3.org/TR/webauthn-3/). */
import { callSignIn } from "./session";

/** Passkeys belong to a domain, so a page at an IP address has none. */
export const canUsePasskeys =
  "PublicKeyCredential" in window &&
  "parseRequestOptionsFromJSON" in PublicKeyCredential &&
  !/^[\d.]+$|:/.test(location.hostname);

export async function signInWithPasskey(): Promise<void> {
  const options = await callSignIn<PublicKeyCredentialRequestOptionsJSON>(
    "/passkey/generate-authenticate-options",
  );
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const response = toJson(await navigator.credentials.get({ publicKey }));
  await callSignIn("/passkey/verify-authentication", { response });
}

export async function addPasskey(name: string): Promise<void> {
  const options = await callSignIn<PublicKeyCredentialCreationOptionsJSON>(
    "/passkey/generate-register-options",
  );
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = toJson(await navigator.credentials.create({ publicKey }));
  await callSignIn("/passkey/verify-registration", { response, name });
}

function toJson(credential: Credential | null): unknown {
  if (credential instanceof PublicKeyCredential) return credential.toJSON();
  throw new Error("The browser returned no passkey");
}
