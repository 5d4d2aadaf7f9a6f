/** A real SMTP server of this machine that keeps what it was sent. */
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface SmtpMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As which user; null for nobody. */
  readonly user: string | null;
  /** Names in lower case; folded lines joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
type Stage = "connect" | "auth" | "mail" | "data";

export class SmtpInbox {
  readonly mails: SmtpMail[] = [];
  /** Passwords that were presented, good or not. */
  readonly passwords: (string | null | undefined)[] = [];
  connections = 0;
  /** What the next attempts are refused with, in order, and where. */
  refusals: { readonly at: Stage; readonly code: number }[] = [];
  port = 0;
  private server: SMTPServer;

  constructor(
    private readonly account: { username: string; password: string } | null,
    private readonly options: SMTPServerOptions = {},
  ) {
    this.server = this.make();
  }

  /** On the port it had before, if it had one. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.server.address() as AddressInfo).port; // a TCP server
    return this;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server = this.make();
  }

  reset(): void {
    this.mails.length = this.passwords.length = this.connections = 0;
    this.refusals = [];
  }

  private make(): SMTPServer {
    return new SMTPServer({
      authOptional: this.account === null,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      disabledCommands: ["STARTTLS"],
      onConnect: (_session, done) => {
        this.connections++;
        done(this.refusal("connect"));
      },
      onAuth: ({ username, password }, _session, done) => {
        this.passwords.push(password);
        const refusal = this.refusal("auth");
        const isGood = username === this.account?.username && password === this.account?.password;
        done(refusal ?? (isGood ? null : coded(535, `no: ${password}`)), { user: username ?? "" });
      },
      onMailFrom: (_address, _session, done) => done(this.refusal("mail")),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const refusal = this.refusal("data");
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom ? mailFrom.address : "";
          if (!refusal)
            this.mails.push({
              from,
              to: rcptTo.map(({ address }) => address),
              user: session.user ?? null,
              ...parsed(Buffer.concat(chunks).toString()),
            });
          done(refusal);
        });
      },
      ...this.options,
    });
  }

  private refusal(at: Stage): Error | null {
    if (this.refusals[0]?.at !== at) return null;
    return coded(this.refusals.shift()!.code, "what a server says is its own business: s3cret"); // just looked at
  }
}

const coded = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

function parsed(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  return {
    headers: Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]),
    ),
    body: raw.slice(end),
  };
}
