/**
 * The script of the page with the passkeys of an account, as a file. It shows the form, which needs
 * a script, in place of the text that says so, and registers a passkey when the form is sent
 * (WebAuthn Level 3, section 5.1.3).
 *
 * The form is always what ends the act. Where the runtime refuses the options, for example because
 * the session is not a recent one, it refuses the form in the same way, and leads on.
 */
import { toPageScript, type PageScript } from "../../api/pageFiles";
import type { HostedPath } from "../paths";
import type { PageVisit } from "../visit";
import { webAuthnBytes } from "../webAuthnScript";

const PATH: HostedPath = "/account/passkey.js";

export const registrationScript = String.raw`"use strict";
(() => {
  const box = document.getElementById("passkey");
  if (!box || !window.PublicKeyCredential || !navigator.credentials) return;
  const form = box.querySelector("form");
  const known = document.getElementById("passkey-known");
  let isRunning = false;
${webAuthnBytes}
  const withId = (each) => ({ ...each, id: toBytes(each.id) });

  async function register() {
    const answer = await fetch(box.dataset.options);
    const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
    if (!answer.ok || !isJson) return form.submit();
    const { challenge, user, excludeCredentials = [], ...rest } = await answer.json();
    const made = await navigator.credentials.create({
      publicKey: {
        ...rest,
        challenge: toBytes(challenge),
        user: withId(user),
        excludeCredentials: excludeCredentials.map(withId),
      },
    });
    if (!made) return;
    const { clientDataJSON, attestationObject } = made.response;
    form.elements.response.value = JSON.stringify({
      id: made.id,
      rawId: toText(made.rawId),
      type: made.type,
      clientExtensionResults: {},
      response: {
        clientDataJSON: toText(clientDataJSON),
        attestationObject: toText(attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    });
    form.submit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isRunning) return; // browsers refuse a second ceremony
    isRunning = true;
    known.hidden = true;
    register()
      .catch((error) => {
        // Of this ceremony it says one thing: the authenticator has a passkey of the account.
        if (error && error.name === "InvalidStateError") known.hidden = false;
      })
      .then(() => (isRunning = false));
  });
  box.hidden = false;
  document.getElementById("passkey-needs").hidden = true;
})();
`;

export const findRegistrationScript = async ({ place }: PageVisit): Promise<PageScript> =>
  await toPageScript(place.base + PATH, registrationScript);
