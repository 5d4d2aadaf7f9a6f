/**
 * The one-time token with which a mail's link or a provider sends somebody back to a page on
 * another host than the deployment: `handOff.ts` of the component is the other end.
 */

const PARAMETER = "ott";

/**
 * Changes the token for the session, if the page was opened with one, and takes it out of the
 * address. What went wrong shows in that nobody is signed in.
 */
export async function takeSessionOver(send: typeof fetch, endpoint: string): Promise<void> {
  const token = takeToken();
  if (token === null) return;
  await send(`${endpoint}/one-time-token/verify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
}

function takeToken(): string | null {
  if (typeof location === "undefined" || typeof history === "undefined") return null;
  const url = new URL(location.href);
  const token = url.searchParams.get(PARAMETER);
  if (token === null) return null;
  url.searchParams.delete(PARAMETER);
  history.replaceState(history.state, "", url);
  return token;
}
