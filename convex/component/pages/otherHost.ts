/**
 * The page for an operator at a host that does not serve operators. It names the right address, and
 * takes nothing of the request there: the address of a link has a token.
 */
import { html, pageResponse, type Html } from "../api/pageFrame";
import { defaultSettings } from "../configuration/defaults";
import { consoleUrl, findConsoleFault } from "../core/consoleOrigin";
import { toAppearance } from "../emails/rendering";
import { CONSOLE_PATH } from "./document";

/** `request`: its host is shown, because a proxy that replaces `Host` leads here, too. */
export function otherHostPage(
  request: Request,
  page: "console" | "link",
  requestId: string,
): Response {
  const appearance = toAppearance({ name: "Console", logoUrl: null }, defaultSettings.branding);
  const isWrong = findConsoleFault() !== null;
  return pageResponse(
    appearance,
    {
      title: isWrong ? "Operators cannot sign in" : "Operators work at another address",
      status: 403,
      body: isWrong ? wrongValue : describeAddress(new URL(request.url).host, page),
    },
    requestId,
  );
}

const wrongValue = html`<p>
  <code>BANATA_AUTH_CONSOLE_ORIGIN</code> of this deployment is not an origin.
  <code>npx banata-auth doctor</code> says how to correct it.
</p>`;

function describeAddress(requested: string, page: "console" | "link"): Html {
  const address = consoleUrl(CONSOLE_PATH);
  return html`${
      page === "link"
        ? html`<p>
            This link works at ${new URL(address).origin} only. Open it as it was printed or sent.
          </p>`
        : html`<p><a class="button" href="${address}">Open ${address}</a></p>`
    }
    <p class="quiet">This request arrived for the host ${requested}.</p>`;
}
