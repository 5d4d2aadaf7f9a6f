/**
 * The paths of the hosted pages, below `/p/<project>`. A file of its own: every request loads what
 * it imports.
 */
import type { Place } from "../api/request";
import { isEnabled } from "../pages/enabled";

export const hostedPaths = [
  "/authorize",
  "/token",
  "/logout",
  "/hosted/continue",
  "/hosted/sign-in",
  "/hosted/sign-in/password",
  "/hosted/sign-in/second-factor",
  "/hosted/sign-up",
  "/hosted/reset",
  "/hosted/reset/new",
] as const;
export type HostedPath = (typeof hostedPaths)[number];

const isPath = (path: string): path is HostedPath =>
  (hostedPaths as readonly string[]).includes(path);

export const findHostedPath = ({ path, projectId }: Place): HostedPath | null =>
  projectId !== null && isPath(path) && isEnabled("hosted") ? path : null;

/** A script of a page may call it, as far as CORS allows; the others are for navigation only. */
export const isForScripts = (path: HostedPath): boolean => path === "/token";
