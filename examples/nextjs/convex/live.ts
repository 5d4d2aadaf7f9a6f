import { liveFunctions } from "@banata-auth/convex";
import { components } from "./_generated/api";

export const { latestEvent } = liveFunctions(components.banataAuth);
