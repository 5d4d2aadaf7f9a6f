/** How the deployments of the tests evaluate functions: `BANATA_TEST_MODE=strict` as Convex does. */
export const testMode = process.env.BANATA_TEST_MODE === "strict" ? "strict" : "fast";

/** The time limit of a test whose calls take ten times as long on strict. */
export const patient = (milliseconds: number): number =>
  testMode === "strict" ? 10 * milliseconds : milliseconds;
