/** The whole contract: resource group → method → operation. What is not in here does not exist on the wire, in the client or in the docs. */
import { users } from "./users/contract";

export const contract = { users };
export type Contract = typeof contract;
