import { join } from "node:path";
import { readIfExists, type App } from "./app";
import {
  authConfig,
  authFunctions,
  authProvider,
  convexConfig,
  DEFAULT_MOUNT,
  liveFunctions,
  viteProvider,
} from "./appFiles";
import { addComponent, findInstallation } from "./configEdit";

/** Where `--provider` writes the React provider. */
export const PROVIDER_PATH = "src/AuthProvider.tsx";

/** A file to create, or to edit when `before` is not null. */
export interface FileChange {
  /** Relative to the app's directory. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** What an app lacks. */
export interface Plan {
  readonly changes: readonly FileChange[];
  /** The files that need no change. */
  readonly present: readonly string[];
  /** What the developer has to change, because the file has content of its own. */
  readonly manual: readonly string[];
}

interface FoundFile {
  readonly path: string;
  readonly text: string | null;
}

/** Compares the app's files with those of an installation. Changes nothing. */
export async function planInstallation(app: App, withProvider: boolean): Promise<Plan> {
  const config = await findFile(app, "convex.config");
  const mount =
    (config.text === null ? null : findInstallation(config.text)?.mount) ?? DEFAULT_MOUNT;
  const steps = [
    planConfig(app, config),
    planAuthConfig(app, await findFile(app, "auth.config"), mount),
    planAuthFunctions(app, await findFile(app, "auth")),
    planLiveFunctions(app, await findFile(app, "live")),
    ...(withProvider ? [await planProvider(app)] : []),
  ];
  return {
    changes: steps.flatMap((step) => ("after" in step ? [step] : [])),
    present: steps.flatMap((step) => ("present" in step ? [step.present] : [])),
    manual: steps.flatMap((step) => ("manual" in step ? [step.manual] : [])),
  };
}

type Step = FileChange | { readonly present: string } | { readonly manual: string };

function planConfig(app: App, { path, text }: FoundFile): Step {
  if (text === null) return create(app, path, convexConfig);
  const installation = findInstallation(text);
  if (installation !== null)
    return installation.mount === null
      ? {
          manual: `${path} installs the component without a path for HTTP. Sign-in needs one; add to its app.use(…):\n\n  httpPrefix: "/banata/",`,
        }
      : { present: path };
  const after = addComponent(text);
  if (after !== null) return { path, before: text, after };
  return {
    manual: `${path} has content of its own. Add to it what is missing of:\n\n${indent(convexConfig)}`,
  };
}

function planAuthConfig(app: App, { path, text }: FoundFile, mount: string): Step {
  if (text === null) return create(app, path, authConfig(mount));
  if (text.includes("/api/auth/convex/jwks")) return { present: path };
  return {
    manual: [
      `${path} has providers of its own. Add this one to its list:`,
      "",
      `  const issuer = \`\${process.env.CONVEX_SITE_URL}${mount}\`;`,
      "",
      authProvider,
    ].join("\n"),
  };
}

function planAuthFunctions(app: App, { path, text }: FoundFile): Step {
  if (text === null) return create(app, path, authFunctions);
  if (/\bauthFunctions\s*\(/.test(text)) return { present: path };
  return {
    manual: `${path} has content of its own. Add to it, or export the same from another file and pass that file's functions to the provider (functions={api.<file>}):\n\n${indent(authFunctions)}`,
  };
}

function planLiveFunctions(app: App, { path, text }: FoundFile): Step {
  if (text === null) return create(app, path, liveFunctions);
  if (/\bliveFunctions\s*\(/.test(text)) return { present: path };
  return {
    manual: `${path} has content of its own. Add to it, or export the same from another file and name that in BANATA_AUTH_LIVE_FUNCTION (<file>:latestEvent):\n\n${indent(liveFunctions)}`,
  };
}

async function planProvider(app: App): Promise<Step> {
  const path = PROVIDER_PATH;
  const text = await readIfExists(join(app.directory, path));
  if (text === null) return create(app, path, viteProvider);
  if (text.includes("BanataAuthProvider")) return { present: path };
  return { manual: `${path} has content of its own. The provider is:\n\n${indent(viteProvider)}` };
}

const create = ({ newline }: App, path: string, text: string): FileChange => ({
  path,
  before: null,
  after: text.replaceAll("\n", newline),
});

/** Finds a file of the functions folder in TypeScript or JavaScript, or names the one to create. */
async function findFile({ directory, functions, language }: App, name: string): Promise<FoundFile> {
  for (const extension of ["ts", "js"]) {
    const path = `${functions}/${name}.${extension}`;
    const text = await readIfExists(join(directory, path));
    if (text !== null) return { path, text };
  }
  return { path: `${functions}/${name}.${language}`, text: null };
}

const indent = (text: string) => text.trimEnd().replace(/^(?=.)/gm, "  ");
