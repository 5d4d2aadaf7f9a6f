/** Requests of the doctor, whose failure is a finding and not an error. */
const TIMEOUT_MS = 15_000;

type Answer = { readonly status: number; readonly text: string } | { readonly failure: string };

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // `fetch` reports why a connection failed only in the error's cause.
    return { failure: error.cause instanceof Error ? error.cause.message : error.message };
  }
}

/** Empty for anything but the JSON text of an object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
