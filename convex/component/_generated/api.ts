/* eslint-disable */
import { anyApi, componentsGeneric } from "convex/server";
import type { FilterApi, FunctionReference, ApiFromModules } from "convex/server";
export const api: any = anyApi as any;
export const internal: any = anyApi as any;
export const components = componentsGeneric() as unknown as {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
};
