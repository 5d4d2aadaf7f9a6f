export { createRunner, type LocalRunner, type RunnerOptions } from "./runner";
export { createScheduler, type Scheduler, type SchedulerOptions } from "./scheduler";
export type { Execution } from "./services";
export { FunctionNotFoundError } from "./refusals";
