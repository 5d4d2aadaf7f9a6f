/** Assertions that are encrypted in a way that is not accepted, or hold what is not. */
import { encrypt, type Encrypting } from "../support/encrypting";
import { type Case, type Laboratory, signedAssertion } from "../support/laboratory";
import {
  ASSERTION_ID,
  change,
  formatAssertion,
  formatResponse,
  MALLORY,
  RESPONSE_ID,
} from "../support/messages";
import { sign } from "../support/signing";

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";

const method = (uri: string, content = "") =>
  `<xenc:EncryptionMethod Algorithm="${uri}">${content}</xenc:EncryptionMethod>`;
const digestMethod = (uri: string) => `<ds:DigestMethod xmlns:ds="${DSIG}" Algorithm="${uri}"/>`;
const maskMethod = (hash: string) =>
  `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1${hash}"/>`;
const encrypted =
  (options: Partial<Encrypting>): Case["build"] =>
  (lab) =>
    lab.encryptedResponse(signedAssertion(lab), options);
const holding =
  (plaintext: (lab: Laboratory) => string | Buffer): Case["build"] =>
  (lab) =>
    lab.encryptedResponse(plaintext(lab));
const flip = (at: number) => (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  copy[index] = copy[index]! ^ 1;
  return copy;
};

const accepted: readonly Case[] = [
  ...(["aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-gcm", "aes256-gcm"] as const).map(
    (content): Case => ({ name: content, rule: null, build: encrypted({ content }) }),
  ),
  ...(["sha1", "sha256", "sha512"] as const).map((oaepHash): Case => ({
    name: `RSA-OAEP with ${oaepHash}`,
    rule: null,
    build: encrypted({ oaepHash }),
  })),
  { name: "the key beside the data", rule: null, build: encrypted({ keyPlace: "beside" }) },
  {
    name: "the second of two keys, in a roll-over",
    rule: null,
    build: encrypted({}),
    rules: (lab) => ({ decryptionKeys: [lab.rogueKey.privateKey, lab.spKey.privateKey] }),
  },
  {
    name: "an unsigned assertion in a signed response",
    rule: null,
    build: (lab) => lab.signResponse(lab.encryptedResponse(formatAssertion())),
  },
];

const algorithms: readonly Case[] = [
  { name: "3DES", contentMethod: method(`${XENC}tripledes-cbc`) },
  { name: "no algorithm of the data", contentMethod: "" },
  { name: "two algorithms of the data", contentMethod: method(`${XENC11}aes256-gcm`).repeat(2) },
  { name: "an unknown algorithm of the data", contentMethod: method("urn:none") },
  { name: "RSA 1.5", keyMethod: method(`${XENC}rsa-1_5`) },
  { name: "no algorithm of the key", keyMethod: "" },
  {
    name: "a digest that is not the mask's",
    keyMethod: method(`${XENC11}rsa-oaep`, digestMethod(`${XENC}sha256`) + maskMethod("sha1")),
  },
  {
    name: "a digest without a mask of its own",
    keyMethod: method(`${XENC}rsa-oaep-mgf1p`, digestMethod(`${XENC}sha256`)),
  },
  {
    name: "a mask where the algorithm fixes it",
    keyMethod: method(`${XENC}rsa-oaep-mgf1p`, maskMethod("sha1")),
  },
  {
    name: "parameters of OAEP",
    keyMethod: method(`${XENC}rsa-oaep-mgf1p`, "<xenc:OAEPparams>AAAA</xenc:OAEPparams>"),
  },
].map(({ name, ...options }): Case => ({
  name,
  rule: "encryption-algorithm",
  build: encrypted(options),
}));

/** All of these must look the same: the answer says nothing about a plaintext. */
const undecipherable: readonly Case[] = (
  [
    ["a changed tag", encrypted({ tamper: flip(-1) })],
    ["a changed ciphertext", encrypted({ tamper: flip(100) })],
    ["a changed ciphertext of CBC", encrypted({ content: "aes128-cbc", tamper: flip(100) })],
    ["a changed padding of CBC", encrypted({ content: "aes128-cbc", tamper: flip(-17) })],
    ["no ciphertext", encrypted({ tamper: () => Buffer.alloc(0) })],
    [
      "a block of CBC alone",
      encrypted({ content: "aes128-cbc", tamper: (b) => b.subarray(0, 16) }),
    ],
    ["half a block of CBC", encrypted({ content: "aes128-cbc", tamper: (b) => b.subarray(0, -8) })],
    ["a changed key", encrypted({ tamperKey: flip(10) })],
    ["no key", encrypted({ tamperKey: () => Buffer.alloc(0) })],
    ["a key of another length", encrypted({ contentMethod: method(`${XENC11}aes128-gcm`) })],
    ["another mode of the data", encrypted({ contentMethod: method(`${XENC}aes256-cbc`) })],
    ["bytes that are not UTF-8", holding(() => Buffer.from([0xff, 0xfe, 0x41, 0x00]))],
    ["text that is not XML", holding(() => "hello")],
    ["a DOCTYPE", holding((lab) => `<!DOCTYPE r>${signedAssertion(lab)}`)],
    ["a comment", holding((lab) => change(signedAssertion(lab), "ada@", "ada<!---->@"))],
    ["an unsigned assertion", holding(() => formatAssertion(ASSERTION_ID, MALLORY))],
    [
      "an assertion that another key signed",
      holding((lab) => sign(formatAssertion(), ASSERTION_ID, { key: lab.rogueKey })),
    ],
    ["a changed assertion", holding((lab) => change(signedAssertion(lab), "ada@", "eve@"))],
    ["a whole response", holding((lab) => formatResponse(signedAssertion(lab)))],
    [
      "a whole response that is signed",
      holding((lab) =>
        sign(formatResponse(formatAssertion(), "_inner"), "_inner", { key: lab.idpKey }),
      ),
    ],
    ["two assertions", holding((lab) => `<a>${signedAssertion(lab)}${formatAssertion("_2")}</a>`)],
    [
      "an encrypted assertion",
      holding((lab) => encrypt(signedAssertion(lab), { certificate: lab.spKey.certificate })),
    ],
    [
      "the id of the response",
      holding((lab) => sign(formatAssertion(RESPONSE_ID), RESPONSE_ID, { key: lab.idpKey })),
    ],
    [
      "the id of the encrypted key",
      holding((lab) => sign(formatAssertion("_key-1"), "_key-1", { key: lab.idpKey })),
    ],
  ] as const
).map(([name, build]): Case => ({ name, rule: "decryption", build }));

const withoutKeys: readonly Case[] = [
  {
    name: "no key of ours",
    rule: "decryption",
    build: encrypted({}),
    rules: () => ({ decryptionKeys: [] }),
  },
  {
    name: "another key of ours",
    rule: "decryption",
    build: encrypted({}),
    rules: (lab) => ({ decryptionKeys: [lab.rogueKey.privateKey] }),
  },
];

const shapeEdits: readonly (readonly [name: string, from: string | RegExp, to: string])[] = [
  [
    "two EncryptedData",
    "</saml:EncryptedAssertion>",
    '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedAssertion>',
  ],
  [
    "two EncryptedKey",
    "</saml:EncryptedAssertion>",
    `<xenc:EncryptedKey xmlns:xenc="${XENC}"/></saml:EncryptedAssertion>`,
  ],
  ["no EncryptedKey", /<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/, ""],
  ["the data of a document", `${XENC}Element`, `${XENC}Content`],
  [
    "a reference to a ciphertext",
    /<xenc:CipherValue>[^<]*<\/xenc:CipherValue>/,
    `<xenc:CipherReference URI="https://evil.example"/>`,
  ],
  [
    "two ciphertexts",
    "<xenc:CipherValue>",
    "<xenc:CipherValue>AAAA</xenc:CipherValue><xenc:CipherValue>",
  ],
  ["a ciphertext that is not base64", "<xenc:CipherValue>", "<xenc:CipherValue>~"],
];
const shapes = shapeEdits.map(([name, from, to]): Case => ({
  name,
  rule: "unexpected-content",
  build: (lab) => change(encrypted({})(lab), from, to),
}));

const named = (prefix: string, cases: readonly Case[]): Case[] =>
  cases.map((each) => ({ ...each, name: `${prefix}: ${each.name}` }));

export const undecipherableCases = named("undecipherable", undecipherable);
export const encryptionCases: readonly Case[] = [
  ...named("accepted", accepted),
  ...named("algorithm", algorithms),
  ...undecipherableCases,
  ...named("keys", withoutKeys),
  ...named("shape", shapes),
  {
    name: "the response's signature is good, and the assertion in it another's",
    rule: "signature-value",
    build: (lab) =>
      lab.signResponse(
        lab.encryptedResponse(sign(formatAssertion(), ASSERTION_ID, { key: lab.rogueKey })),
      ),
  },
  {
    name: "the ciphertext was exchanged in a signed response",
    rule: "signature-digest",
    build: (lab) => {
      const xml = lab.signResponse(lab.encryptedResponse(formatAssertion()));
      const evil = encrypt(formatAssertion(ASSERTION_ID, MALLORY), {
        certificate: lab.spKey.certificate,
      });
      return change(xml, /<saml:EncryptedAssertion.*<\/saml:EncryptedAssertion>/, evil);
    },
  },
];
