/**
 * Calls operations of the API in the session of the hosted pages. A form is checked before
 * (api/checkedForm.ts), as a cookie's origin is elsewhere.
 */
import * as page from "../api/pageOperations";
import type { Contract } from "../contract";
import type { SignedInVisit } from "./visit";

export type { Answered } from "../api/pageOperations";

export async function callOperation<
  Group extends keyof Contract,
  Name extends page.OperationName<Group>,
>(
  { place: { projectId, audience }, ...visit }: SignedInVisit,
  operation: readonly [Group, Name],
  input: page.Input<Group, Name>,
): Promise<page.OperationAnswer<page.Answered<Group, Name>>> {
  const tokens = [{ projectId, tokenHash: visit.tokenHash }];
  const session = { kind: "session", tokens, projectPath: projectId, page: null } as const;
  return await page.callOperation(
    { ...visit, projectId, credential: { ...session, audience } },
    operation,
    input,
  );
}
