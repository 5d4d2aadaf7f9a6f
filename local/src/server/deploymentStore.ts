import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { ModuleSource, StoredDocument, Transaction } from "../types";
import { emptyDeployment, type ComponentDefinition, type Deployment } from "./deployment";
import { readTable } from "./systemTable";

/**
 * Stores a deployment in the database: texts by their hash in `_source_texts`, split because a
 * document may not exceed 1 MiB, and one row in `_deployments` with the hash of the text that lists
 * all others. A push writes only new texts, so that `convex dev` does not store all code on every
 * save.
 */
const TEXTS = "_source_texts";
const DEPLOYMENTS = "_deployments";
const PART_BYTES = 768 * 1024;

interface StoredModule {
  readonly path: string;
  readonly environment: ModuleSource["environment"];
  readonly source: string;
  readonly sourceMap: string | null;
}
type StoredDefinition = Omit<ComponentDefinition, "modules"> & {
  readonly modules: readonly StoredModule[];
};
type StoredDeployment = Omit<Deployment, "definitions"> & {
  readonly definitions: readonly StoredDefinition[];
};

export function readDeployment(tx: Transaction): Deployment {
  const row = readTable(tx, DEPLOYMENTS).at(-1);
  if (row === undefined) return emptyDeployment;
  const text = joinTexts(readTable(tx, TEXTS));
  const stored = JSON.parse(text(String(row.manifest))) as StoredDeployment; // written by writeDeployment
  return {
    ...stored,
    definitions: new Map(
      stored.definitions.map((definition) => [
        definition.path,
        {
          ...definition,
          modules: definition.modules.map(({ source, sourceMap, ...module }) => ({
            ...module,
            source: text(source),
            ...(sourceMap === null ? {} : { sourceMap: text(sourceMap) }),
          })),
        },
      ]),
    ),
  };
}

/** Replaces the stored deployment and removes texts that are no longer referenced. */
export function writeDeployment(tx: Transaction, deployment: Deployment): void {
  const texts = new Map<string, string>();
  const keep = (text: string) => {
    const hash = createHash("sha256").update(text).digest("hex");
    texts.set(hash, text);
    return hash;
  };
  const stored: StoredDeployment = {
    ...deployment,
    definitions: [...deployment.definitions.values()].map((definition) => ({
      ...definition,
      modules: definition.modules.map(({ path, environment, source, sourceMap }) => ({
        path,
        environment,
        source: keep(source),
        sourceMap: sourceMap === undefined ? null : keep(sourceMap),
      })),
    })),
  };
  const manifest = keep(JSON.stringify(stored));

  const present = new Set<string>();
  for (const row of readTable(tx, TEXTS)) {
    const hash = String(row.hash);
    if (texts.has(hash)) present.add(hash);
    else tx.remove("", row._id);
  }
  for (const [hash, text] of texts) if (!present.has(hash)) insertText(tx, hash, text);
  for (const row of readTable(tx, DEPLOYMENTS)) tx.remove("", row._id);
  tx.insert("", DEPLOYMENTS, { manifest });
}

function insertText(tx: Transaction, hash: string, text: string): void {
  const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  for (let part = 0; part * PART_BYTES < packed.length; part++) {
    const bytes = packed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    // Copied, because a Buffer may be a view of a shared pool, and a stored value owns its bytes.
    tx.insert("", TEXTS, { hash, part, bytes: new Uint8Array(bytes).buffer });
  }
}

function joinTexts(rows: readonly StoredDocument[]): (hash: string) => string {
  const parts = new Map<string, Buffer[]>();
  for (const row of rows) {
    const hash = String(row.hash);
    const list = parts.get(hash) ?? [];
    list[Number(row.part)] = Buffer.from(row.bytes as ArrayBuffer); // as insertText wrote it
    parts.set(hash, list);
  }
  return (hash) => {
    const list = parts.get(hash);
    if (list === undefined)
      throw new Error(
        `The data directory is damaged: text ${hash} of the deployed code is missing.`,
      );
    return brotliDecompressSync(Buffer.concat(list)).toString("utf8");
  };
}
