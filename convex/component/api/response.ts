import { errorStatus, type Problem } from "../core/errors";

type LimitState = NonNullable<Problem["limit"]>;

/** Includes the remaining limit of the key, when it has one. */
export function answerJson(
  body: string,
  requestId: string,
  limit: LimitState | null = null,
): Response {
  const more = limit ? rateLimitHeaders(limit, limit.windowSeconds) : {};
  return new Response(body, {
    status: 200,
    headers: { ...headers("application/json", requestId), ...more },
  });
}

/** Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers */
const rateLimitHeaders = (
  { name, quota, windowSeconds, remaining = 0, resetSeconds }: LimitState,
  otherwiseSeconds: number,
) => ({
  "ratelimit-policy": `"${name}";q=${quota};w=${windowSeconds}`,
  ratelimit: `"${name}";r=${remaining};t=${resetSeconds ?? otherwiseSeconds}`,
});

/** The error format, which is also valid RFC 9457 problem details. */
export function answerProblem(problem: Problem, requestId: string): Response {
  const { code, message, errors, retryAfterSeconds, allow, resourceId, limit } = problem;
  const status = errorStatus[code];
  const body = {
    code,
    message,
    status,
    requestId,
    ...(errors ? { errors } : {}),
    ...(resourceId ? { resourceId } : {}),
    type: `urn:banata-auth:${code}`,
    title: code.replaceAll("_", " "),
    detail: message,
  };
  const more = {
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...(limit === undefined
      ? {}
      : rateLimitHeaders(limit, retryAfterSeconds ?? limit.windowSeconds)),
    ...(allow ? { allow: allow.join(", ") } : {}),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers("application/problem+json", requestId), ...more },
  });
}

const headers = (contentType: string, requestId: string) => ({
  "content-type": contentType,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});
