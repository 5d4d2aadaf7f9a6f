import type { JSONValue } from "convex/values";
import type { ComponentPath, CronSpec, DeployedApp, Transaction } from "../types";
import { parseSchedule, type CronSchedule } from "./cronSchedule";

/** One row per cron job of a component: its deployed definition and when it is due. */
const CRON_JOBS = "_cron_jobs";

/** A deployed cron job with its next run. */
export interface StoredCron {
  readonly owner: ComponentPath;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly args: JSONValue;
  readonly schedule: CronSchedule;
  readonly time: number;
}

/**
 * Updates the stored jobs to those of the app. New and changed jobs start over; the others keep
 * their next run across pushes and restarts.
 */
export function syncCrons(tx: Transaction, app: DeployedApp, now: number): StoredCron[] {
  const crons: StoredCron[] = [];
  for (const component of app.components.values()) {
    const stored = readRows(tx, component.path);
    for (const [name, spec] of component.analysis.get("crons.js")?.cronSpecs ?? []) {
      const schedule = parseSchedule(name, spec.cronSchedule);
      const text = JSON.stringify(spec);
      const known = stored.get(name);
      stored.delete(name);
      const unchanged = known?.spec === text;
      const time = unchanged ? known.time : schedule.first(now);
      if (known !== undefined && !unchanged) tx.remove(component.path, known.id);
      const id = unchanged
        ? known.id
        : tx.insert(component.path, CRON_JOBS, { name, spec: text, time });
      crons.push({
        owner: component.path,
        id,
        name,
        path: spec.udfPath,
        args: toArgs(spec),
        schedule,
        time,
      });
    }
    for (const { id } of stored.values()) tx.remove(component.path, id);
  }
  return crons;
}

/** Moves a job to its next run. Returns false when it was moved, changed or removed meanwhile. */
export function advanceCron(tx: Transaction, cron: StoredCron, nextTime: number): boolean {
  if (tx.get(cron.owner, cron.id)?.time !== cron.time) return false;
  tx.patch(cron.owner, cron.id, { time: nextTime });
  return true;
}

function readRows(
  tx: Transaction,
  component: ComponentPath,
): Map<string, { id: string; spec: string; time: number }> {
  const found = new Map<string, { id: string; spec: string; time: number }>();
  const rows = tx.scan({
    component,
    table: CRON_JOBS,
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    const { _id, name, spec, time } = next.value.document;
    found.set(String(name), { id: _id, spec: String(spec), time: Number(time) });
  }
  return found;
}

/**
 * Returns the argument object: `crons.ts` exports it as the only element of an array, in Convex's
 * JSON.
 */
function toArgs(spec: CronSpec): JSONValue {
  const [args] = Array.isArray(spec.udfArgs) ? (spec.udfArgs as JSONValue[]) : [];
  return args ?? {};
}
