import { liveFunctions } from "../src/liveFunctions";
import { components } from "./_generated/api";

export const { latestEvent } = liveFunctions(components.banataAuth);
