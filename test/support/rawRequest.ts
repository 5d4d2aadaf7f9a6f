/** Requests with the headers that Node's `fetch` keeps for itself, such as `host` and `sec-fetch-mode`. */
import { request as httpRequest } from "node:http";
import type { HttpRuntime } from "./runtime";

export interface RawInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export type RawRequest = (path: string, init?: RawInit) => Promise<Response>;

/** `path` begins at the project (`/p/…`). The test engine has no wire, and takes any header. */
export function rawRequest(runtime: HttpRuntime, baseUrl: string | null): RawRequest {
  if (baseUrl === null) return async (path, init) => await runtime.fetch(path, init);
  return async (path, { method = "GET", headers = {}, body } = {}) =>
    await new Promise((resolve, reject) => {
      httpRequest(baseUrl + path, { method, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
        incoming.on("end", () => {
          const answered = new Headers();
          for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
            answered.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!); // pairs
          const text = chunks.length === 0 ? null : Buffer.concat(chunks);
          resolve(new Response(text, { status: incoming.statusCode, headers: answered }));
        });
      })
        .on("error", reject)
        .end(body);
    });
}
