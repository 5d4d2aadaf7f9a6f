import { DEMO_DOMAIN, people as visitors, type Person } from "../demoIdp/person";

export type Assigned = Pick<Person, "email" | "name">;

/** The people that the demo assigns to the app at its start: those of demo-idp, and colleagues. */
export const assigned: readonly Assigned[] = [
  ...visitors,
  { email: `katherine@${DEMO_DOMAIN}`, name: "Katherine Johnson" },
  { email: `alan@${DEMO_DOMAIN}`, name: "Alan Turing" },
  { email: `margaret@${DEMO_DOMAIN}`, name: "Margaret Hamilton" },
];
