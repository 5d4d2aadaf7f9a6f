import { z } from "zod";
import { DemoRefusal } from "./refusal";

/** A person who signs in at the demo. Nothing is stored about them. */
export interface Person {
  /** In lower case: also the person's identifier. */
  readonly email: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export const DEMO_DOMAIN = "demo.example";

/** The group that the demo's connections map to the role `admin`. */
export const ADMINS = "admins";

/** The people to pick from. */
export const people: readonly Person[] = [
  { email: `ada@${DEMO_DOMAIN}`, name: "Ada Lovelace", groups: [ADMINS] },
  { email: `grace@${DEMO_DOMAIN}`, name: "Grace Hopper", groups: ["engineering"] },
  { email: "mallory@elsewhere.example", name: "Mallory, of another domain", groups: [] },
];

const MAXIMUM_GROUPS = 20;

/** XML cannot contain control characters, nor halves of surrogate pairs. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^[^\p{Control}\p{Surrogate}]*$/u);
const group = text(100);
const form = z.object({
  email: text(254)
    .toLowerCase()
    .regex(/^[^\s@]+@[^\s@]+$/),
  name: text(100).min(1),
  groups: z
    .string()
    .default("")
    .transform((list) => list.split(","))
    .pipe(z.array(group).max(MAXIMUM_GROUPS))
    .transform((groups) => groups.filter((each) => each !== "")),
});

/** Reads the form of the sign-in page; groups are separated by commas. */
export function parsePerson(fields: URLSearchParams): Person {
  const { success, data } = form.safeParse(Object.fromEntries(fields));
  if (!success)
    throw new DemoRefusal(
      `Enter an email address, a name of at most 100 characters, and at most ${MAXIMUM_GROUPS} groups.`,
    );
  return data;
}
