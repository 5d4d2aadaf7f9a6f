import { componentsGeneric } from "convex/server";
import type { ComponentApi } from "../../../../convex/component/_generated/component";
import { nodeRegistration } from "../../../../src/nodeRegistration";

const { banataAuth } = componentsGeneric() as unknown as { banataAuth: ComponentApi }; // as the generated code types it

export const registerNode = nodeRegistration(banataAuth);
