/**
 * Known and unknown accounts cost the same: as many hashes, as many function calls, and a time that
 * differs no more than the times of known accounts do among themselves.
 *
 * `PROVE=1` measures 200 pairs of each kind instead of a few.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { measuredRuntime, type Measured } from "../guarantees/support/measured";
import { httpRuntime } from "../support/runtime";
import { isWhole } from "../support/share";
import { begin, type Scene } from "../support/signIn";
import { APP, from } from "../support/visitorAddress";

const PAIRS = isWhole ? 200 : 16;
/** Of one account: below the smallest limit of an account in a minute. */
const PAIRS_PER_ACCOUNT = 8;
const SEED = 20_260_101;
const TIMEOUT_MS = isWhole ? 1_800_000 : 240_000;

const hashes = vi.hoisted(() => ({ made: 0 }));
const counted = vi.hoisted(
  () =>
    <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      hashes.made++;
      return work(...args);
    },
);
vi.mock("../../convex/component/passwords/argon2", async (load) => {
  const real: typeof import("../../convex/component/passwords/argon2") = await load();
  return { ...real, hashPassword: counted(real.hashPassword) };
});
vi.mock("../../convex/component/passwords/comparison", async (load) => {
  const real: typeof import("../../convex/component/passwords/comparison") = await load();
  return {
    ...real,
    computeDecoyHash: counted(real.computeDecoyHash),
    verifyPassword: counted(real.verifyPassword),
  };
});

const settings = {
  authMethods: { magicLink: true, emailOtp: true, username: true },
  emailPassword: { requireEmailVerification: true },
  sessions: { corsOrigins: [APP] },
};

interface Person {
  readonly email: string;
  readonly username: string;
}
const password = "not the password";
/** Questions about accounts whose address is not verified. */
const unverified = ["the confirmation again", "a code to confirm"];
const questions: readonly (readonly [
  name: string,
  hashes: number,
  path: string,
  body: (person: Person) => object,
])[] = [
  ["sign-in by e-mail", 1, "/sign-in/email", ({ email }) => ({ email, password })],
  ["sign-in by username", 1, "/sign-in/username", ({ username }) => ({ username, password })],
  ["a reset by link", 0, "/request-password-reset", ({ email }) => ({ email })],
  ["a reset by code", 0, "/email-otp/request-password-reset", ({ email }) => ({ email })],
  ["a magic link", 0, "/sign-in/magic-link", ({ email }) => ({ email })],
  [
    "a code to sign in",
    0,
    "/email-otp/send-verification-otp",
    ({ email }) => ({ email, type: "sign-in" }),
  ],
  ["the confirmation again", 0, "/send-verification-email", ({ email }) => ({ email })],
  [
    "a code to confirm",
    0,
    "/email-otp/send-verification-otp",
    ({ email }) => ({ email, type: "email-verification" }),
  ],
  ["sign-in by a code", 0, "/sign-in/email-otp", ({ email }) => ({ email, otp: "000000" })],
];

const person = (kind: string, i: number): Person => ({
  email: `${kind}-${i}@example.com`,
  username: `${kind}_${i}`,
});

async function create({ admin }: Scene, question: string, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, i) => person("known", i));
  for (const { email, username } of people)
    await admin.users.createUser({
      email,
      username,
      name: "Ada",
      emailVerified: !unverified.includes(question),
      password: "correct horse battery",
    });
  return people;
}

describe("hashes", () => {
  beforeEach(() => void (hashes.made = 0));

  test.each(questions)("%s: %i, with an account and without", async (name, most, path, body) => {
    const scene = await begin(httpRuntime, settings);
    const [known] = await create(scene, name, 1);
    for (const each of [known!, person("unknown", 0)]) {
      hashes.made = 0;
      await scene.visit().post(path, body(each));
      expect(hashes.made, each.email).toBe(most);
    }
  });
});

describe("calls and time", () => {
  let measured: Measured;
  beforeAll(async () => void (measured = await measuredRuntime("real")), 240_000);
  afterAll(async () => await measured.close());

  test.each(questions)("%s", { timeout: TIMEOUT_MS }, async (name, _hashes, path, body) => {
    const scene = await begin(() => measured.runtime, settings);
    const known = await create(scene, name, Math.ceil(PAIRS / PAIRS_PER_ACCOUNT));
    let address = 0;
    const calls = new Set<string>();
    async function timeOf(each: Person): Promise<number> {
      const headers = from(scene, `198.18.${address >> 8}.${address++ & 255}`);
      const visitor = scene.visit();
      let taken = 0;
      const during = await measured.during(async () => {
        const begun = performance.now();
        const { status } = await visitor.post(path, body(each), headers);
        taken = performance.now() - begun;
        expect(status).not.toBe(429);
      });
      const ofRequest = during.filter((call) =>
        /^signIn\/(attempt|perform|limits)/.test(call.path),
      );
      calls.add(ofRequest.map((call) => call.path).join(", "));
      return taken;
    }

    /** What one round says: how far the kinds are apart, and how far known accounts may be. */
    async function measure(random: () => number): Promise<{ apart: number; allowed: number }> {
      const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
      for (let i = 0; i < PAIRS; i++) {
        const pair = {
          known: known[i % known.length]!,
          unknown: person("unknown", i % known.length),
        };
        const order =
          random() < 0.5 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
        for (const kind of order) times[kind].push(await timeOf(pair[kind]));
      }
      return {
        apart: distance(times.known, times.unknown),
        allowed: spread(times.known, random),
      };
    }

    await timeOf(person("first", 0)); // loads what it takes
    await timeOf(person("first", 1));
    const random = seeded(SEED);
    // What another process takes of the machine falls on one kind by chance; what the code does
    // falls on the same one each time.
    const rounds = [await measure(random)];
    while (rounds.at(-1)!.apart > rounds.at(-1)!.allowed && rounds.length < 3) {
      // The accounts have used up their minute.
      await new Promise((resolve) => setTimeout(resolve, 60_000 - (Date.now() % 60_000)));
      rounds.push(await measure(random));
    }
    expect([...calls]).toHaveLength(1);
    const { apart, allowed } = rounds.at(-1)!;
    expect(apart, JSON.stringify(rounds)).toBeLessThanOrEqual(allowed);
  });
});

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.abs(Math.log(median(a) / median(b)));

/**
 * How far apart two halves of the same times are, at most in 99 of 100 divisions; and never less
 * than a twentieth, which is noise.
 */
function spread(times: readonly number[], random: () => number): number {
  const distances = Array.from({ length: 300 }, () => {
    const shuffled = times
      .map((time) => ({ time, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ time }) => time);
    const half = Math.floor(times.length / 2);
    return distance(shuffled.slice(0, half), shuffled.slice(half));
  });
  return Math.max(distances.toSorted((a, b) => a - b)[297]!, Math.log(1.05));
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
