import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../src/storage";
import { encodeId } from "../src/storage/ids";
import { encodeFrame } from "../src/storage/logFrames";
import type { Database } from "../src/types";

/** More than one read, a string, or 32 bits with a sign can hold. */
const LARGE = 2 ** 31 + 2 ** 20;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "storage-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function insert(database: Database, n: number): Promise<void> {
  const tx = database.begin();
  tx.insert("", "items", { n });
  await tx.commit();
}

test("an intact commit behind 2 GiB of damage is found", { timeout: 300_000 }, async () => {
  const database = await openDatabase({ directory });
  await insert(database, 1);
  await database.close();
  const log = join(directory, "log-000001");
  const { size } = statSync(log);
  // A file with a hole takes no space on the disk.
  truncateSync(log, LARGE);
  const record = '{"timestamp":"9"}';
  const file = openSync(log, "r+");
  writeSync(file, Buffer.concat(encodeFrame(Buffer.from(record), 0).frame), 0, undefined, LARGE);
  closeSync(file);
  await expect(openDatabase({ directory })).rejects.toThrow(
    `is damaged at byte ${size}, and intact commits follow from byte ${LARGE}.`,
  );
});

test(
  "a log of the first version of more than 2 GiB opens within 500 MB, and then at once",
  { timeout: 3_600_000 },
  async ({ skip }) => {
    skip(!process.env.PROVE, "it writes more than 2 GiB and takes minutes; npm run prove runs it");
    const documents = 200;
    const file = openSync(join(directory, "commits.log"), "w");
    writeSync(file, "convex-local log 1\n");
    const text = "x".repeat(900_000);
    let [written, last] = [0, 0];
    for (let n = 0; written < LARGE; n++) {
      const id = encodeId(10_001, new Uint8Array(16).fill(n % documents));
      const tables = n === 0 ? ',"tables":[["","items",10001]]' : "";
      const document = { n, text, _id: id, _creationTime: 1_000 + (n % documents) };
      const record = `{"timestamp":"${n + 1}"${tables}}\n${JSON.stringify(document)}`;
      const header = Buffer.alloc(8);
      header.writeUInt32LE(record.length, 0);
      header.writeUInt32LE(crc32(record), 4);
      writeSync(file, header);
      writeSync(file, record);
      written += header.length + record.length;
      last = n;
    }
    closeSync(file);
    const before = process.memoryUsage().rss;
    for (let opening = 0; opening < 2; opening++) {
      const database = await openDatabase({ directory });
      expect(process.memoryUsage().rss - before).toBeLessThan(500 * 2 ** 20);
      const tx = database.begin();
      expect(tx.count("", "items")).toBe(documents);
      const id = encodeId(10_001, new Uint8Array(16).fill(last % documents));
      expect(tx.get("", id)).toMatchObject({ n: last });
      await database.close();
    }
  },
);
