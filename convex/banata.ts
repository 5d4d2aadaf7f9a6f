import { contractFunctions } from "../src/contractFunctions";
import { components } from "./_generated/api";

export const { query, mutation, action } = contractFunctions(components.banataAuth);
