/**
 * How often a request runs Better Auth, which a real deployment evaluates anew each time: once.
 * Refusals and needs that are known before do not run it.
 */
import { beforeEach, expect, test, vi } from "vitest";
import * as performance from "../../convex/component/signIn/performance";
import { httpRuntime } from "../support/runtime";
import { begin, type Scene } from "../support/signIn";

vi.mock("../../convex/component/signIn/performance", { spy: true });
const runs = () => vi.mocked(performance.performAttempt).mock.calls.length;

let scene: Scene;
beforeEach(async () => {
  scene = await begin(httpRuntime);
  await scene.client.signUp.email(scene.ada); // also makes the key that signs
  vi.mocked(performance.performAttempt).mockClear();
});

test("a sign-up with a password", async () => {
  const { visit, ada } = scene;
  const { error } = await visit().client.signUp.email({ ...ada, email: "b@example.com" });
  expect(error).toBeNull();
  expect(runs()).toBe(1);
});

test("a sign-up with an address that has an account", async () => {
  const { visit, ada } = scene;
  await visit().client.signUp.email(ada);
  expect(runs()).toBe(1);
});

test("a sign-in with a password", async () => {
  const { visit, ada } = scene;
  const { error } = await visit().client.signIn.email(ada);
  expect(error).toBeNull();
  expect(runs()).toBe(1);
});

test("a sign-up with a password that the policy refuses does not", async () => {
  const { visit, ada } = scene;
  const { error } = await visit().client.signUp.email({
    ...ada,
    email: "c@example.com",
    password: "password1234",
  });
  expect(error?.status).toBe(422);
  expect(runs()).toBe(0);
});
