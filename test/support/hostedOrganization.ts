/** A member of an organization in front of its hosted page. */
import type { Shown } from "./hosted";
import type { Engine } from "./rows";
import { httpRuntime } from "./runtime";
import { begin, type Scene } from "./signIn";

export interface Stage extends Scene {
  readonly engine: Engine;
  readonly organizationId: string;
  /** Below the project's pages. */
  at(path?: string): string;
  readonly userId: string;
  /** Of the signed-in user. */
  readonly memberId: string;
  /** Another member. */
  readonly bob: { readonly id: string; readonly memberId: string; readonly email: string };
  roleOf(memberId: string): Promise<string | undefined>;
}

/** Ada, signed in, with a role in the organization; Bob is a member of it. */
export async function member(role: string): Promise<Stage> {
  const runtime = httpRuntime();
  const scene = await begin(() => runtime, { features: { hostedUi: true } });
  const { admin, ada, client } = scene;
  const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
  const { user: owner } = await admin.users.createUser({
    email: `owner.${ada.email}`,
    name: "Olga",
  });
  await admin.organizations.addMember({ organizationId, userId: owner.id, role: "owner" });
  const email = `bob.${ada.email}`;
  const { user } = await admin.users.createUser({ email, name: "Bob <b>" });
  const other = await admin.organizations.addMember({
    ...{ organizationId, userId: user.id, role: "member" },
  });
  const { data } = await client.signUp.email(ada);
  const own = await admin.organizations.addMember({
    ...{ organizationId, userId: data!.user.id, role },
  });
  return {
    ...scene,
    engine: runtime.engine,
    organizationId,
    userId: own.userId,
    memberId: own.id,
    bob: { id: user.id, memberId: other.id, email },
    at: (path = "") => `/p/${scene.project.id}/organizations/${organizationId}${path}`,
    roleOf: async (memberId) =>
      (await admin.organizations.listMembers({ organizationId })).data.find(
        ({ id }) => id === memberId,
      )?.role,
  };
}

/** The forms of the page, by the ends of their paths. */
export const controlsIn = ({ text }: Pick<Shown, "text">): string[] => [
  ...new Set(
    [...text.matchAll(/action="[^"]*\/org_[^"/]*\/([^"?]*)/g)].map(([, name]) => name ?? ""),
  ),
];
