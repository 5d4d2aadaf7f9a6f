import { errorOf, type FieldError } from "../errors";
import { retryAfterSeconds } from "./retries";

/** The parsed body of a success; throws the typed error for everything else. */
export function answerOf({
  response,
  text,
  url,
}: {
  response: Response;
  text: string;
  url: string;
}): unknown {
  const body = parsed(text);
  if (response.ok && body !== undefined) return body;
  const fields = isObject(body) ? body : {};
  const isOurs =
    !response.ok && typeof fields.code === "string" && typeof fields.message === "string";
  throw errorOf({
    status: response.status,
    code: isOurs ? String(fields.code) : "invalid_response",
    // Of a stranger's body nothing is repeated: who knows what it echoes.
    message: isOurs
      ? String(fields.message)
      : `${placeOf(url)} answered ${response.status} without a body of the auth runtime; is baseUrl right?`,
    requestId:
      typeof fields.requestId === "string"
        ? fields.requestId
        : response.headers.get("x-request-id"),
    errors: Array.isArray(fields.errors) ? fields.errors.filter(isFieldError) : [],
    retryAfter: retryAfterSeconds(response.headers.get("retry-after")),
    ...(typeof fields.resourceId === "string" ? { resourceId: fields.resourceId } : {}),
  });
}

/** undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function placeOf(url: string): string {
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
