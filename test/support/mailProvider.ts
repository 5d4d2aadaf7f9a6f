/** A server of this machine that stands for the mail providers, and keeps what it was sent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class MailProvider {
  readonly requests: ReceivedRequest[] = [];
  /** What the next requests are answered, in order; then 200. `"hang up"` answers nothing. */
  answers: (ScriptedAnswer | "hang up")[] = [];
  /** No request is answered before. */
  until: Promise<void> = Promise.resolve();
  url = "";
  private readonly server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
      this.requests.push({
        method: request.method!,
        path: request.url!,
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      }); // a request has them
      await this.until;
      const { status, headers = {}, body = "{}" } = this.next();
      if (status === 0) return void request.socket.destroy();
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    })();
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.server.unref();
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // a TCP server
    return this;
  }

  reset(): void {
    this.requests.length = 0;
    this.answers = [];
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private next(): ScriptedAnswer {
    const answer = this.answers.shift() ?? { status: 200 };
    return answer === "hang up" ? { status: 0 } : answer;
  }
}
