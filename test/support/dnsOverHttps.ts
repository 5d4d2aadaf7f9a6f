/** A resolver of this machine that answers over HTTP in the JSON format, with the records it was given. */
import { createServer, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { AddressInfo } from "node:net";

const TYPES: Readonly<Record<string, number>> = { A: 1, AAAA: 28, TXT: 16 };
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

export class DnsOverHttps {
  /** Name → TXT records. */
  readonly txt = new Map<string, readonly string[]>();
  /** `name TYPE`, in the order of the questions. */
  asked: string[] = [];
  /** In place of an answer from the records. */
  misbehaves: ((response: ServerResponse, name: string) => void) | null = null;
  url = "";
  private readonly server = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, "http://resolver.test"); // of a request
    const [name, type] = [searchParams.get("name") ?? "", searchParams.get("type") ?? ""];
    if (request.method === "PUT") {
      void json(request).then((texts) => {
        this.txt.set(name, texts as string[]); // as `publishTxt` sends them
        sendJson(response, {});
      });
      return;
    }
    this.asked.push(`${name} ${type}`);
    if (this.misbehaves) {
      this.misbehaves(response, name);
      return;
    }
    const found = type === "TXT" ? this.txt.get(name) : undefined;
    sendJson(response, {
      Status: found ? NO_ERROR : NO_SUCH_NAME,
      TC: false,
      Question: [{ name, type: TYPES[type] }],
      ...(found
        ? { Answer: found.map((text) => ({ name, type: 16, TTL: 60, data: quote(text) })) }
        : {}),
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.server.unref();
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/dns-query`; // a TCP server
    return this;
  }

  reset(): void {
    this.txt.clear();
    this.asked = [];
    this.misbehaves = null;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Gives TXT records to a resolver of another process. */
export async function publishTxt(
  resolverUrl: string,
  name: string,
  texts: readonly string[],
): Promise<void> {
  const address = `${resolverUrl}?${new URLSearchParams({ name }).toString()}`;
  const response = await fetch(address, { method: "PUT", body: JSON.stringify(texts) });
  if (!response.ok) throw new Error(`The resolver answered ${response.status}`);
}

export const sendJson = (response: ServerResponse, body: unknown): void =>
  void response
    .writeHead(200, { "content-type": "application/dns-json" })
    .end(typeof body === "string" ? body : JSON.stringify(body));

/** As Cloudflare writes them: strings of at most 255 bytes, each in quotes. */
export const quote = (text: string): string =>
  (text.match(/[^]{1,255}/g) ?? [""])
    .map((string) => `"${string.replace(/["\\]/g, "\\$&")}"`)
    .join(" ");

let shared: Promise<DnsOverHttps> | null = null;
/** One for all stages of a test file, that knows no names. */
export async function emptyResolverUrl(): Promise<string> {
  shared ??= new DnsOverHttps().start();
  return (await shared).url;
}
