/** A customer's server of this machine that webhooks are sent to, and that keeps what it got. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** As it was sent: `{ id, type, timestamp, createdAt, data }`. */
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly timestamp: string;
    readonly createdAt: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly answered: Answer;
}
/** A status, with headers, a body and a delay if need be; or a connection that is kept open, or cut. */
export type Answer =
  | number
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly afterMs?: number;
    }
  | "hang"
  | "reset";

export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** What a request is answered: 200 unless a test says otherwise. */
  answer: (path: string, id: string) => Answer = () => 200;
  /** Most requests that were open at once. */
  mostOpen = 0;
  url = "";
  private open = 0;
  private readonly server = createServer((request, response) => {
    void (async () => {
      this.mostOpen = Math.max(this.mostOpen, ++this.open);
      response.on("close", () => this.open--);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
      const [text, path, headers] = [
        Buffer.concat(chunks).toString(),
        request.url!,
        plain(request.headers),
      ]; // of a request
      const answered = this.answer(path, String(headers["webhook-id"]));
      this.received.push({
        path,
        headers,
        text,
        event: JSON.parse(text) as ReceivedWebhook["event"],
        answered,
      });
      if (answered === "hang") return;
      if (answered === "reset") return void request.socket.destroy();
      const {
        status,
        headers: more = {},
        body = "",
        afterMs = 0,
      } = typeof answered === "number" ? { status: answered } : answered;
      if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
      response.writeHead(status, more).end(body);
    })().catch(() => request.socket.destroy());
  });

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.server.unref();
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // a TCP server
    return this;
  }

  reset(): void {
    this.received.length = 0;
    this.answer = () => 200;
    this.mostOpen = 0;
  }

  /** Of one endpoint. */
  at(path: string): ReceivedWebhook[] {
    return this.received.filter((each) => each.path === path);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const plain = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
