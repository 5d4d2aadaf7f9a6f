/**
 * What the scripts with a passkey ceremony share: WebAuthn has bytes where JSON has base64url. Put in
 * at the beginning of such a script.
 */
export const webAuthnBytes = String.raw`  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");`;
