import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { PlatformRefusal } from "../runtime/refusals";
import type { RequestMetadata } from "../types";
import { AuthenticationError } from "./authenticationError";
import { parseClientMessage, type ServerMessage } from "./protocol";
import { SyncSession, type SessionPort } from "./session";
import { FatalProtocolError, RetriableError } from "./sessionError";
import type { SyncContext } from "./syncContext";

/**
 * A client disconnects after a minute without a message; the real backend pings at this interval.
 */
const pingMilliseconds = 15_000;
/**
 * Longer transitions are split into parts of this many characters for clients that can join them
 * (convex 1.28).
 */
const chunkCharacters = 5 * 1024 * 1024;

const policyViolation = 1008;
const internalError = 1011;
const tryAgainLater = 1013;

export interface SyncSocketOptions {
  readonly client: Pick<RequestMetadata, "ip" | "userAgent">;
  readonly acceptsChunks: boolean;
  readonly log: (message: string) => void;
}

/**
 * The protocol on one WebSocket: translates between frames and a session's messages, and maps
 * errors to how the socket closes.
 */
export class SyncSocket implements SessionPort {
  readonly session: SyncSession;
  private ping: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: WebSocket,
    context: SyncContext,
    private readonly options: SyncSocketOptions,
  ) {
    this.session = new SyncSession(context, this, options.client);
    socket.on("message", (data) => this.receive(data.toString()));
    socket.on("close", () => this.closed());
    socket.on("error", (error) => options.log(`Sync socket: ${error.message}`));
    this.armPing();
  }

  private receive(text: string): void {
    try {
      this.session.receive(parseClientMessage(text));
    } catch (error) {
      this.session.fail(
        new FatalProtocolError(
          `Received Invalid JSON on websocket: ${error instanceof Error ? error.message : String(error)}`,
        ),
      );
    }
  }

  async send(message: ServerMessage): Promise<void> {
    const text = JSON.stringify(message);
    if (
      message.type !== "Transition" ||
      text.length <= chunkCharacters ||
      !this.options.acceptsChunks
    )
      return this.write(text);
    const transitionId = randomUUID();
    const totalParts = Math.ceil(text.length / chunkCharacters);
    const parts = Array.from({ length: totalParts }, (_, partNumber): ServerMessage => {
      const chunk = text.slice(partNumber * chunkCharacters, (partNumber + 1) * chunkCharacters);
      return { type: "TransitionChunk", chunk, partNumber, totalParts, transitionId };
    });
    // Sent together: no other message may come between the parts.
    await Promise.all(parts.map((part) => this.write(JSON.stringify(part))));
  }

  fail(error: unknown, identityVersion: number): void {
    if (error instanceof AuthenticationError) {
      const authUpdateAttempted = error.code !== "TokenExpired";
      void this.send({
        type: "AuthError",
        error: error.message,
        baseVersion: identityVersion,
        authUpdateAttempted,
      });
      this.socket.close(policyViolation, error.code);
    } else if (error instanceof FatalProtocolError) {
      void this.send({ type: "FatalError", error: error.message });
      this.socket.close(policyViolation, "BadRequest");
    } else if (error instanceof PlatformRefusal) {
      this.socket.close(tryAgainLater, error.code);
    } else if (error instanceof RetriableError) {
      this.socket.close(internalError, error.message);
    } else {
      this.options.log(
        `Sync session ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      this.socket.close(internalError, "InternalServerError");
    }
  }

  /** Closes the connection because the deployment stops; clients try to reconnect. */
  goAway(): void {
    this.closed();
    this.socket.terminate();
  }

  private write(text: string): Promise<void> {
    this.armPing();
    // A socket that has closed is not an error: the close event ends its session.
    return new Promise((resolve) => this.socket.send(text, () => resolve()));
  }

  private closed(): void {
    clearTimeout(this.ping);
    this.session.close();
  }

  private armPing(): void {
    clearTimeout(this.ping);
    this.ping = setTimeout(() => void this.send({ type: "Ping" }), pingMilliseconds).unref();
  }
}
