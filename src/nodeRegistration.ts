import {
  createFunctionHandle,
  internalMutationGeneric,
  makeFunctionReference,
} from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../convex/component/_generated/component";

/**
 * Hands the app's Node file to the component, which then can send over SMTP, and sends webhooks
 * through it, each to an address that was checked. Beside `convex/banataNode.ts`
 * (`@banata-auth/convex/node`), in any other file:
 *
 * ```ts
 * export const registerNode = nodeRegistration(components.banataAuth);
 * ```
 *
 * and once, on each deployment: `npx convex run <file>:registerNode`. It holds over pushes; run it
 * again after an update of this package, whose Node file may have more to hand over. An internal
 * mutation: nobody on the internet can call it.
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
      const handleOf = async (name: string) =>
        await createFunctionHandle(makeFunctionReference<"action">(`${file}:${name}`));
      await ctx.runMutation(outbound.nodeFile.register, {
        sendMail: await handleOf("sendMail"),
        deliver: await handleOf("deliver"),
      });
      return null;
    },
  });
}
