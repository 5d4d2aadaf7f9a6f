/** A local deployment in a process of its own, to be killed and started again on the same data. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { deployApp, repository } from "./deployment";

export interface Address {
  readonly cloudUrl: string;
  readonly siteUrl: string;
  readonly adminKey: string;
}

export class KillableDeployment {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly directory: string,
    private readonly script: "deploymentProcess" | "clockedDeployment",
  ) {}

  /** With the app deployed, and not running yet. The clock of `clockedDeployment` can be moved. */
  static async create(
    name: string,
    script: "deploymentProcess" | "clockedDeployment",
  ): Promise<KillableDeployment> {
    const directory = await mkdtemp(join(tmpdir(), `${name}-`));
    await (await deployApp(directory)).close();
    return new KillableDeployment(directory, script);
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it on free ports. */
  async serve(): Promise<Address> {
    const path = join(repository, `test/support/${this.script}.ts`);
    this.child = spawn(process.execPath, ["--import", "tsx", path, this.directory], {
      cwd: repository,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: this.child.stdout! }), "line")) as [string]; // it prints one
    return JSON.parse(line) as Address;
  }

  /** Moves the clock of `clockedDeployment`. */
  elapse(milliseconds: number): void {
    this.child!.stdin!.write(`${milliseconds}\n`); // it runs
  }

  async kill(): Promise<void> {
    const gone = once(this.child!, "exit"); // it runs
    this.child!.kill("SIGKILL");
    await gone;
  }

  /** Kills it and deletes its data. */
  async remove(): Promise<void> {
    this.child?.kill("SIGKILL");
    await rm(this.directory, { recursive: true, force: true });
  }
}
