/**
 * Bursts of end users' requests on a local deployment, which conflicts and retries as Convex does:
 * below the limits none is lost, and none is refused.
 */
import { expect, test } from "vitest";
import { deployedRuntime } from "../support/runtime";
import { isWhole, takeShare } from "../support/share";
import {
  begin,
  MINUTE_TRIES_TIMEOUT_MS,
  times,
  withinOneMinute,
  type Scene,
} from "../support/signIn";
import type { TestVisitor } from "../support/visitor";
import { APP, from } from "../support/visitorAddress";

const SIZE = isWhole ? 100 : 15;
/** Users are created a few at a time: that is not the burst. */
const AT_ONCE = 8;

interface Person {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}
const people = ({ ada }: Scene): Person[] =>
  Array.from({ length: SIZE }, (_, i) => ({ ...ada, email: `${i}-${ada.email}` }));

const addressOf = (i: number): string => `198.51.${100 + (i >> 8)}.${i & 255}`;
let visits = 0;
/** No two requests of these tests come from one address, unless a test says so. */
const fromElsewhere = (at: Scene) => from(at, addressOf(visits++));

async function inGroups<T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (done.length < count)
    done.push(
      ...(await times(
        Math.min(AT_ONCE, count - done.length),
        async (i) => await work(done.length + i),
      )),
    );
  return done;
}

const signUp = async (at: Scene, person: Person, visitor: TestVisitor = at.visit()) => {
  const { status } = await visitor.post("/sign-up/email", person, fromElsewhere(at));
  return { status, visitor };
};
const signUpAll = async (at: Scene) =>
  await inGroups(SIZE, async (i) => {
    const { status, visitor } = await signUp(at, people(at)[i]!);
    expect(status).toBe(200);
    return visitor;
  });
/** As many browsers in which one user is signed in. */
const signInEverywhere = async (at: Scene) => {
  expect((await signUp(at, at.ada)).status).toBe(200);
  return await inGroups(SIZE, async () => {
    const visitor = at.visit();
    expect((await visitor.post("/sign-in/email", at.ada, fromElsewhere(at))).status).toBe(200);
    return visitor;
  });
};

type Send = () => Promise<Response>;
type Prepare = (at: Scene) => Promise<readonly Send[]>;

const bursts: Record<string, Prepare> = {
  "sign-ins of as many accounts from as many addresses": async (at) => {
    await signUpAll(at);
    return people(at).map(
      (person) => async () => await at.visit().post("/sign-in/email", person, fromElsewhere(at)),
    );
  },
  "sign-ups from as many addresses": async (at) =>
    people(at).map(
      (person) => async () => await at.visit().post("/sign-up/email", person, fromElsewhere(at)),
    ),
  "changes of as many users' names": async (at) =>
    (await signUpAll(at)).map(
      (visitor) => async () =>
        await visitor.post("/update-user", { name: "New" }, fromElsewhere(at)),
    ),
  "sign-ins of 25 accounts from one address": async (at) => {
    await signUpAll(at);
    const office = from(at, "203.0.113.7");
    return Array.from(
      { length: 25 },
      (_, i) => async () => await at.visit().post("/sign-in/email", people(at)[i % SIZE], office),
    );
  },
  "sign-outs of as many users": async (at) =>
    (await signUpAll(at)).map(
      (visitor) => async () => await visitor.post("/sign-out", {}, fromElsewhere(at)),
    ),
  "changes of one user's name, of which twenty are at once": async (at) =>
    // They change one row, so each waits for the others, for up to ten seconds (core/contention.ts).
    (await signInEverywhere(at))
      .slice(0, 20)
      .map(
        (visitor, i) => async () =>
          await visitor.post("/update-user", { name: `Name ${i}` }, fromElsewhere(at)),
      ),
  "sign-outs of one user's sessions": async (at) =>
    (await signInEverywhere(at)).map(
      (visitor) => async () => await visitor.post("/sign-out", {}, fromElsewhere(at)),
    ),
  "choices of an organization in one user's sessions": async (at) => {
    const visitors = await signInEverywhere(at);
    const created = await visitors[0]!.post(
      "/organization/create",
      { name: "Acme" },
      fromElsewhere(at),
    );
    const { id: organizationId } = (await created.json()) as { id: string };
    return visitors.map(
      (visitor) => async () =>
        await visitor.post("/organization/set-active", { organizationId }, fromElsewhere(at)),
    );
  },
  "reads of one session": async (at) => {
    const { visitor } = await signUp(at, at.ada);
    return Array.from(
      { length: SIZE },
      () => async () => await visitor.get("/get-session", fromElsewhere(at)),
    );
  },
};

test.each(takeShare(Object.entries(bursts), 0))(
  `of ${SIZE} %s, none is lost`,
  async (_name, prepare) => {
    const settings = {
      authMethods: { organization: true },
      sessions: { corsOrigins: [APP] },
    };
    const at = await begin(deployedRuntime, settings);
    const send = await prepare(at);
    const answers = await withinOneMinute(
      async () => await Promise.all(send.map(async (each) => await each())),
    );
    const statuses = await Promise.all(
      answers.map(async (answer) => (answer.status === 200 ? 200 : await answer.text())),
    );
    expect(statuses).toEqual(send.map(() => 200));
  },
  MINUTE_TRIES_TIMEOUT_MS,
);
