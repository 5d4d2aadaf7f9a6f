import type { Case } from "../support/laboratory";
import { encryptionCases } from "./encryption";
import { markupCases } from "./markup";
import { ruleCases } from "./rules";
import { signatureCases } from "./signatures";
import { statementCases } from "./statements";
import { wrappingCases } from "./wrapping";

export const allCases: readonly (readonly [group: string, cases: readonly Case[]])[] = [
  ["wrapping", wrappingCases],
  ["signatures", signatureCases],
  ["markup", markupCases],
  ["rules", ruleCases],
  ["statements", statementCases],
  ["encryption", encryptionCases],
];
