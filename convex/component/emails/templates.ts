/** The project's custom templates, layered over the built-in ones. */
import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { builtInSlugs, builtInTemplates, isBuiltInSlug } from "./builtIns";
import type { EmailTemplate, emails } from "./contract";
import { presentBuiltIn, presentTemplate } from "./present";
import {
  addressNames,
  APP_NAME,
  namesIn,
  namesInBlocks,
  type Block,
  type Template,
  type Variable,
} from "../core/template";

type Row = Doc<"mailTemplates">;
type Input<M extends keyof typeof emails> = OperationInput<(typeof emails)[M]>;

const MAXIMUM_TEMPLATES = 100;

/** Returns the custom template with this slug, else the built-in one, else null. */
export async function findTemplate(db: TenantReader, slug: string): Promise<Template | null> {
  const row = await findRowBySlug(db, slug);
  if (!row) return isBuiltInSlug(slug) ? builtInTemplates[slug] : null;
  const { name, subject, preheader } = row;
  return {
    slug,
    name,
    subject,
    preheader,
    blocks: JSON.parse(row.blocksJson) as Block[],
    variables: JSON.parse(row.variablesJson) as Variable[],
  }; // validated when stored
}

export async function listTemplates(
  ctx: ReadContext,
  { category }: Input<"listTemplates">,
): Promise<EmailTemplate[]> {
  const rows = await ctx.db.range("mailTemplates", "bySlug").take(MAXIMUM_TEMPLATES);
  const replaced = new Set(rows.map(({ slug }) => slug));
  const builtIn = builtInSlugs.filter((slug) => !replaced.has(slug));
  return [...rows.map(presentTemplate), ...builtIn.map(presentBuiltIn)].filter(
    (template) => category === undefined || template.category === category,
  );
}

export async function getTemplate(
  ctx: ReadContext,
  idOrSlug: string,
): Promise<EmailTemplate | null> {
  const row =
    (await ctx.db.get("mailTemplates", idOrSlug)) ?? (await findRowBySlug(ctx.db, idOrSlug));
  if (row) return presentTemplate(row);
  return isBuiltInSlug(idOrSlug) ? presentBuiltIn(idOrSlug) : null;
}

export async function createTemplate(
  ctx: WriteContext,
  input: Input<"createTemplate">,
): Promise<EmailTemplate> {
  const { name, slug, subject, blocksJson: blocks } = input;
  await assertSlugFree(ctx.db, slug);
  if (
    (await ctx.db.range("mailTemplates", "bySlug").take(MAXIMUM_TEMPLATES)).length ===
    MAXIMUM_TEMPLATES
  )
    throw problem(
      "conflict",
      `A project can have at most ${MAXIMUM_TEMPLATES} templates; delete one first`,
    );
  const preheader = input.preheader || null;
  const variables = validateVariables({
    slug,
    subject,
    preheader,
    blocks,
    declared: input.variablesJson ?? [],
  });
  const row = await ctx.db.insert("mailTemplates", {
    id: newId("emailTemplate", ctx.now),
    name,
    slug,
    subject,
    preheader,
    description: input.description || null,
    blocksJson: JSON.stringify(blocks),
    variablesJson: JSON.stringify(variables),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const data = presentTemplate(row);
  await ctx.record({ type: "email.template.created", targets: [toTarget(data)], data });
  return data;
}

export async function updateTemplate(
  ctx: WriteContext,
  input: Input<"updateTemplate">,
): Promise<EmailTemplate> {
  const before = await requireRow(ctx, input.id);
  const { name = before.name, slug = before.slug, subject = before.subject } = input;
  if (slug !== before.slug) await assertSlugFree(ctx.db, slug);
  const preheader = input.preheader === undefined ? before.preheader : input.preheader || null;
  const description =
    input.description === undefined ? before.description : input.description || null;
  const blocks = input.blocksJson ?? (JSON.parse(before.blocksJson) as Block[]); // validated when stored
  const declared = input.variablesJson ?? (JSON.parse(before.variablesJson) as Variable[]); // likewise
  const variables = validateVariables({ slug, subject, preheader, blocks, declared });
  const texts = { blocksJson: JSON.stringify(blocks), variablesJson: JSON.stringify(variables) };
  const after = await ctx.db.patch("mailTemplates", before, {
    name,
    slug,
    subject,
    preheader,
    description,
    ...texts,
    updatedAt: ctx.now,
  });
  const data = presentTemplate(after);
  await ctx.record({
    type: "email.template.updated",
    targets: [toTarget(data)],
    data,
    before: presentTemplate(before),
  });
  return data;
}

export async function deleteTemplate(ctx: WriteContext, id: string): Promise<EmailTemplate> {
  const row = await requireRow(ctx, id);
  await ctx.db.delete("mailTemplates", row);
  const data = presentTemplate(row);
  await ctx.record({ type: "email.template.deleted", targets: [toTarget(data)], data });
  return data;
}

interface Draft {
  readonly slug: string;
  readonly subject: string;
  readonly preheader: string | null;
  readonly blocks: readonly Block[];
  readonly declared: readonly Variable[];
}

/**
 * Returns all variables of a template, declared or merely used. Throws 422 when mails could not be
 * rendered with them.
 */
function validateVariables({ slug, subject, preheader, blocks, declared }: Draft): Variable[] {
  const twice = declared.find(
    ({ name }, index) =>
      name === APP_NAME || declared.findIndex((other) => other.name === name) !== index,
  );
  if (twice)
    throw invalidField(
      "variablesJson",
      twice.name === APP_NAME
        ? `${APP_NAME} is reserved for the project's name`
        : `${twice.name} is declared more than once`,
    );
  const used = [
    ...new Set([...namesIn(subject), ...namesIn(preheader ?? ""), ...namesInBlocks(blocks)]),
  ].filter((name) => name !== APP_NAME);
  if (!isBuiltInSlug(slug))
    return [
      ...declared,
      ...used
        .filter((name) => !declared.some((variable) => variable.name === name))
        .map((name) => ({ name, required: true })),
    ];

  // The runtime sends this mail, with a fixed set of variables.
  const brought = builtInTemplates[slug].variables;
  const isBrought = (name: string) => brought.some((variable) => variable.name === name);
  const lacking = brought.find(
    ({ name, required }) => required && !namesInBlocks(blocks).includes(name),
  );
  if (lacking)
    throw invalidField(
      "blocksJson",
      `The template ${slug} must use {{${lacking.name}}} in a block`,
      "missing_variable",
    );
  const unused = getUrlVariables(slug).find(
    (name) => namesInBlocks(blocks).includes(name) && !addressNames(blocks).includes(name),
  );
  if (unused !== undefined)
    throw invalidField(
      "blocksJson",
      `{{${unused}}} is a URL; use it as the href of a button`,
      "missing_variable",
    );
  const strange = used.find(
    (name) =>
      !isBrought(name) &&
      declared.find((variable) => variable.name === name)?.defaultValue === undefined,
  );
  if (strange !== undefined) {
    throw invalidField(
      "blocksJson",
      `{{${strange}}} is not available in the template ${slug}; declare a defaultValue for it, or use one of ${brought.map(({ name }) => name).join(", ")}`,
      "unknown_variable",
    );
  }
  const own = declared
    .filter(({ name }) => !isBrought(name))
    .map(({ name, description, defaultValue }) => ({ name, description, defaultValue }));
  return [
    ...brought.map((variable) => ({ ...variable, ...getDeclaredDefault(declared, variable.name) })),
    ...own,
  ];
}

/** An override may change the default of a built-in variable. */
const getDeclaredDefault = (declared: readonly Variable[], name: string) => {
  const value = declared.find((variable) => variable.name === name)?.defaultValue;
  return value === undefined ? {} : { defaultValue: value };
};

const getUrlVariables = (slug: keyof typeof builtInTemplates): string[] =>
  addressNames(builtInTemplates[slug].blocks);

async function requireRow(ctx: ReadContext, id: string): Promise<Row> {
  const row = await ctx.db.get("mailTemplates", id);
  if (!row) throw notFound("Template");
  return row;
}

const findRowBySlug = async (db: TenantReader, slug: string): Promise<Row | null> =>
  await db.range("mailTemplates", "bySlug", (q) => q.eq("slug", slug)).unique();

async function assertSlugFree(db: TenantReader, slug: string): Promise<void> {
  if (!(await findRowBySlug(db, slug))) return;
  throw alreadyUsed("slug", "another template", "A template with this slug already exists");
}

const toTarget = ({ id, name }: EmailTemplate) => ({ type: "email_template", id, name });
