import type { OperationDefinition } from "../../convex/component/wire/operation";
import { operationDocs } from "./operationDocs";

export type Groups = Readonly<Record<string, Readonly<Record<string, OperationDefinition>>>>;

/** An operation of the contract, with its place and its documentation. */
export interface DocumentedOperation {
  readonly group: string;
  readonly name: string;
  readonly definition: OperationDefinition;
  /** The docstring, in Markdown. */
  readonly doc: string;
  /** The first sentence of the docstring. */
  readonly summary: string;
}

/** Lists the operations of a contract in its order. Throws when one has no docstring. */
export function documentedOperations(contract: Groups): DocumentedOperation[] {
  return Object.entries(contract).flatMap(([group, operations]) => {
    const docs = operationDocs(group);
    return Object.entries(operations).map(([name, definition]) => {
      const doc = docs.get(name);
      if (!doc) throw new Error(`${group}.${name} has no docstring in its contract.`);
      return { group, name, definition, doc, summary: doc.split(/(?<=\.)\s/)[0]! };
    });
  });
}
