import { QueryClient } from "@tanstack/react-query";
import { AuthenticationError, BanataAuthError } from "../../../src/errors";
import { sessionQuery, SignInError } from "./session";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The client has repeated what may be repeated.
      retry: false,
      throwOnError: false,
    },
  },
});

// A session that has ended shows in the next call: the layout then opens the sign-in page.
const endSession = (error: unknown) => {
  if (error instanceof AuthenticationError) queryClient.setQueryData(sessionQuery.queryKey, null);
};
queryClient.getQueryCache().config.onError = endSession;
queryClient.getMutationCache().config.onError = endSession;

export const refusalCode = (error: unknown): string | null =>
  error instanceof SignInError
    ? error.code
    : error instanceof BanataAuthError
      ? (error.errors[0]?.code ?? error.code)
      : null;

/** Codes of operations, then those of endpoints of sign-in. */
const stepUpCodes: ReadonlySet<string | null> = new Set([
  "step_up_required",
  "SESSION_NOT_FRESH",
  "SECOND_FACTOR_REQUIRED",
]);

export const isStepUpRequired = (error: unknown): boolean => stepUpCodes.has(refusalCode(error));
