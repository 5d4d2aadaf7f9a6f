/**
 * Calls operations of the API in the portal's session. The pages have no other way to change
 * anything of the organization, and read nothing else but what standing.ts has.
 */
import * as page from "../api/pageOperations";
import type { Contract } from "../contract";
import type { SessionVisit } from "./visit";

export type { Answered } from "../api/pageOperations";

export async function callOperation<
  Group extends keyof Contract,
  Name extends page.OperationName<Group>,
>(
  { place: { projectId }, ...visit }: SessionVisit,
  operation: readonly [Group, Name],
  input: page.Input<Group, Name>,
  idempotencyKey: string | null = null,
): Promise<page.OperationAnswer<page.Answered<Group, Name>>> {
  const { tokenHash } = visit;
  const credential = { kind: "portal", projectId, tokenHash } as const;
  return await page.callOperation(
    { ...visit, projectId, credential },
    operation,
    input,
    idempotencyKey,
  );
}
