/** The result of the command, for people. */
import type { Check } from "./report";

export interface Diagnosis {
  /** The URL at which the component is mounted; null when it did not answer. */
  readonly siteUrl: string | null;
  /** Of the deployment. */
  readonly checks: readonly Check[];
  readonly projects: readonly {
    readonly id: string;
    readonly name: string;
    readonly checks: readonly Check[];
  }[];
}

const WIDTH = "warning".length;

export function format(diagnosis: Diagnosis): string {
  const { siteUrl, checks, projects } = diagnosis;
  const sections = [
    [`Deployment${siteUrl === null ? "" : ` ${siteUrl}`}`, ...checks.flatMap(formatCheck)],
    ...projects.map(({ id, name, checks: own }) => [
      `Project "${name}" (${id})`,
      ...own.flatMap(formatCheck),
    ]),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n\n${summarize(diagnosis)}`;
}

function formatCheck({ id, status, message, fix }: Check): string[] {
  const indent = " ".repeat(WIDTH + 4);
  return [
    `  ${status.padEnd(WIDTH)}  ${id}: ${message}`,
    ...(fix === null ? [] : [`${indent}Fix: ${fix}`]),
  ];
}

function summarize(diagnosis: Diagnosis): string {
  const { ok, warning, failed, unknown } = countStatuses(diagnosis);
  return `${failed} failed, ${warning} ${warning === 1 ? "warning" : "warnings"}, ${unknown} unknown, ${ok} ok.`;
}

export function countStatuses({ checks, projects }: Diagnosis): Record<Check["status"], number> {
  const counts = { ok: 0, warning: 0, failed: 0, unknown: 0 };
  for (const { status } of [...checks, ...projects.flatMap((project) => project.checks)])
    counts[status]++;
  return counts;
}
