import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientMetadata } from "../src/clientMetadata";

const server = createServer((incoming, response) =>
  response.end(JSON.stringify(clientMetadata(incoming))),
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const addressFor = (forwarded: string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo; // it listens on TCP
    request({ port, headers: { "x-forwarded-for": forwarded } }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () => resolve((JSON.parse(text) as { ip: unknown }).ip));
    })
      .on("error", reject)
      .end();
  });

// As in `ExtractRequestMetadata` of convex-backend, crates/common/src/http/mod.rs.
test.each([
  [["203.0.113.7"], "203.0.113.7"],
  [["203.0.113.7 , 10.0.0.1"], "203.0.113.7"],
  [["203.0.113.7", "198.51.100.1"], "203.0.113.7"],
  [["any text, 10.0.0.1"], "any text"],
  [[", 10.0.0.1"], ""],
  [[""], ""],
  [["\u00fc, 10.0.0.1"], "127.0.0.1"],
  [[], "127.0.0.1"],
])("functions see the address of X-Forwarded-For %j as %j", async (forwarded, ip) => {
  expect(await addressFor(forwarded)).toBe(ip);
});
