import type { HostedSignInErrorCode } from "../hostedSignIn/error";

/**
 * The page of an app that has none for errors. A redirect to a page of the app could begin the next
 * sign-in, without an end.
 */
export function showSignInError(
  code: HostedSignInErrorCode,
  againUrl: string,
  cookies: readonly string[],
): Response {
  const response = new Response(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>You are not signed in</title>
<h1>You are not signed in</h1>
<p>The sign-in ended with this error: <code>${code}</code></p>
<p><a href="${againUrl.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">Sign in</a></p>
</html>`,
    {
      status: code === "network_error" || code === "invalid_configuration" ? 502 : 400,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      },
    },
  );
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
