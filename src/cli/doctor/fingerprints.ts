/**
 * The file of `--fingerprints`: a random salt, and an HMAC under it of each secret of every
 * deployment that wrote into it. It holds no secret; with the salt, a short one could be guessed.
 */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { list } from "../../../convex/component/projects/readiness/finding";
import { CommandError } from "../command";
import type { Check, Fingerprint, Report } from "./report";

const secret = z.object({
  /** What the secret is. */
  holder: z.string(),
  /** The project that has it; null for the deployment. */
  project: z.string().nullable(),
  mac: z.string(),
});
type Secret = z.output<typeof secret>;

const contents = z.object({
  version: z.literal(1),
  salt: z.string().min(32),
  /** By the URL at which the component is mounted. */
  deployments: z.record(z.string(), z.array(secret)),
});
export type FingerprintFile = z.output<typeof contents>;

/** Returns a new one with a fresh salt when the file does not exist. */
export async function readFingerprints(path: string): Promise<FingerprintFile> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (isErrno(error) && error.code === "ENOENT") return null;
    throw new CommandError(`Cannot read ${path}: ${describe(error)}`);
  });
  if (text === null) return { version: 1, salt: randomBytes(32).toString("hex"), deployments: {} };
  try {
    return contents.parse(JSON.parse(text));
  } catch {
    throw new CommandError(
      `${path} is not a fingerprints file of this command. Name a file that does not exist yet.`,
    );
  }
}

/** Adds the deployment, or replaces what it wrote earlier. A new file is readable by its owner. */
export async function writeFingerprints(
  path: string,
  file: FingerprintFile,
  report: Report,
): Promise<void> {
  const deployments = { ...file.deployments, [report.siteUrl]: secretsIn(report) };
  const text = `${JSON.stringify({ ...file, deployments }, null, 2)}\n`;
  await writeFile(path, text, { mode: 0o600 }).catch((error: unknown) => {
    throw new CommandError(`Cannot write ${path}: ${describe(error)}`);
  });
}

/** Reports each secret that another project, or a deployment in the file, has too. */
export function checkSharedSecrets(file: FingerprintFile, report: Report): Check[] {
  const own = secretsIn(report);
  const others = Object.entries(file.deployments).filter(([url]) => url !== report.siteUrl);
  const shared = own.flatMap((each, index) => {
    const elsewhere = others.flatMap(([url, secrets]) =>
      secrets
        .filter(({ mac }) => mac === each.mac)
        .map((other) => `${describeSecret(other)} at ${url}`),
    );
    const here = own
      .slice(index + 1)
      .filter(({ mac }) => mac === each.mac)
      .map(describeSecret);
    return [...here, ...elsewhere].map((other) => failed(each, other));
  });
  if (shared.length > 0) return shared;
  const unreadable = unreadableIn(report);
  if (unreadable.length > 0)
    return [
      {
        id: "shared_secrets",
        status: "unknown",
        message: `No secret is known to be shared, but these cannot be read: ${list(unreadable)}.`,
        fix: "Fix BANATA_AUTH_SECRET (docs/rotation.md) or save them again, and repeat the command.",
      },
    ];
  if (others.length === 0)
    return [
      {
        id: "shared_secrets",
        status: "unknown",
        message:
          "No secret is shared within this deployment; the file has no other deployment to compare with.",
        fix: "Run the command with the same file on the other deployment.",
      },
    ];
  const urls = others.map(([url]) => url).join(", ");
  const message = `No secret is shared within this deployment, or with ${urls}.`;
  return [{ id: "shared_secrets", status: "ok", message, fix: null }];
}

/** The row of a run without a file. */
export const notCompared: Check = {
  id: "shared_secrets",
  status: "unknown",
  message: "The secrets of this deployment were not compared with those of others.",
  fix: "Run npx banata-auth doctor --fingerprints <file> on each deployment, with the same file.",
};

const failed = (secret: Secret, other: string): Check => ({
  id: "shared_secrets",
  status: "failed",
  message: `${describeSecret(secret)} is the same as ${other}.`,
  fix: "Replace one of the two: rotate it, or create another one at the provider.",
});

const secretsIn = ({ fingerprints, projects }: Report): Secret[] => [
  ...toSecrets(fingerprints, null),
  ...projects.flatMap(({ id, name, fingerprints: ofProject }) =>
    toSecrets(ofProject, `"${name}" (${id})`),
  ),
];

const toSecrets = (fingerprints: readonly Fingerprint[] = [], project: string | null): Secret[] =>
  fingerprints.flatMap(({ holder, mac }) => (mac === null ? [] : { holder, project, mac }));

const unreadableIn = ({ secretFault, fingerprints = [], projects }: Report): string[] => [
  ...(secretFault === null ? [] : ["BANATA_AUTH_SECRET"]),
  ...[fingerprints, ...projects.map((project) => project.fingerprints ?? [])]
    .flat()
    .flatMap(({ holder, mac }) => (mac === null ? holder : [])),
];

const describeSecret = ({ holder, project }: Secret): string =>
  project === null ? holder : `${holder} in project ${project}`;

const isErrno = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error;
const describe = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
