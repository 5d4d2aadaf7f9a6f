/** The operator's session: the endpoints of sign-in in the admin project. */
import { queryOptions } from "@tanstack/react-query";
import { operatorBaseUrl } from "../site";

export interface Operator {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly twoFactorEnabled: boolean;
  /** Of this browser. */
  readonly sessionId: string;
}

interface OwnSession {
  readonly user: Omit<Operator, "sessionId">;
  readonly session: { readonly id: string };
}

/** A refusal by an endpoint of sign-in. */
export class SignInError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** Sends JSON to an endpoint of sign-in; without a body it is a GET. */
export async function callSignIn<Answer>(path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${operatorBaseUrl}/api/auth${path}`, {
    credentials: "include",
    ...(body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
  });
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer as Answer; // as the endpoint's documentation says
  const { message, code } = (answer ?? {}) as { message?: string; code?: string };
  throw new SignInError(message ?? `The server answered ${response.status}`, code ?? "");
}

const RENEWAL_MS = 5 * 60_000;

/**
 * The operator who is signed in, or null. Asking for it renews the session, which visible pages do
 * every five minutes.
 */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Operator | null> => {
    const own = await callSignIn<OwnSession | null>("/get-session");
    return own && { ...own.user, sessionId: own.session.id };
  },
  staleTime: RENEWAL_MS,
  refetchInterval: RENEWAL_MS,
});
