import {
  createFunctionHandle,
  internalMutationGeneric,
  makeFunctionReference,
} from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../convex/component/_generated/component";

/**
 * Registers the app's Node file with the component. The component then can send over SMTP, and sends
 * webhooks and its requests to identity providers through it, each to an address that was checked. Besides `convex/banataNode.ts`
 * (`@banata-auth/convex/node`), add to any other file:
 *
 * ```ts
 * export const registerNode = nodeRegistration(components.banataAuth);
 * ```
 *
 * and run `npx convex run <file>:registerNode` once on each deployment. The registration survives
 * pushes. Run it again after updating this package, because a newer version may register more
 * functions. It is an internal mutation, so it cannot be called from the internet.
 *
 * @param file the Node file's path below `convex/`, without `.ts`
 */
export function nodeRegistration(
  { outbound }: Pick<ComponentApi, "outbound">,
  file = "banataNode",
) {
  return internalMutationGeneric({
    args: {},
    returns: v.null(),
    handler: async (ctx): Promise<null> => {
      const createHandle = async (name: string) =>
        await createFunctionHandle(makeFunctionReference<"action">(`${file}:${name}`));
      await ctx.runMutation(outbound.nodeFile.register, {
        sendMail: await createHandle("sendMail"),
        deliver: await createHandle("deliver"),
        ask: await createHandle("ask"),
      });
      return null;
    },
  });
}
