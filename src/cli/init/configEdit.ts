import { DEFAULT_MOUNT } from "./appFiles";
import { maskCode } from "./maskedCode";

const PACKAGE_IMPORT =
  /^import\s+(\w+)\s+from\s+["']@banata-auth\/convex\/convex\.config(?:\.js)?["']/m;

/** How an app's `convex.config.ts` installs the component. */
export interface Installation {
  /** The path that `httpPrefix` mounts, without a slash at its end; null when it is not mounted. */
  readonly mount: string | null;
}

/** Finds the installation in a `convex.config.ts`; null when there is none. */
export function findInstallation(text: string): Installation | null {
  const name = PACKAGE_IMPORT.exec(text)?.[1];
  if (name === undefined) return null;
  const use = new RegExp(`\\.use\\(\\s*${name}\\b`).exec(maskCode(text) ?? text);
  if (use === null) return null;
  const [call = ""] = text.slice(use.index + use[0].length).split(/\.use\(|^export\b/m);
  const prefix = /\bhttpPrefix\s*:\s*["']([^"']*)["']/.exec(call)?.[1];
  if (prefix !== undefined) return { mount: toMount(prefix) };
  // Without its value, the usual path is the best guess.
  return { mount: /\bhttpPrefix\b/.test(call) ? DEFAULT_MOUNT : null };
}

/** Converts `/banata/` to `/banata`, and `/` to the empty path. */
const toMount = (httpPrefix: string) => `/${httpPrefix}`.replace(/\/+/g, "/").replace(/\/$/, "");

/**
 * Adds the component to a `convex.config.ts` that installs others. Returns null unless the file is
 * as `npx convex` examples show it: imports, `const app = defineApp();` without arguments, and
 * `export default app;`. Anything else is for its author to edit.
 */
export function addComponent(text: string): string | null {
  const code = maskCode(text);
  if (code === null || /\bbanataAuth\b/.test(code)) return null;
  const definition = single(
    code.matchAll(/^(?<opening>const\s+(?<app>\w+)\s*=\s*defineApp\()\s*\)/gm),
  );
  const exported = single(code.matchAll(/^export\s+default\s+(?<app>\w+)\s*;?[ \t]*\r?$/gm));
  const lastImport = [...code.matchAll(/^\uFEFF?import\b[^;'"()]*["'] *["'][ \t]*;?/gm)].at(-1);
  if (!definition?.groups || !exported?.groups || !lastImport) return null;
  const { opening = "", app = "" } = definition.groups;
  // One in the import, one in the call.
  if (exported.groups.app !== app || code.match(/\bdefineApp\b/g)?.length !== 2) return null;
  const importEnd = lastImport.index + lastImport[0].length;
  if (importEnd > definition.index || definition.index > exported.index) return null;

  const importsV =
    /^import\s*\{[^}]*(?<!\bas\s)\bv\b(?!\s+as\b)[^}]*\}\s*from\s*["']convex\/values["']/m.test(
      text,
    );
  if (!importsV && /\bv\b/.test(code)) return null;
  const imports = [
    'import banataAuth from "@banata-auth/convex/convex.config";',
    ...(importsV ? [] : ['import { v } from "convex/values";']),
  ];
  const use = [
    `${app}.use(banataAuth, {`,
    '  httpPrefix: "/banata/",',
    "  env: {",
    `    BANATA_AUTH_SECRET: ${app}.env.BANATA_AUTH_SECRET,`,
    `    BANATA_AUTH_CLIENT_ADDRESS: ${app}.env.BANATA_AUTH_CLIENT_ADDRESS,`,
    `    BANATA_AUTH_PAGES: ${app}.env.BANATA_AUTH_PAGES,`,
    `    BANATA_AUTH_CONSOLE_ORIGIN: ${app}.env.BANATA_AUTH_CONSOLE_ORIGIN,`,
    `    BANATA_AUTH_LIVE_FUNCTION: ${app}.env.BANATA_AUTH_LIVE_FUNCTION,`,
    "  },",
    "});",
    "",
    "",
  ];
  const declarations = [
    "  env: {",
    "    BANATA_AUTH_SECRET: v.string(),",
    "    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),",
    "    BANATA_AUTH_PAGES: v.optional(v.string()),",
    "    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),",
    "    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),",
    "  },",
  ];
  const openingEnd = definition.index + opening.length;
  const edited =
    `${text.slice(0, importEnd)}\n${imports.join("\n")}${text.slice(importEnd, openingEnd)}` +
    `{\n${declarations.join("\n")}\n}` +
    text.slice(definition.index + definition[0].length - 1, exported.index) +
    use.join("\n") +
    text.slice(exported.index);
  return text.includes("\r\n") ? edited.replace(/\r?\n/g, "\r\n") : edited;
}

/** Returns the only match; null when there are none or several. */
function single(matches: Iterable<RegExpExecArray>): RegExpExecArray | null {
  const [match, ...more] = matches;
  return match !== undefined && more.length === 0 ? match : null;
}
