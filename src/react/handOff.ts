/**
 * Redeems the one-time token in the URL when a mailed link or a social provider redirects to a page
 * on another host than the deployment. The component's side is `handOff.ts`.
 */

const PARAMETER = "ott";

/**
 * Exchanges the token for the session if the page's URL has one, and removes it from the URL. After
 * a failure no user is signed in.
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
