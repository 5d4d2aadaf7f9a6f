/**
 * Renders a template and its values to subject, HTML and text. The HTML uses tables and inline
 * styles, which mail clients render consistently. A block is omitted when a variable it uses has no
 * value.
 */
import type { Branding } from "../configuration/defaults";
import { isBright, opaque } from "../core/colors";
import { getServiceName } from "../core/serviceName";
import { sanitizeData } from "./chosenText";
import {
  getBlockAddress,
  fill,
  fillAddress,
  mergeValues,
  type Block,
  type Template,
  type Values,
} from "../core/template";

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
export interface Appearance extends Branding {
  /** The name of the project that users see. */
  readonly appName: string;
  /** The status page of the service, for error pages. */
  readonly statusUrl: string | null;
}

const MAXIMUM_SUBJECT = 255;

/** The project's branding, falling back to the project's logo. */
export const toAppearance = (
  project: {
    readonly name: string;
    readonly logoUrl: string | null;
    readonly serviceName?: string | null;
    readonly statusUrl?: string | null;
  },
  branding: Branding,
): Appearance => ({
  ...branding,
  logoUrl: branding.logoUrl || (project.logoUrl ?? ""),
  appName: getServiceName(project),
  statusUrl: project.statusUrl ?? null,
});

export function render(template: Template, data: Values, appearance: Appearance): RenderedMail {
  const values = mergeValues(template, sanitizeData(template.slug, data), appearance.appName);
  const subject = oneLine(fill(template.subject, values) ?? template.name).slice(
    0,
    MAXIMUM_SUBJECT,
  );
  const preview = oneLine(fill(template.preheader ?? "", values) ?? "");
  const theme = toTheme(appearance);
  const rows = template.blocks
    .map((block) => renderHtml(block, values, theme))
    .filter((html) => html !== null);
  const texts = template.blocks
    .map((block) => renderText(block, values))
    .filter((text) => text !== null);
  return {
    subject,
    html: page(subject, preview, rows, theme),
    text: `${texts.join("\n\n")}\n\n-- \n${oneLine(appearance.appName)}\n`,
  };
}

export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Removes control characters that could start another header, and bidirectional overrides. */
const oneLine = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what it removes
  text.replace(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();

interface Theme {
  readonly appName: string;
  readonly logoUrl: string | null;
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly radius: number;
  readonly font: string;
}

/** Uses each branding value only if it is safe in a style attribute, else the default. */
function toTheme({
  appName,
  primaryColor,
  bgColor,
  borderRadius,
  darkMode,
  font,
  logoUrl,
}: Appearance): Theme {
  const light = {
    page: "#f4f4f5",
    card: "#ffffff",
    ink: "#18181b",
    quiet: "#71717a",
    line: "#e4e4e7",
  } as const;
  const dark = {
    page: "#18181b",
    card: "#27272a",
    ink: "#fafafa",
    quiet: "#a1a1aa",
    line: "#3f3f46",
  } as const;
  const palette = darkMode ? dark : light;
  const accent = opaque(primaryColor) ?? (darkMode ? "#fafafa" : "#18181b");
  return {
    ...palette,
    page: opaque(bgColor) ?? palette.page,
    appName,
    accent,
    onAccent: isBright(accent) ? "#18181b" : "#ffffff",
    radius: Math.max(0, Math.min(32, Math.round(borderRadius))),
    logoUrl: /^https?:\/\//i.test(logoUrl) ? logoUrl : null,
    font: `${/^[\w ,-]{1,200}$/.test(font) ? `${font}, ` : ""}-apple-system, Segoe UI, Helvetica, Arial, sans-serif`,
  };
}

const headingSizes = { 1: 24, 2: 20, 3: 16 } as const;

function renderHtml(block: Block, values: Values, theme: Theme): string | null {
  if (block.type === "divider")
    return row(`<hr style="border:0;border-top:1px solid ${theme.line};margin:8px 0">`);
  const address = getBlockAddress(block);
  const href = address === null ? null : fillAddress(address, values);
  if (address !== null && href === null) return null;
  const words = fill(block.type === "image" ? block.alt : block.text, values);
  if (words === null) return null;
  const inner = escapeHtml(words);
  switch (block.type) {
    case "heading": {
      const level = block.level ?? 1;
      return row(
        `<h${level} style="margin:0;font-size:${headingSizes[level]}px;line-height:1.3;color:${theme.ink}">${inner}</h${level}>`,
      );
    }
    case "text":
      return row(
        `<p style="margin:0;font-size:16px;line-height:1.5;word-break:break-word;color:${theme.ink}">${inner.replaceAll("\n", "<br>")}</p>`,
      );
    case "code":
      return row(
        `<p style="margin:0;padding:16px;font-family:Menlo,Consolas,monospace;font-size:28px;letter-spacing:4px;text-align:center;color:${theme.ink};border:1px solid ${theme.line};border-radius:${theme.radius}px">${inner}</p>`,
      );
    case "image":
      return row(
        `<img src="${escapeHtml(href!)}" alt="${inner}"${block.width === undefined ? "" : ` width="${block.width}"`} style="display:block;max-width:100%;border:0">`,
      ); // an image has an address
    case "button": {
      const url = escapeHtml(href!); // so does a button
      const style = `display:inline-block;padding:12px 24px;font-size:16px;font-weight:600;text-decoration:none;color:${theme.onAccent};background:${theme.accent};border-radius:${theme.radius}px`;
      return row(
        `<a href="${url}" style="${style}">${inner}</a><p style="margin:12px 0 0;font-size:12px;line-height:1.5;word-break:break-all;color:${theme.quiet}">${url}</p>`,
      );
    }
  }
}

/** Renders a block as plain text. */
function renderText(block: Block, values: Values): string | null {
  if (block.type === "divider") return "----";
  if (block.type === "image") return null;
  const words = fill(block.text, values);
  if (words === null || block.type !== "button") return words;
  const href = fillAddress(block.href, values);
  return href === null ? null : `${words}:\n${href}`;
}

const row = (inner: string): string => `<tr><td style="padding:8px 32px">${inner}</td></tr>`;

function page(subject: string, preview: string, rows: readonly string[], theme: Theme): string {
  const name = escapeHtml(theme.appName);
  const logo =
    theme.logoUrl === null
      ? ""
      : row(
          `<img src="${escapeHtml(theme.logoUrl)}" alt="${name}" height="40" style="display:block;border:0">`,
        );
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:0;background:${theme.page};font-family:${theme.font}">`,
    preview === ""
      ? ""
      : `<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${theme.page}"><tr><td align="center" style="padding:32px 16px">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:${theme.card};border-radius:${theme.radius}px">`,
    `<tr><td style="height:24px"></td></tr>${logo}${rows.join("")}<tr><td style="height:24px"></td></tr></table>`,
    `<p style="margin:16px 0 0;font-size:12px;color:${theme.quiet}">${name}</p>`,
    `</td></tr></table></body></html>`,
  ].join("\n");
}
