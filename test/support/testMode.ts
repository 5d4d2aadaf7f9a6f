/** How the deployments of the tests evaluate functions: `BANATA_TEST_MODE=strict` as Convex does. */
export const testMode = process.env.BANATA_TEST_MODE === "strict" ? "strict" : "fast";
