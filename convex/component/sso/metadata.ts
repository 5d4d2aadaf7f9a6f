/** Reads the metadata of a SAML identity provider, in the action around the mutation. */
import { v } from "convex/values";
import { action, type ActionCtx } from "../_generated/server";
import { invalidField } from "../core/errors";
import { ask, AskError } from "../outbound/ask";
import { SamlFault } from "../saml/fault";
import { parseIdpMetadata } from "../saml/metadata";
import { bounds } from "./fields";

export interface MetadataSource {
  readonly metadataUrl?: string;
  readonly metadataXml?: string;
  /** Chooses from a document of several identity providers. */
  readonly idpEntityId?: string;
}

/** Returns the metadata as JSON text. Throws 422 for the field that it came from. */
export async function readMetadata(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  { metadataUrl, metadataXml, idpEntityId: entityId }: MetadataSource,
): Promise<string> {
  const field = metadataXml === undefined ? "samlConfig.metadataUrl" : "samlConfig.metadataXml";
  const xml = metadataXml ?? (await fetchMetadata(ctx, metadataUrl ?? ""));
  try {
    return JSON.stringify(parseIdpMetadata(xml, { now: Date.now(), entityId }));
  } catch (error) {
    if (error instanceof SamlFault)
      throw invalidField(field, error.message, error.rule.replaceAll("-", "_"));
    throw error;
  }
}

async function fetchMetadata(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  url: string,
): Promise<string> {
  const field = "samlConfig.metadataUrl";
  try {
    const { status, body } = await ask(ctx, { url, maximumBytes: bounds.metadataXml });
    if (status === 200) return body;
    throw invalidField(field, `The server answered ${status}`, "unreachable");
  } catch (error) {
    if (error instanceof AskError) throw invalidField(field, error.message, error.reason);
    throw error;
  }
}

/** For `convexTransport`, which runs in the installing app. */
export const read = action({
  args: {
    metadataUrl: v.optional(v.string()),
    metadataXml: v.optional(v.string()),
    idpEntityId: v.optional(v.string()),
  },
  returns: v.string(),
  handler: async (ctx, source) => await readMetadata(ctx, source),
});
