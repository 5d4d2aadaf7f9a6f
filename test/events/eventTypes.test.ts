/** The types of events: declared once, with what they say and the shape of their data. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { eventNames } from "../../convex/component/events/names.generated";
import { auditOnlyActions, eventTypes } from "../../convex/component/events/types";
import type { Change } from "../../convex/component/tenancy/records";
import { eventDocs } from "../../scripts/eventTypes";
import type { Event, EventData, EventType, User, WebhookEvent } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { repository } from "../support/deployment";

const types = Object.keys(eventTypes);

test("each says what it means, and openapi.json lists it with the shape of its data", () => {
  const docs = eventDocs();
  const { webhooks } = JSON.parse(readFileSync(join(repository, "openapi.json"), "utf8")) as {
    webhooks: Record<
      string,
      {
        post: {
          summary: string;
          requestBody: { content: { "application/json": { schema: { properties: object } } } };
        };
      }
    >;
  };
  expect(Object.keys(webhooks)).toEqual(types);
  for (const [type, { post }] of Object.entries(webhooks)) {
    expect(post.summary, type).toBe(docs.get(type));
    expect(Object.keys(post.requestBody.content["application/json"].schema.properties)).toEqual([
      "id",
      "type",
      "timestamp",
      "createdAt",
      "data",
    ]);
  }
  for (const action of Object.keys(auditOnlyActions))
    expect(docs.get(action), action).toBeTypeOf("string");
  expect([...eventNames]).toEqual([...types, ...Object.keys(auditOnlyActions)].sort());
});

test("each is recorded somewhere, and can be asked for", () => {
  const folder = join(repository, "convex/component");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      path.endsWith(".ts") && !/_generated|generated|contract\.ts$|events\/types/.test(path),
  );
  const text = sources.map((path) => readFileSync(join(folder, path), "utf8")).join("\n");
  for (const name of eventNames) {
    expect(text, name).toContain(`"${name}"`);
    expect(name).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
  }
});

describe("types", () => {
  test("of events are a union over `type`, with times in data as text", () => {
    expectTypeOf<
      Extract<Event, { type: "user.created" }>["data"]["createdAt"]
    >().toEqualTypeOf<string>();
    expectTypeOf<
      Extract<WebhookEvent, { type: "api_key.rotated" }>["data"]["replaced"]
    >().toEqualTypeOf<{ id: string; expiresAt: string }>();
    expectTypeOf<
      Extract<WebhookEvent, { type: "member.added" }>["timestamp"]
    >().toEqualTypeOf<string>();
    expectTypeOf<EventData<"email.provider.updated">["provider"]>().toBeNullable();
    expectTypeOf<User["createdAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<
      Awaited<ReturnType<WireClient["events"]["listEvents"]>>["data"][number]
    >().toEqualTypeOf<Event>();
    const shown = (event: WebhookEvent) =>
      event.type === "user.created" ? event.data.email : event.type;
    expectTypeOf(shown).returns.toEqualTypeOf<string>();
    expectTypeOf<EventType>().toExtend<string>();
  });

  test("of records take no type that is not declared, and no data of another shape", () => {
    expectTypeOf<{
      type: "password.set";
      targets: [];
      data: { userId: string };
    }>().toExtend<Change>();
    expectTypeOf<{
      type: "password.sett";
      targets: [];
      data: { userId: string };
    }>().not.toExtend<Change>();
    expectTypeOf<{
      type: "password.set";
      targets: [];
      data: { user: string };
    }>().not.toExtend<Change>();
    expectTypeOf<{
      type: "user.sign_in_failed";
      targets: [];
      data: { userId: string };
    }>().not.toExtend<Change>();
  });
});
