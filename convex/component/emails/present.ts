/** The only place where the slice's rows become the wire's. */
import type { Doc } from "../_generated/dataModel";
import { toIsoDate } from "../wire";
import { builtInTemplates, isBuiltInSlug, type BuiltInSlug } from "./builtIns";
import type { Variable } from "./template";
import type { EmailMessage, EmailProvider, EmailTemplate } from "./contract";

export function presentMessage({ id, to, template, status, attempts, failureReason, createdAt, settledAt }: Doc<"mails">): EmailMessage {
  return { id, to, template, status, attempts, failureReason, createdAt: toIsoDate(createdAt), settledAt: settledAt === null ? null : toIsoDate(settledAt) };
}

export function presentProvider({ provider, fromEmail, fromName, replyTo, domain, region, sealedApiKey, updatedAt }: Omit<Doc<"mailProviders">, "_id" | "_creationTime" | "projectId">): EmailProvider {
  return { provider, fromEmail, fromName, replyTo, domain, region, hasApiKey: sealedApiKey !== "", updatedAt: toIsoDate(updatedAt) };
}

export function presentTemplate(row: Omit<Doc<"mailTemplates">, "_id" | "_creationTime" | "projectId">): EmailTemplate {
  const { id, name, slug, subject, previewText, description, blocksJson, variablesJson, createdAt, updatedAt } = row;
  const category = row.category as EmailTemplate["category"]; // the contract let in no other
  return { ...{ id, name, slug, subject, previewText, category, description, blocksJson, variablesJson, createdAt, updatedAt }, builtIn: false, builtInType: isBuiltInSlug(slug) ? slug : null };
}

const shown = ({ name, description, defaultValue, required }: Variable) => ({ name, description, defaultValue, required });

export function presentBuiltIn(slug: BuiltInSlug): EmailTemplate {
  const { name, subject, previewText, blocks, variables } = builtInTemplates[slug];
  return {
    ...{ id: slug, name, slug, subject, previewText, category: "auth" as const, description: null, builtIn: true, builtInType: slug, createdAt: null, updatedAt: null },
    blocksJson: JSON.stringify(blocks),
    variablesJson: JSON.stringify(variables.map(shown)),
  };
}
