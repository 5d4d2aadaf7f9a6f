import { DEMO_DOMAIN, people as visitors, type Person } from "../demoIdp/person";

export type Assigned = Pick<Person, "email" | "name">;

/** What the demo directory maps: a group that need not exist yet, and the role of its members. */
export const DEMO_GROUP = { group: "Admins", role: "admin" } as const;

/** The people that the demo assigns to the app at its start: those of demo-idp, and colleagues. */
export const assigned: readonly Assigned[] = [
  ...visitors,
  { email: `katherine@${DEMO_DOMAIN}`, name: "Katherine Johnson" },
  { email: `alan@${DEMO_DOMAIN}`, name: "Alan Turing" },
  { email: `margaret@${DEMO_DOMAIN}`, name: "Margaret Hamilton" },
];
