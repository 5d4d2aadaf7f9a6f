/** The operations of the contract in React, through the app's `contractFunctions`. */
import { useAction, useConvexAuth, useMutation, useQuery } from "convex/react";
import { useCallback, useMemo } from "react";
import type { ContractReply } from "../contractFunctions";
import type {
  ContractAction,
  ContractAnswer,
  ContractArguments,
  ContractMutation,
  ContractQuery,
} from "../contractTypes";
import { withDates } from "../dates";
import { createError } from "../errors";
import { useBanataAuth } from "./provider";

/**
 * The answer of a read of the contract, as the signed-in user may see it; it updates whenever the
 * data, the user's roles or the session change. `input` is one object with the field names of the
 * client; the answer is what the client's method resolves to, with a `Date` for each time.
 *
 * ```tsx
 * const members = useBanataQuery("organizations.listMembers", { organizationId });
 * const team = useBanataQuery("organizations.listTeams", isOpen ? { organizationId } : "skip");
 * ```
 *
 * Undefined while loading, with `"skip"`, and when no user is signed in or the session has ended.
 * Throws a `BanataAuthError` to the nearest error boundary when the runtime refuses the read:
 * `forbidden` as soon as the user loses the permission, `not_found`, `validation_error` … Ask
 * `usePermission` first where that is expected: both change in the same render.
 *
 * Needs `contractFunctions` in the app. Denied reads are not in the audit log.
 */
export function useBanataQuery<Name extends ContractQuery>(
  operation: Name,
  ...[input]: ContractArguments<Name, "skip">
): ContractAnswer<Name> | undefined {
  const { isAuthenticated } = useConvexAuth();
  const reply = useQuery(
    useBanataAuth().contract.query,
    isAuthenticated && input !== "skip" ? { operation, input: formatInput(input) } : "skip",
  );
  return useMemo(() => (reply && hasSession(reply) ? readReply(reply) : undefined), [reply]) as
    ContractAnswer<Name> | undefined; // the runtime answers as the contract declares
}

/** Options of a write. */
export interface BanataWriteOptions {
  /**
   * 1–255 visible ASCII characters that identify this change for 24 hours: repeating the key with
   * the same input returns the first call's answer. Convex itself runs each call exactly once, also
   * when the connection breaks.
   */
  readonly idempotencyKey?: string;
}

type Write<Name extends ContractMutation | ContractAction> = (
  ...args: ContractArguments<Name, never, [options?: BanataWriteOptions]>
) => Promise<ContractAnswer<Name>>;

/**
 * A function that runs a write of the contract as the signed-in user. It takes one object with the
 * field names of the client and resolves to what the client's method resolves to. It rejects with a
 * `BanataAuthError` when the runtime refuses the write, which then changes nothing but the audit
 * log. The function stays the same between renders.
 *
 * ```tsx
 * const addMember = useBanataMutation("organizations.addMember");
 * const add = (userId: string) => addMember({ organizationId, userId, role: "member" });
 * ```
 *
 * Needs `contractFunctions` in the app.
 */
export function useBanataMutation<Name extends ContractMutation>(operation: Name): Write<Name> {
  return useWrite(operation, useMutation(useBanataAuth().contract.mutation));
}

/**
 * Like `useBanataMutation`, for operations that hash a password and therefore take an action. No
 * operation of this version that a session may call does.
 */
export function useBanataAction<Name extends ContractAction>(operation: Name): Write<Name> {
  return useWrite(operation, useAction(useBanataAuth().contract.action));
}

type Run = (call: {
  operation: string;
  input: string;
  idempotencyKey?: string;
}) => Promise<ContractReply>;

function useWrite<Name extends ContractMutation | ContractAction>(
  operation: Name,
  run: Run,
): Write<Name> {
  const write = useCallback(
    async (input?: object, { idempotencyKey }: BanataWriteOptions = {}) => {
      const more = idempotencyKey === undefined ? {} : { idempotencyKey };
      return readReply(await run({ operation, input: formatInput(input), ...more }));
    },
    [run, operation],
  );
  return write as Write<Name>; // the runtime answers as the contract declares
}

/**
 * JSON turns an invalid `Date` or number into null, which may mean "never" or "no limit". As text,
 * the runtime refuses it and names the field.
 */
const formatInput = (input: object = {}): string =>
  JSON.stringify(input, function (this: { readonly [key: string]: unknown }, key, value: unknown) {
    const given = this[key]; // before `toJSON`
    const isInvalid =
      given instanceof Date
        ? Number.isNaN(given.getTime())
        : typeof given === "number" && !Number.isFinite(given);
    return isInvalid ? String(given) : value;
  });

/** A page leaves its signed-in part a moment after the session has ended. */
const hasSession = (reply: ContractReply): boolean =>
  !("problem" in reply && reply.problem.code === "authentication_required");

/** Returns the answer with its `Date`s; throws the client's error for a refusal. */
function readReply(reply: ContractReply): unknown {
  if ("problem" in reply) {
    const { resourceId, ...problem } = reply.problem;
    throw createError(resourceId === null ? problem : { ...problem, resourceId });
  }
  return reply.answer === null
    ? undefined
    : withDates(JSON.parse(reply.answer) as unknown, reply.times);
}
