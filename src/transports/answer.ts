import { createError, type FieldError } from "../errors";
import { retryAfterSeconds } from "./retries";

/** Returns the parsed body of a success; throws the typed error for any other answer. */
export function parseAnswer({
  response,
  text,
  url,
}: {
  response: Response;
  text: string;
  url: string;
}): unknown {
  const body = parseJson(text);
  if (response.ok && body !== undefined) return body;
  const fields = isObject(body) ? body : {};
  const isOurs =
    !response.ok && typeof fields.code === "string" && typeof fields.message === "string";
  throw createError({
    status: response.status,
    code: isOurs ? String(fields.code) : "invalid_response",
    // Do not repeat a foreign body: it may echo secrets.
    message: isOurs
      ? String(fields.message)
      : `${formatAddress(url)} answered ${response.status}, but not as the auth runtime does; check baseUrl`,
    requestId:
      typeof fields.requestId === "string"
        ? fields.requestId
        : response.headers.get("x-request-id"),
    errors: Array.isArray(fields.errors) ? fields.errors.filter(isFieldError) : [],
    retryAfter: retryAfterSeconds(response.headers.get("retry-after")),
    ...(typeof fields.resourceId === "string" ? { resourceId: fields.resourceId } : {}),
  });
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function formatAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null;

const isFieldError = (value: unknown): value is FieldError =>
  isObject(value) &&
  typeof value.field === "string" &&
  typeof value.message === "string" &&
  typeof value.code === "string";
