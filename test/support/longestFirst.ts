/**
 * The order of the test files: those that take minutes first, so that at the end no worker is left
 * alone with one. Vitest itself goes by the sizes of the files, unless it has run them before.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest first. What is not here takes less than a minute. */
const long = [
  "guarantees/input",
  "packaging/package",
  "start/start",
  "start/guides",
  "examples/examples",
  "browser/react",
  "signIn/timing",
  "signIn/limits",
  "webhooks/faults",
  "browser/migrated",
  "local/test/cli",
  "secretRotation/kill",
  "tenancy/oversizedRows",
  "signIn/mailedLinks",
  "guarantees/isolation",
  "guarantees/permissions",
  "tenancy/records",
  "passwords/passwords",
  "sessions/callers",
  "signIn/secondFactor",
  "signIn/reset",
  "signIn/passkeys",
  "sessions/cookies",
  "guarantees/budgets",
  "signIn/mail",
  "apiKeys/use",
  "emails/smtp",
  "emails/providers",
  "organizations/budgets",
].map((name) => `/${name}.test.ts`);

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = long.findIndex((name) => moduleId.replaceAll("\\", "/").endsWith(name));
  return place === -1 ? long.length : place;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
