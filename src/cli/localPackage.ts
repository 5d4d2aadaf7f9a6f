import { CommandError } from "./command";

const NAME = "@banata-auth/local";

/**
 * Imports the local deployment, which is an optional peer dependency; throws a CommandError when it
 * is not installed.
 */
export async function importLocalPackage(): Promise<typeof import("@banata-auth/local")> {
  try {
    return await import("@banata-auth/local");
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new CommandError(
      `banata-auth dev needs the package ${NAME}. Install it with: npm install --save-dev ${NAME}`,
    );
  }
}

/** Whether the package itself was not found, and not something that it imports. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_MODULE_NOT_FOUND" &&
    error.message.includes(`'${NAME}'`)
  );
}
