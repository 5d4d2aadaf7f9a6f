import { inspect } from "node:util";

const MAX_LINES = 256;
const MAX_LINE_LENGTH = 32_768;

/** The console output of one call, as lines like "[LOG] 'text' { a: 1 }". */
export class LogLines {
  readonly lines: string[] = [];

  add(level: string, args: readonly unknown[]): void {
    if (this.lines.length > MAX_LINES) return;
    if (this.lines.length === MAX_LINES) {
      this.lines.push(`[ERROR] Log overflow (maximum ${MAX_LINES}). Remaining log lines omitted.`);
      return;
    }
    const text = args
      .map((argument) => inspect(argument, { breakLength: Infinity, depth: 6 }))
      .join(" ");
    this.lines.push(
      `[${level}] ${text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)} (truncated due to length)` : text}`,
    );
  }

  /** Adds a warning of the runtime. */
  warn(text: string): void {
    this.lines.push(`[WARN] ${text}`);
  }
}
