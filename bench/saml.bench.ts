/**
 * Measures the verification of SAML responses in a `vm` context, as the local deployment runs it:
 * `npx tsx bench/saml.bench.ts`. Prints milliseconds of CPU time, because other processes change the
 * time on the clock. Exits with 1 when a goal is missed.
 */
import {
  compileSaml,
  cpuMilliseconds,
  measuredCombinations,
  measureVerifications,
  summarize,
} from "../test/saml/support/inIsolate";

const GOALS = { evaluation: 25, verification: 10 };
const EVALUATIONS = 20;
const VERIFICATIONS = 100;

const compiled = await compileSaml();

function report(label: string, times: readonly number[], goal: number): void {
  const { p50, text } = summarize(times);
  console.log(label.padEnd(52), text, ` goal ${goal} ms`);
  if (p50 > goal) process.exitCode = 1;
}

const evaluations: number[] = [];
for (let run = 0; run < EVALUATIONS; run++)
  evaluations.push(await cpuMilliseconds(() => compiled.evaluate()));
report(`evaluation of ${compiled.kibibytes} KiB`, evaluations, GOALS.evaluation);

for (const each of measuredCombinations) {
  const times = await measureVerifications(compiled, each, VERIFICATIONS);
  const { provider, signed, encryption } = each;
  report(`${provider}, signed: ${signed}, encryption: ${encryption}`, times, GOALS.verification);
}
