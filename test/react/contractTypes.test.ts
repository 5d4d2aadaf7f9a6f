import { describe, expectTypeOf, test } from "vitest";
import * as z from "zod/mini";
import { operation } from "../../convex/component/wire/operation";
import type { FunctionKind } from "../../src/contractTypes";
import type { BanataAuth, PaginatedResult } from "../../src/index";
import {
  useBanataAction,
  useBanataMutation,
  useBanataQuery,
  type ContractAction,
  type ContractAnswer,
  type ContractInput,
  type ContractMutation,
  type ContractQuery,
} from "../../src/react";

type Resolved<Method> = Method extends (...args: never) => Promise<infer T> ? T : never;
type Organizations = BanataAuth["organizations"];

// Checked by `npm run typecheck`; nothing here is run.
describe("the hooks over the contract", () => {
  test("answer what the client's methods resolve to", () => {
    expectTypeOf<ContractAnswer<"organizations.listMembers">>().toEqualTypeOf<
      Resolved<Organizations["listMembers"]>
    >();
    expectTypeOf<ContractAnswer<"organizations.checkSlug">>().toEqualTypeOf<boolean>();
    expectTypeOf<ContractAnswer<"organizations.removeMember">>().toEqualTypeOf<void>();
    const useCalls = () => {
      const members = useBanataQuery("organizations.listMembers", { organizationId: "org_1" });
      const create = useBanataMutation("organizations.createTeam");
      return { members, create };
    };
    type Calls = ReturnType<typeof useCalls>;
    expectTypeOf<NonNullable<Calls["members"]>>().toExtend<PaginatedResult<{ createdAt: Date }>>();
    expectTypeOf<undefined>().toExtend<Calls["members"]>();
    expectTypeOf<Awaited<ReturnType<Calls["create"]>>["createdAt"]>().toEqualTypeOf<Date>();
  });

  test("take one object by the client's names, or skip", () => {
    const useCalls = () => [
      useBanataQuery("organizations.getOrganization", { organizationId: "org_1" }),
      useBanataQuery("organizations.listMembers", "skip"),
      useBanataQuery("rbac.getMyPermissions"),
      useBanataQuery("rbac.getMyPermissions", {}),
      useBanataQuery("rbac.getMyPermissions", "skip"),
      useBanataQuery("organizations.getActiveMember"),
      useBanataMutation("organizations.createTeam")({ organizationId: "org_1", name: "Red" }),
      useBanataMutation("organizations.createTeam")(
        { organizationId: "org_1", name: "Red" },
        { idempotencyKey: "once" },
      ),
      useBanataMutation("organizations.acceptInvitation")(),
      // @ts-expect-error -- an organization is needed
      useBanataQuery("organizations.listMembers"),
      // @ts-expect-error -- no such field
      useBanataQuery("organizations.listMembers", { organizationId: "org_1", rolle: "owner" }),
      // @ts-expect-error -- one object, not a position
      useBanataQuery("organizations.checkSlug", "acme"),
      // @ts-expect-error -- a write cannot be skipped
      useBanataMutation("organizations.createTeam")("skip"),
      // @ts-expect-error -- the input has no such options
      useBanataMutation("organizations.acceptInvitation")({}, { signal: undefined }),
    ];
    expectTypeOf(useCalls).toBeFunction();
    expectTypeOf<
      ContractInput<"organizations.addMember">["organizationId"]
    >().toEqualTypeOf<string>();
  });

  test("refuse the wrong kind, and what no session may call", () => {
    const useCalls = () => [
      // @ts-expect-error -- a write
      useBanataQuery("organizations.createTeam", { organizationId: "org_1", name: "Red" }),
      // @ts-expect-error -- a read
      useBanataMutation("organizations.listMembers"),
      // @ts-expect-error -- it hashes nothing
      useBanataAction("organizations.createTeam"),
      // @ts-expect-error -- keys only
      useBanataQuery("users.listUsers"),
      // @ts-expect-error -- keys only
      useBanataMutation("apiKeys.createKey"),
      // @ts-expect-error -- keys only
      useBanataAction("users.setUserPassword"),
      // @ts-expect-error -- no operation
      useBanataQuery("organizations.listEverything"),
    ];
    expectTypeOf(useCalls).toBeFunction();
    expectTypeOf<"users.listUsers">().not.toExtend<
      ContractQuery | ContractMutation | ContractAction
    >();
    expectTypeOf<ContractQuery & ContractMutation>().toBeNever();
    expectTypeOf<"organizations.listMembers">().toExtend<ContractQuery>();
    expectTypeOf<"organizations.acceptInvitation">().toExtend<ContractMutation>();
  });

  test("offer no answer with a secret as a query, and hashing as an action", () => {
    const fields = {
      path: "/x",
      permission: null,
      input: () => z.strictObject({ password: z.string() }),
      output: () => z.object({}),
      session: "self",
      inImpersonation: false,
      stepUp: false,
    } as const;
    const secret = operation({ ...fields, kind: "query", secret: true });
    const hashing = operation({ ...fields, kind: "mutation", hashes: "password" });
    const plain = operation({ ...fields, kind: "query" });
    expectTypeOf<FunctionKind<typeof secret>>().toEqualTypeOf<"mutation">();
    expectTypeOf<FunctionKind<typeof hashing>>().toEqualTypeOf<"action">();
    expectTypeOf<FunctionKind<typeof plain>>().toEqualTypeOf<"query">();
  });
});
