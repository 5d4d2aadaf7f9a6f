/** One method of the client. */
import { withDates } from "./dates";
import { allItems } from "./pages";
import { readArguments, withClientNames } from "./parameters";
import type { CallOptions, Operation, OperationKind, Transport } from "./transport";

type Fields = { readonly [field: string]: unknown };

export function createMethod<Kind extends OperationKind>(
  transport: Transport<Kind>,
  operation: Operation<Kind>,
) {
  const send = async (input: Fields, options: CallOptions): Promise<unknown> => {
    try {
      return withDates(await transport.request(operation, input, options), operation.dates ?? []);
    } catch (error) {
      throw withClientNames(error, operation);
    }
  };
  const call = async (...args: unknown[]): Promise<unknown> => {
    const { input, options } = readArguments(operation, args);
    return pickResult(await send(input, options), operation.returns);
  };
  const all = (...args: unknown[]) => {
    const { input, options } = readArguments(operation, args);
    return allItems(async (page) => await send(page, options), input);
  };
  const method = operation.kind === "query" ? Object.assign(call, { all }) : call;
  return Object.defineProperty(method, "name", { value: `${operation.group}.${operation.name}` });
}

/** @param returns the field of the answer; null for nothing, undefined for the whole answer */
function pickResult(answer: unknown, returns: string | null | undefined): unknown {
  if (returns === undefined) return answer;
  return returns === null ? undefined : (answer as Fields)[returns]; // an object by the contract
}
