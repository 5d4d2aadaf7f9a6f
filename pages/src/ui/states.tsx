/** What a page shows instead of its content: while it loads, when it fails, and when it is empty. */
import { useEffect, useRef, type ReactNode } from "react";
import { Link } from "react-aria-components";
import { BanataAuthError, ForbiddenError, NotFoundError } from "../../../src/errors";
import { refusalCode } from "../data/queryClient";
import { Button } from "./Button";

export const Loading = () => (
  <div className="loading" role="status">
    <span className="visually-hidden">Loading</span>
    <span className="bar" />
    <span className="bar" />
    <span className="bar" />
  </div>
);

interface FailureProps {
  readonly error: Error;
  readonly retry?: () => void;
}

/** A refused read names the permission that is missing, as the API does. */
export function Failure({ error, retry }: FailureProps) {
  if (refusalCode(error) === "mfa_required")
    return (
      <div className="state" role="alert">
        <h2>You need a second factor</h2>
        <p>Operators sign in with two factors. Add a passkey, then confirm with it.</p>
        <Link href="/security">Sign-in and security</Link>
      </div>
    );
  const title =
    error instanceof ForbiddenError
      ? "You may not see this"
      : error instanceof NotFoundError
        ? "Not found"
        : "This could not be loaded";
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      <p>{describe(error)}</p>
      {retry && !(error instanceof ForbiddenError) && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}

/** The message of an error, with the request's id for support. */
export const describe = (error: Error): string =>
  error instanceof BanataAuthError && error.requestId !== null && error.status >= 500
    ? `${error.message} (request ${error.requestId})`
    : error.message;

/** Takes the focus, so that it is read and found. */
export function Refusal({ error }: { readonly error: Error }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [error]);
  return (
    <div className="refusal" role="alert" tabIndex={-1} ref={place}>
      {describe(error)}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export const Empty = ({ title, children }: EmptyProps) => (
  <div className="state">
    <h2>{title}</h2>
    {children}
  </div>
);
