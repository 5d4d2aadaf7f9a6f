/** The only place where this slice's rows become API objects. */
import type { RowFields } from "../tenancy/database";
import { toIsoDate } from "../wire/fields";
import { builtInTemplates, isBuiltInSlug, type BuiltInSlug } from "./builtIns";
import type { Variable } from "../core/template";
import type { EmailMessage, EmailProvider, EmailTemplate } from "./contract";

export function presentMessage({
  id,
  to,
  template,
  status,
  attempts,
  failureReason,
  createdAt,
  settledAt,
}: RowFields<"mails">): EmailMessage {
  return {
    id,
    to,
    template,
    status,
    attempts,
    failureReason,
    createdAt: toIsoDate(createdAt),
    settledAt: settledAt === null ? null : toIsoDate(settledAt),
  };
}

export function presentProvider({
  provider,
  fromEmail,
  fromName,
  replyTo,
  domain,
  region,
  sealedApiKey,
  smtp,
  updatedAt,
}: RowFields<"mailProviders">): EmailProvider {
  const { host = null, port = null, secure = null, username = null } = smtp ?? {};
  const hasApiKey = !smtp && sealedApiKey !== "";
  const hasPassword = smtp !== undefined && sealedApiKey !== "";
  return {
    provider,
    fromEmail,
    fromName,
    replyTo,
    domain,
    region,
    hasApiKey,
    host,
    port,
    secure,
    username,
    hasPassword,
    updatedAt: toIsoDate(updatedAt),
  };
}

export function presentTemplate(row: RowFields<"mailTemplates">): EmailTemplate {
  const {
    id,
    name,
    slug,
    subject,
    preheader,
    description,
    blocksJson,
    variablesJson,
    createdAt,
    updatedAt,
  } = row;
  return {
    id,
    name,
    slug,
    subject,
    preheader,
    description,
    blocksJson,
    variablesJson,
    createdAt,
    updatedAt,
    builtIn: false,
    category: isBuiltInSlug(slug) ? "auth" : "custom",
  };
}

const presentVariable = ({ name, description, defaultValue, required }: Variable) => ({
  name,
  description,
  defaultValue,
  required,
});

export function presentBuiltIn(slug: BuiltInSlug): EmailTemplate {
  const { name, subject, preheader, blocks, variables } = builtInTemplates[slug];
  return {
    id: slug,
    name,
    slug,
    subject,
    preheader,
    description: null,
    builtIn: true,
    category: "auth",
    createdAt: null,
    updatedAt: null,
    blocksJson: JSON.stringify(blocks),
    variablesJson: JSON.stringify(variables.map(presentVariable)),
  };
}
