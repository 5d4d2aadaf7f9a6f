import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { BanataAuth } from "../../src/index";
import { httpTransport, type ApiKeyOptions, type SessionOptions } from "../../src/transports/http";

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}
export type Answer =
  | { status?: number; headers?: Record<string, string>; body?: unknown }
  | ((response: ServerResponse) => void);

/** Never answers. */
export const hang: Answer = () => {};
/** Closes the connection without an answer. */
export const cut: Answer = (response) => void response.socket?.destroy();
/** Closes the connection in the middle of the body. */
export const cutInBody: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"id":');
  setTimeout(() => response.socket?.destroy(), 5);
};
export const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers,
  body: {
    code,
    message: `It is ${code}`,
    status,
    requestId: "req_1",
    type: `urn:banata-auth:${code}`,
    title: code,
    detail: code,
    ...more,
  },
});

/**
 * A server on loopback that gives these answers, one per request, and the last one for all further
 * requests.
 */
export async function serve(...script: readonly Answer[]) {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      requests.push({
        method: request.method ?? "",
        path: pathname,
        query: searchParams,
        headers: request.headers,
        text: Buffer.concat(chunks).toString(),
      });
      const answer = script[Math.min(requests.length, script.length) - 1]!;
      if (typeof answer === "function") return answer(response);
      response.writeHead(answer.status ?? 200, {
        "content-type": "application/json",
        ...answer.headers,
      });
      response.end(
        typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  const client = (options: ApiKeyOptions | Omit<SessionOptions, "baseUrl"> = {}) =>
    new BanataAuth({
      transport: httpTransport(
        options.session === "cookie"
          ? { baseUrl, ...options }
          : { apiKey: secretKey, baseUrl, ...options },
        { firstDelayMs: 5, longestDelayMs: 20, longestRetryAfterMs: 2_000 },
      ),
    });
  return { baseUrl, requests, client };
}

export const secretKey = "sk_test_0123456789abcdefghijklmnopqrstuv";

export const user = (more: object = {}) => ({
  id: "usr_1",
  email: "ada@example.com",
  metadata: {},
  banExpires: null,
  createdAt: "2026-01-02T03:04:05.678Z",
  updatedAt: "2026-01-03T00:00:00.000Z",
  ...more,
});

/** What the promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (!outcome) throw new Error("It did not fail.");
  return outcome.error;
}
