/** The client broke the protocol: it gets a FatalError with this message and does not reconnect. */
export class FatalProtocolError extends Error {}

/**
 * The connection cannot go on but may be tried again: the socket closes with this text as the
 * reason.
 */
export class RetriableError extends Error {}
