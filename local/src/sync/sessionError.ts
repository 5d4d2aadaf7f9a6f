/**
 * The client violated the protocol. It gets a FatalError with this message and does not reconnect.
 */
export class FatalProtocolError extends Error {}

/**
 * The connection cannot continue, but the client may reconnect. The socket closes with this message
 * as the reason.
 */
export class RetriableError extends Error {}
