/**
 * The script of the pages with a passkey button, as a file. It shows the button, which needs a
 * script, and offers passkeys in the field for the address (conditional mediation, WebAuthn Level 3
 * section 5.1.4). The response goes to the form, so that the runtime answers with the next page.
 *
 * Nothing is requested before the visitor moves: a page that is only opened leaves no challenge.
 * One request runs at a time, because browsers refuse a second one.
 */
import { toPageScript, type PageScript } from "../api/pageFiles";
import type { HostedPath } from "./paths";
import type { PageVisit } from "./visit";
import { webAuthnBytes } from "./webAuthnScript";

const PATH: HostedPath = "/hosted/passkey.js";

export const passkeyScript = String.raw`"use strict";
(() => {
  const box = document.getElementById("passkey");
  if (!box || !window.PublicKeyCredential || !navigator.credentials) return;
  const form = box.querySelector("form");
  const RENEW_MS = 240000; // a challenge is valid for 300 seconds
${webAuthnBytes}
  let running = null;

  async function ask(mediation) {
    if (running) running.abort();
    const own = new AbortController();
    running = own;
    const answer = await fetch(box.dataset.options, { signal: own.signal });
    if (!answer.ok) return;
    const { challenge, rpId, userVerification } = await answer.json();
    const publicKey = { challenge: toBytes(challenge), rpId, userVerification };
    const found = await navigator.credentials.get({ mediation, signal: own.signal, publicKey });
    if (!found || running !== own) return;
    const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
    form.elements.response.value = JSON.stringify({
      id: found.id,
      rawId: toText(found.rawId),
      type: found.type,
      clientExtensionResults: {},
      response: {
        authenticatorData: toText(authenticatorData),
        clientDataJSON: toText(clientDataJSON),
        signature: toText(signature),
        userHandle: userHandle ? toText(userHandle) : undefined,
      },
    });
    form.submit();
  }

  const signs = ["pointermove", "pointerdown", "keydown", "focusin"];
  function offer() {
    for (const sign of signs) removeEventListener(sign, offer);
    ask("conditional").catch(() => {});
    setTimeout(wait, RENEW_MS);
  }
  const wait = () => signs.forEach((sign) => addEventListener(sign, offer));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask("optional").catch(() => wait());
  });
  box.hidden = false;
  const isOffered = PublicKeyCredential.isConditionalMediationAvailable;
  if (isOffered) isOffered.call(PublicKeyCredential).then((is) => is && wait());
})();
`;

export const findPasskeyScript = async ({ place }: PageVisit): Promise<PageScript> =>
  await toPageScript(place.base + PATH, passkeyScript);
