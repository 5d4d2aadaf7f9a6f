import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CommandError } from "../command";

const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
const convexFile = z.object({ functions: z.string().optional() });

/** An app as its files describe it. */
export interface App {
  readonly directory: string;
  /** The folder of its Convex functions, relative to the directory, without a slash at its end. */
  readonly functions: string;
  /** The names of the dependencies in package.json, development ones too. */
  readonly dependencies: ReadonlySet<string>;
  readonly language: "ts" | "js";
  /** The line ending of its files. */
  readonly newline: "\n" | "\r\n";
}

/**
 * Reads the app in a directory.
 *
 * @throws CommandError when the directory has no package.json, or a file is not valid JSON
 */
export async function readApp(directory: string): Promise<App> {
  const text = await readIfExists(join(directory, "package.json"));
  if (text === null)
    throw new CommandError(
      `${directory} has no package.json. Run this command in the directory of your app's package.json.`,
    );
  const { dependencies, devDependencies } = parseJson("package.json", text, packageFile);
  const names = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  return {
    directory,
    functions: await findFunctions(directory, names),
    dependencies: names,
    language: names.has("typescript") || (await exists(directory, "tsconfig.json")) ? "ts" : "js",
    newline: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

/** As the convex CLI finds it: `functions` of convex.json, or its default. */
async function findFunctions(
  directory: string,
  dependencies: ReadonlySet<string>,
): Promise<string> {
  const text = await readIfExists(join(directory, "convex.json"));
  const named = text === null ? undefined : parseJson("convex.json", text, convexFile).functions;
  if (named !== undefined) return named.replace(/^\.\//, "").replace(/\/+$/, "") || ".";
  return text === null && dependencies.has("react-scripts") ? "src/convex" : "convex";
}

function parseJson<T>(name: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch (error) {
    throw new CommandError(
      `${name} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
}

/** Reads a text file; null when there is none. */
export async function readIfExists(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null; // what fs rejects with
    throw error;
  }
}

async function exists(directory: string, name: string): Promise<boolean> {
  return await access(join(directory, name)).then(
    () => true,
    () => false,
  );
}
