/**
 * Scenes of the sign-in tests: a project of its own with its people, their mail, and what stands in
 * it.
 */
import type { MailboxMessage } from "@banata-auth/local";
import { expect } from "vitest";
import type { WireClient } from "./wireClient";
import { inboxOf, type Inbox } from "./mailbox";
import {
  deployedRuntime,
  httpRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "./runtime";
import { newVisitor, type TestVisitor } from "./visitor";

export const engines = [
  ["on the test engine", httpRuntime],
  ["on the local deployment", deployedRuntime],
] as const;

type Settings = Parameters<WireClient["configuration"]["saveDashboardConfig"]>[0];

export interface Scene extends TestVisitor {
  readonly runtime: HttpRuntime;
  readonly project: TestProject;
  readonly admin: WireClient;
  readonly inbox: Inbox;
  /** Somebody of whom no other test has heard. */
  readonly ada: { readonly email: string; readonly name: string; readonly password: string };
  /** Another browser. */
  visit(cookies?: Map<string, string>): TestVisitor;
}

let serial = 0;

export async function begin(start: () => HttpRuntime, settings?: Settings): Promise<Scene> {
  const runtime = start();
  const inbox = await inboxOf(runtime);
  const project = await newProject(runtime);
  const admin = runtime.client(project);
  if (settings) await admin.configuration.saveDashboardConfig(settings);
  const ada = {
    email: `ada-${process.pid}-${Date.now().toString(36)}-${serial++}@example.com`,
    name: "Ada",
    password: "correct horse battery",
  };
  const visit = (cookies?: Map<string, string>) => newVisitor(runtime, project.id, cookies);
  return { runtime, project, admin, inbox, ada, visit, ...visit() };
}

/** A second project of the same deployment, with the same settings. */
export async function neighbour({ runtime }: Scene, settings?: Settings): Promise<Scene> {
  return await begin(() => runtime, settings);
}

export const linkIn = ({ text }: MailboxMessage): string => {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  expect(link, text).toBeDefined();
  return link!;
};

export const codeIn = ({ text }: MailboxMessage): string => {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  expect(code, text).toBeDefined();
  return code!;
};

export const eventsOf = async ({ admin }: Scene, ...eventTypes: string[]): Promise<string[]> =>
  (await admin.events.listEvents({ eventTypes, limit: 200 })).data.map(({ type }) => type);

/**
 * Runs `work` within one minute of the clock, because limits count per minute. Waits for the next
 * minute if less than half of this one is left, and tries again if the work took too long. Use
 * `MINUTE_TRIES_TIMEOUT_MS` as the timeout of the test.
 */
export async function withinOneMinute<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries <= 3; tries++) {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < (tries === 1 ? 30_000 : 59_000))
      await new Promise((resolve) => setTimeout(resolve, left));
    const minute = currentMinute();
    const result = await work();
    if (currentMinute() === minute) return result;
  }
  throw new Error("The machine is too slow for this test: its requests took more than a minute");
}
const currentMinute = () => Math.floor(Date.now() / 60_000);
export const MINUTE_TRIES_TIMEOUT_MS = 6 * 60_000;

export const times = async <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  await Promise.all(Array.from({ length: count }, async (_, i) => await work(i)));
