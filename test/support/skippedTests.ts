/** Says at the end of a run which tests were skipped and why: a skipped test proves nothing. */
import type { TestProject } from "vitest/node";

export default function setup({ vitest }: TestProject) {
  return () => {
    const skipped = new Map<string, { count: number; files: Set<string> }>();
    for (const module of vitest.state.getTestModules())
      for (const test of module.children.allTests("skipped")) {
        const result = test.result();
        const note = result.state === "skipped" ? result.note : undefined;
        // Left out by its name, or by a hook's failure that is reported itself.
        if (note === undefined && (vitest.config.testNamePattern || !module.ok())) continue;
        const reason = note ?? "no reason given";
        const { count, files } = skipped.get(reason) ?? { count: 0, files: new Set() };
        skipped.set(reason, { count: count + 1, files: files.add(module.relativeModuleId) });
      }
    for (const [reason, { count, files }] of skipped)
      console.log(`Skipped: ${count} of ${[...files].join(", ")}: ${reason}`);
  };
}
