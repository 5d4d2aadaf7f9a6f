/** Roles of a member whom a directory manages and who signs in through SSO. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeIssuer } from "../support/fakeIssuer";
import { oidcSignIns } from "../support/ssoSignIn";
import { ssoStage } from "../support/ssoStage";
import { enterGroupScene, remove } from "./support/groupScene";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());
const { signIn } = oidcSignIns(stage, issuer);

/** Ada is in no group; the connection maps the claim `groups` to roles, too. */
async function newScene() {
  const tenant = await stage.newTenant();
  await tenant.admin.rbac.createRole({ name: "Builder", slug: "builder" });
  await stage.connectOidc(tenant, issuer.issuer, {
    roleMapping: ["admin", "builder"].map((role) => ({ attribute: "groups", value: role, role })),
  });
  const scene = await enterGroupScene(stage, tenant);
  const claims = { sub: "ada", email: `ada@${tenant.domain}` };
  const enter = async (...groups: readonly string[]) => {
    const { user } = await signIn(tenant, { ...claims, groups });
    expect(user?.id).toBe(scene.userId);
  };
  return { ...scene, enter };
}

test("a sign-in does not take away what the directory gives, also if it was mapped before", async () => {
  const { enter, roleNow, createGroup, patchGroup, id } = await newScene();
  await enter("admin");
  expect(await roleNow()).toBe("member,admin");
  const group = String((await createGroup("Admins", [id])).body.id);
  await enter();
  expect(await roleNow()).toBe("member,admin");
  await patchGroup(group, remove(id));
  expect(await roleNow()).toBe("member");
});

test("a mapped role stays when the user leaves a group that never gave it", async () => {
  const { enter, roleNow, createGroup, patchGroup, id } = await newScene();
  const group = String((await createGroup("Admins", [id])).body.id);
  await enter("builder");
  expect(await roleNow()).toBe("member,admin,builder");
  await patchGroup(group, remove(id));
  expect(await roleNow()).toBe("member,builder");
});

test("of single roles the directory's wins over a mapped one, and that over one given by hand", async () => {
  const { admin, organizationId, userId, enter, roleNow, createGroup, patchGroup, id } =
    await newScene();
  await admin.configuration.saveAuthConfiguration({ multipleRoles: false });
  await admin.organizations.updateMemberRole({
    ...{ organizationId, memberIdOrUserId: userId, role: "member" },
  });
  const group = String((await createGroup("Admins", [id])).body.id);
  await enter("builder");
  expect(await roleNow()).toBe("admin");
  await patchGroup(group, remove(id));
  expect(await roleNow()).toBe("member");
  await enter("builder");
  expect(await roleNow()).toBe("builder");
});
