/**
 * The rules that keep the walls standing, read off the source: what may touch the database, and
 * which way imports go.
 */
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import componentSchema from "../../convex/component/schema";
import { permissionPattern, wireMetadata } from "../../convex/component/wire/fields";
import localPackage from "../../local/package.json" with { type: "json" };
import { operationDocs } from "../../scripts/contract/operationDocs";
import { repository } from "../support/deployment";
import { everyOperation as operations, httpMethods } from "./support/operations";

interface Import {
  readonly from: string;
  /** Repository-relative, without extension, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes("_generated"))
    .map((path) => join(folder, path));

const componentFiles = filesIn("convex/component");
const sourceOf = (file: string) =>
  ts.createSourceFile(
    file,
    readFileSync(join(repository, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node, typeOnly: boolean) => {
    if (!ts.isStringLiteral(specifier)) return;
    const to = specifier.text.startsWith(".")
      ? relative(repository, resolve(repository, dirname(file), specifier.text))
      : specifier.text;
    found.push({ from: file.replace(/\.tsx?$/, ""), to, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(
        node.moduleSpecifier,
        node.importClause?.isTypeOnly === true || allTypes(node.importClause?.namedBindings),
      );
    if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0]!, false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(sourceOf(file));
  return found;
}

const allTypes = (bindings: ts.NamedImportBindings | undefined) =>
  bindings !== undefined &&
  ts.isNamedImports(bindings) &&
  bindings.elements.every((element) => element.isTypeOnly);
const componentImports = componentFiles.flatMap(importsOf);
const ours = componentImports.filter(
  ({ to }) => to.startsWith("convex/component/") && !to.includes("_generated"),
);
const short = (path: string) => path.replace("convex/component/", "");
const shown = ({ from, to }: Import) => `${short(from)} → ${short(to)}`;

describe("tables", () => {
  /** Not of one project: what tenancy is made of. */
  const deploymentTables = [
    "projects",
    "deployment",
    "signingKeys",
    "secretReseals",
    "laneRuns",
    "defaultPurges",
    "statisticProgress",
    "contenders",
  ];
  /** Asked before the project is known: tenancy/lookups.ts. */
  const lookups = ["apiKeys.byHash", "authClients.byClientId"];
  /** By time across all projects, for crons: read by tenancy/endingRows.ts alone. */
  const isByTime = (index: string) => index.startsWith("allBy");

  test("every index starts with the project, so that no read can leave it", () => {
    for (const [table, definition] of Object.entries(componentSchema.tables)) {
      if (deploymentTables.includes(table)) continue;
      const indexes = definition[" indexes"]();
      expect(indexes.length, table).toBeGreaterThan(0);
      for (const { indexDescriptor, fields } of indexes) {
        if (!lookups.includes(`${table}.${indexDescriptor}`) && !isByTime(indexDescriptor))
          expect(fields[0], `${table}.${indexDescriptor}`).toBe("projectId");
      }
    }
  });

  test("an index over all projects is used in tenancy alone", () => {
    for (const file of componentFiles)
      if (!/\/(tenancy\/|tables\.ts)/.test(file))
        expect(readFileSync(join(repository, file), "utf8"), file).not.toMatch(/"allBy/);
  });

  test("a resource's table is found by project and id", () => {
    for (const [table, definition] of Object.entries(componentSchema.tables)) {
      const fields = (definition.validator as { fields?: Record<string, unknown> }).fields ?? {}; // of an object's validator
      if (deploymentTables.includes(table) || !("id" in fields)) continue;
      expect(
        definition[" indexes"]().find(({ indexDescriptor }) => indexDescriptor === "byProjectId")
          ?.fields,
        table,
      ).toEqual(["projectId", "id"]);
    }
  });
});

describe("the database", () => {
  const outside = componentFiles.filter((file) => !file.startsWith("convex/component/tenancy/"));
  /**
   * Functions that are no operations, which have a raw `ctx` and only hand its `db` to these, or
   * itself for what else is in it.
   */
  const handOver: Readonly<Record<string, readonly string[]>> = {
    "convex/component/setup.ts": [
      "new DeploymentReader",
      "new DeploymentWriter",
      "new TenantWriter",
    ],
    "convex/component/events/feed.ts": [
      "findOperatorPermissions",
      "new DeploymentReader",
      "new TenantReader",
    ],
    "convex/component/expiry/sweep.ts": ["takeEnding"],
    "convex/component/lanes/runs.ts": [
      "duePumps",
      "findLaneRun",
      "freePumps",
      "isJobAlive",
      "saveLaneRun",
    ],
    "convex/component/outbound/nodeFile.ts": ["new DeploymentReader", "new DeploymentWriter"],
    "convex/component/signIn/origins/relatedOrigins.ts": [
      "new DeploymentReader",
      "new TenantReader",
    ],
    "convex/component/auditLogs/purge.ts": ["dueRetentions", "postponeRetention", "purgeByDefault"],
    "convex/component/statistics/fold.ts": [
      "new DeploymentReader",
      "new TenantWriter",
      "newEvents",
      "oldestMarks",
      "saveStatisticProgress",
      "statisticProgress",
    ],
    "convex/component/operators/deletion.ts": ["new DeploymentWriter", "new TenantWriter"],
    "convex/component/projects/authDomains.ts": ["new DeploymentReader"],
    "convex/component/projects/domainConfirmation.ts": [
      "new DeploymentReader",
      "new TenantReader",
      "new TenantWriter",
    ],
    "convex/component/projects/domainRecheck.ts": ["takeDueAuthDomains"],
    "convex/component/projects/deletion.ts": ["new DeploymentWriter", "deleteTenantRows"],
    "convex/component/projects/invitations.ts": ["new DeploymentWriter"],
    "convex/component/projects/readiness/report.ts": ["new DeploymentReader"],
    "convex/component/organizations/unfinished.ts": ["oldestOrganizationDeletions"],
    "convex/component/organizations/memberships.ts": ["findVisitor"],
    "convex/component/organizations/invitationPage.ts": [
      "new DeploymentReader",
      "new TenantReader",
    ],
    "convex/component/operators/linkPage.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/pages/http.ts": ["new DeploymentReader"],
    "convex/component/rbac/holds.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/rbac/held.ts": ["findVisitor"],
    "convex/component/domains/recheck.ts": ["takeDueDomains"],
    "convex/component/secretRotation/reseal.ts": [
      "new TenantWriter",
      "patchRow",
      "resealProgress",
      "rowsAfter",
      "writeResealProgress",
    ],
    "convex/component/secretRotation/status.ts": ["resealProgress", "rowsAfter"],
    "convex/component/vault/rotation.ts": ["stalledKeyRotations"],
    "convex/component/directories/resume.ts": ["oldestDirectoryJobs"],
    "convex/component/sso/deletion.ts": ["oldestSsoDeletions"],
    "convex/component/sso/endings.ts": ["oldestSsoEndings"],
    "convex/component/sso/purge.ts": ["deleteEnded"],
    "convex/component/hosted/purge.ts": ["deleteEnded"],
    "convex/component/portal/purge.ts": ["deleteEnded"],
    "convex/component/portal/sessions.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/portal/standing.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/webhooks/sweep.ts": ["duePumps", "oldestInOutbox", "takeFormerPumps"],
    "convex/component/emails/delivery.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/signIn/attempt.ts": ["new TenantWriter", "openAttempt with ctx"],
    "convex/component/signIn/openAttempt.ts": ["openRequest with ctx"],
    "convex/component/signIn/openRequest.ts": [
      "new DeploymentReader",
      "new TenantReader",
      "isProjectKey",
    ],
    "convex/component/signIn/reads/answer.ts": ["openRequest with ctx"],
    "convex/component/signIn/reads/session.ts": ["openRead with ctx", "new TenantWriter"],
    "convex/component/signIn/reads/token.ts": ["openRead with ctx", "new TenantWriter"],
    "convex/component/signIn/limits/reservations.ts": ["new TenantWriter", "openAttempt with ctx"],
    "convex/component/signIn/perform.ts": ["performAttempt with ctx"],
    "convex/component/signIn/performPasskey.ts": ["performAttempt with ctx"],
    "convex/component/signIn/performSso.ts": ["performAttempt with ctx"],
    "convex/component/signIn/performance.ts": ["openVisit with ctx"],
    "convex/component/signIn/visit.ts": ["new DeploymentReader", "new TenantWriter"],
    "convex/component/signIn/limits/sessionWrites.ts": ["new TenantWriter"],
    "convex/component/signIn/origins/cors.ts": ["new DeploymentReader", "new TenantReader"],
    "convex/component/signIn/current.ts": ["findVisitor"],
    "convex/component/signIn/tokens/signingKeys.ts": [
      "new DeploymentReader",
      "new DeploymentWriter",
      "new TenantReader",
      "new TenantWriter",
    ],
  };

  test("is typed raw in tenancy alone", () => {
    for (const file of outside)
      expect(readFileSync(join(repository, file), "utf8"), file).not.toMatch(
        /Generic(Database|Mutation|Query)\w*|DatabaseReader|DatabaseWriter/,
      );
  });

  test("is had raw by tenancy, and by the functions that hand it over at once", () => {
    for (const file of outside)
      if (buildersIn(sourceOf(file)).length > 0) expect(Object.keys(handOver)).toContain(file);
    for (const [file, receivers] of Object.entries(handOver)) {
      const source = sourceOf(file);
      const own = rawContexts(source).flatMap(({ of }) => (of ? [`${of} with ctx`] : [])); // looked into here as well
      const uses = rawContexts(source).flatMap(({ parameter, body }) => rawUses(parameter, body));
      expect([...new Set(uses)].filter((use) => !own.includes(use)).sort(), file).toEqual(
        [...receivers].sort(),
      );
    }
  });

  /** Names in the file that stand for a raw context or make a function that has one. */
  function buildersIn(file: ts.SourceFile): string[] {
    const imports = file.statements
      .filter(ts.isImportDeclaration)
      .filter(({ moduleSpecifier }) =>
        /_generated\/server|convex\/server/.test(moduleSpecifier.getText()),
      );
    const names = imports.flatMap(
      ({ importClause }) => importClause?.getText().match(/\w+/g) ?? [],
    );
    return names.filter((name) =>
      /^(query|mutation|internalQuery|internalMutation|QueryCtx|MutationCtx)$/.test(name),
    );
  }

  interface RawContext {
    readonly parameter: ts.ParameterDeclaration;
    readonly body: ts.Node;
    /** The function's name, unless it is a handler. */
    readonly of: string | null;
  }

  /**
   * Every function of the file that is handed one: handlers of those builders, and what says so in
   * its parameter's type.
   */
  function rawContexts(file: ts.SourceFile): RawContext[] {
    const builders = buildersIn(file);
    const found: RawContext[] = [];
    const visit = (node: ts.Node): void => {
      if ((ts.isArrowFunction(node) || ts.isFunctionDeclaration(node)) && node.body) {
        const [parameter] = node.parameters;
        const property = node.parent;
        const isHandler =
          ts.isPropertyAssignment(property) &&
          property.name.getText() === "handler" &&
          ts.isCallExpression(property.parent.parent) &&
          builders.includes(property.parent.parent.expression.getText());
        const typed = node.parameters.find(
          ({ type }) => type !== undefined && builders.includes(type.getText()),
        );
        if (isHandler && parameter) found.push({ parameter, body: node.body, of: null });
        else if (typed)
          found.push({
            parameter: typed,
            body: node.body,
            of: ts.isFunctionDeclaration(node) ? node.name!.text : node.parent.getText(),
          });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  }

  /** Parts of a context that are no way to the rows. */
  const harmless = ["scheduler", "runQuery", "runMutation", "meta"];

  /** What its `db` is an argument of, and what it itself is (`… with ctx`). */
  function rawUses({ name }: ts.ParameterDeclaration, body: ts.Node): string[] {
    if (!ts.isIdentifier(name)) return [name.getText()];
    const uses: string[] = [];
    const receiverOf = (node: ts.Node): string => {
      const { parent } = node;
      if (
        !(ts.isCallExpression(parent) || ts.isNewExpression(parent)) ||
        parent.arguments?.includes(node as ts.Expression) !== true
      )
        return parent.getText();
      return ts.isNewExpression(parent)
        ? `new ${parent.expression.getText()}`
        : parent.expression.getText();
    };
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === name.text) {
        const { parent } = node;
        const isPart = ts.isPropertyAccessExpression(parent) && parent.expression === node;
        const isNameOfPart = ts.isPropertyAccessExpression(parent) && parent.name === node;
        if (isPart && parent.name.text === "db") uses.push(receiverOf(parent));
        else if (!isNameOfPart && !(isPart && harmless.includes(parent.name.text)))
          uses.push(`${receiverOf(node)} with ctx`);
      }
      ts.forEachChild(node, visit);
    };
    visit(body);
    return uses;
  }

  test("is asked before a project is known by caller.ts alone", () => {
    expect(
      ours.filter(({ to }) => to.endsWith("tenancy/lookups")).map(({ from }) => short(from)),
    ).toEqual(["tenancy/caller"]);
  });
});

describe("imports", () => {
  /** By folder, or by the names that every slice gives its files. */
  const layers: readonly (readonly [name: string, files: RegExp])[] = [
    ["entry", /^(http|setup|crons|convex\.config|api\/(management|response))$/],
    ["tenancy", /^tenancy\/(?!tables)/],
    ["functions", /^[^/]+\/functions$/],
    ["tables", /^([^/]+\/tables|schema)$/],
    ["contract", /^([^/]+\/contract|contract|api\/manifest\.generated|events\/types)$/],
    ["core", /^(core|wire)\/|^[^/]+\/fields$/],
    ["model", /./],
  ];
  const order = ["core", "contract", "tables", "tenancy", "model", "functions", "entry"];
  const layerOf = (path: string) => layers.find(([, files]) => files.test(short(path)))![0]; // the last takes all
  const NO_SLICES = [null, "core", "wire", "tenancy", "api"];
  const sliceOf = (path: string) => /^([^/]+)\//.exec(short(path))?.[1] ?? null;
  const betweenSlices = ours.filter(
    ({ from, to }) =>
      [from, to].every((path) => !NO_SLICES.includes(sliceOf(path))) &&
      sliceOf(from) !== sliceOf(to),
  );

  test("go one way: core ← contract ← tables ← tenancy ← model ← functions ← http", () => {
    expect(ours.length).toBeGreaterThan(50);
    expect(
      ours
        .filter(({ from, to }) => order.indexOf(layerOf(to)) > order.indexOf(layerOf(from)))
        .map(shown),
    ).toEqual([]);
  });

  test("between slices go from model to model, and between files never in a circle", () => {
    // The core is for everybody, and an answer may hold another slice's resource.
    const allowed = ({ from, to }: Import) =>
      layerOf(to) === "core" ||
      (layerOf(from) === layerOf(to) && ["model", "contract"].includes(layerOf(from)));
    expect(betweenSlices.filter((each) => !allowed(each)).map(shown)).toEqual([]);
    // Slices know of each other where the domain does (a user leaves organizations, an organization
    // has keys); files never do.
    const imports = ours.filter(({ typeOnly }) => !typeOnly);
    const reached = (files: ReadonlySet<string>): ReadonlySet<string> => {
      const more = new Set([
        ...files,
        ...imports.filter(({ from }) => files.has(from)).map(({ to }) => to),
      ]);
      return more.size === files.size ? files : reached(more);
    };
    for (const each of imports)
      expect([...reached(new Set([each.to]))], `behind ${shown(each)}`).not.toContain(each.from);
  });

  test("of the component by the client are types of the contract and of the component's functions, the manifest, errors, and the checks of a permission, of an address and of a key's form", () => {
    const free =
      /^convex\/component\/(api\/manifest\.generated|core\/(errors|permissions|apiKey|networkAddresses))$/;
    const typesOnly =
      /^convex\/component\/(contract|events\/types|[^/]+\/contract|wire\/(operation|fields)|_generated\/component)$/;
    // In an action the in-process transport hashes as the HTTP one does, by a dynamic import.
    const named = [
      "src/transports/convex → convex/component/passwords/newPassword",
      // Takes requests from browsers, as api/ does.
      "src/contractFunctions → convex/component/core/requestLimits",
      "src/contractFunctions → convex/component/core/storableJson",
      // For the type of `signIn.sso`, which the endpoint's body is.
      "src/react/ssoClient → convex/component/sso/flow/signInBody",
    ];
    const wrong = filesIn("src")
      .filter((file) => !/^src\/cli\/|^src\/test\.ts$/.test(file))
      .flatMap(importsOf)
      .filter(({ to }) => /^convex\/(component|_generated)/.test(to))
      .filter(
        ({ from, to, typeOnly }) =>
          !free.test(to) && !(typesOnly.test(to) && typeOnly) && !named.includes(`${from} → ${to}`),
      );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("of the local deployment stay in local/, and only the CLI imports it: the runtime can be audited without it", () => {
    const { dependencies, peerDependencies, devDependencies } = localPackage;
    const published = Object.keys({ ...dependencies, ...peerDependencies });
    const isAllowed = ({ from, to }: Import) =>
      to.startsWith("local/") ||
      isBuiltin(to) ||
      // By entry: `convex/` is also a folder of this repository.
      /^convex\/(browser|react|server|values)$/.test(to) ||
      [...published, ...(from.startsWith("local/src/") ? [] : Object.keys(devDependencies))].some(
        (name) => name !== "convex" && (to === name || to.startsWith(`${name}/`)),
      );
    const ownImports = ["local/src", "local/test", "local/bench"]
      .flatMap(filesIn)
      .flatMap(importsOf);
    expect(ownImports.length).toBeGreaterThan(100);
    expect(
      ownImports.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`),
    ).toEqual([]);
    const importers = [...filesIn("src"), ...filesIn("convex")]
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith("@banata-auth/local") || to.startsWith("local/"));
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter(({ from }) => !from.startsWith("src/cli/")).map(shown)).toEqual([]);
    // The package is optional: the CLI loads it in one place, at run time.
    expect(importers.filter(({ typeOnly }) => !typeOnly).map(({ from, to }) => [from, to])).toEqual(
      [["src/cli/localPackage", "@banata-auth/local"]],
    );
  });
});

describe("every operation", () => {
  const modules = import.meta.glob<
    Record<string, { isQuery?: true; isMutation?: true; isPublic?: true }>
  >(["../../convex/component/*/functions.ts", "!**/tenancy/**"], { eager: true });
  const functions = Object.fromEntries(
    Object.entries(modules).flatMap(([path, exports]) =>
      Object.entries(exports).map(([name, exported]) => [
        `${/([^/]+)\/functions\.ts$/.exec(path)![1]}.${name}`,
        exported,
      ]),
    ), // the glob's own shape
  );

  test("has its function, of the declared kind, and no function is without an operation", () => {
    const found = Object.entries(functions).map(([name, { isQuery, isMutation, isPublic }]) => ({
      name,
      kind: isQuery ? "query" : isMutation ? "mutation" : "other",
      isPublic,
    }));
    const declared = operations.map(({ name, definition }) => ({
      name: name as string,
      kind: definition.kind as string,
      isPublic: true as const,
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(found.sort(byName)).toEqual(declared.sort(byName));
  });

  test("has a method and path of its own", () => {
    const declared = operations.map(
      ({ definition }) => `${definition.method ?? "POST"} ${definition.path}`,
    );
    expect(new Set(declared).size).toBe(declared.length);
    // Of the reads that answer GET besides, only one whose GET is another declared operation gives
    // way.
    const answered = operations.flatMap((operation) =>
      httpMethods(operation).map((method) => `${method} ${operation.definition.path}`),
    );
    expect(new Set(answered).size).toBe(answered.length);
    for (const { definition } of operations)
      expect(definition.path).toMatch(/^\/[a-z0-9/-]+[a-z0-9]$/);
  });

  test.each(operations)(
    "$name is documented, guarded by a slug, and recorded",
    ({ group, method, definition }) => {
      expect(operationDocs(group).get(method)?.length).toBeGreaterThan(10);
      if (definition.permission !== null) {
        expect(
          permissionPattern().safeParse(definition.permission).success,
          definition.permission,
        ).toBe(true);
        expect(definition.permission).not.toContain("*");
      }
      if (definition.kind === "mutation" && !definition.repeatable)
        expect(definition.events?.length).toBeGreaterThan(0);
      if (definition.kind === "query") expect(definition.events).toBeUndefined();
      for (const event of definition.events ?? [])
        expect(event).toMatch(/^[a-z_]+(\.[a-z_]+){1,2}$/);
    },
  );

  /** Named like ids, but no ids of ours. */
  const notOurs = [
    ...[
      "auditLogs.listEvents.actorId",
      "auditLogs.listEvents.targetId",
      "auditLogs.createEvent.actorId",
    ], // of several kinds, or somebody else's
    ...[
      "configuration.saveSocialProviderCredential.providerId",
      "configuration.deleteSocialProviderCredential.providerId",
    ], // a provider's name
    ...[
      "configuration.saveSocialProviderCredential.clientId",
      "configuration.saveSocialProviderCredential.tenantId",
    ], // made by the provider
  ];

  test.each(operations)(
    "$name says of which kind each id is that it takes, or isolation could not try another project's",
    ({ name, definition }) => {
      for (const [field, schema] of Object.entries(definition.input.shape)) {
        if (!/^id([A-Z]|$)|Ids?([A-Z]|$)/.test(field) || notOurs.includes(`${name}.${field}`))
          continue;
        expect(kindOf(schema), field).toBeTypeOf("string");
      }
    },
  );

  function kindOf(schema: z.core.$ZodType): string | undefined {
    const { innerType, element } = schema._zod.def as {
      innerType?: z.core.$ZodType;
      element?: z.core.$ZodType;
    }; // of wrappers and arrays
    const inner = innerType ?? element;
    return wireMetadata.get(schema as z.ZodMiniType)?.idOf ?? (inner && kindOf(inner)); // the registry takes every schema
  }
});
