/** An operator in a browser, at the console of the shared deployment, in a project of a test's own. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { manifest } from "../../../convex/component/api/manifest.generated";
import type { OperatorOperation } from "../../../pages/src/pages";
import type { BanataAuth } from "../../../src/index";
import { linkFor, newOperatorEmail } from "../../support/operators";
import {
  deployedRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "../../support/runtime";
import { accessibilityFaults } from "../axe";

type Deployment = Parameters<typeof deployedRuntime>[0];

interface Answer {
  readonly path: string;
  readonly status: number;
}

export class ConsoleStage {
  /** What the page has reported: errors of scripts and violations of its policy. */
  readonly errors: string[] = [];
  private readonly answers: Answer[] = [];
  private readonly closings: (() => Promise<void>)[] = [];

  private constructor(
    private readonly runtime: HttpRuntime,
    readonly page: Page,
    readonly project: TestProject,
    /** The API, to prepare what the page acts on. */
    readonly api: BanataAuth,
  ) {
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("response", (response) =>
      this.answers.push({ path: new URL(response.url()).pathname, status: response.status() }),
    );
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Signs a new operator in. */
  static async start(
    browser: Browser,
    deployment: Deployment = inject("deployment"),
  ): Promise<ConsoleStage> {
    const runtime = deployedRuntime(deployment);
    const project = await newProject(runtime);
    const context = await browser.newContext({ permissions: ["clipboard-write"] });
    context.setDefaultTimeout(15_000);
    const stage = new ConsoleStage(runtime, await context.newPage(), project, runtime.sdk(project));
    await stage.signInByLink(newOperatorEmail());
    return stage;
  }

  /** Signs in by a link of the command line, here or in another browser. */
  async signInByLink(email: string, page = this.page): Promise<void> {
    const { link } = await linkFor(this.runtime, email, this.project.id);
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
  }

  /** `users` → the address of that page in the project; undefined: the operator's projects. */
  address(path?: string): string {
    const base = `${this.runtime.origin}/banata/console`;
    if (path === undefined) return base;
    return `${base}/projects/${this.project.id}/${path}`.replace(/\/$/, "");
  }

  async open(path?: string): Promise<void> {
    await this.page.goto(this.address(path));
    await this.page.locator("h1").waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name, level: 1 });
  }

  /** Waits until the heading has the focus. */
  async isFocused(heading: string): Promise<void> {
    await this.page.locator("h1:focus, h2:focus", { hasText: heading }).waitFor();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Opens the menu of an item and chooses. */
  async choose(menu: string, act: string): Promise<void> {
    await this.press(menu);
    await this.page.getByRole("menuitem", { name: act, exact: true }).click();
  }

  async fill(label: string, text: string): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    const place = (await dialog.count()) > 0 ? dialog : this.page.locator("main");
    await place.getByLabel(label).and(place.locator("input, textarea")).first().fill(text);
  }

  /** Chooses one of the options of a field. */
  async select(label: string, option: string): Promise<void> {
    await this.page.getByRole("button", { name: new RegExp(label) }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  /** Types the name and confirms. */
  async confirmDeletion(name: string, button: string): Promise<void> {
    await this.fill("to confirm", name);
    await this.page.getByRole("dialog").getByRole("button", { name: button }).click();
  }

  /** How the operation was answered since the mark, once it was; fails after some seconds. */
  async answerOf(operation: OperatorOperation, mark: number): Promise<number> {
    const path = pathOf(operation);
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = this.answers.slice(mark).find((each) => each.path.endsWith(path));
      if (answer) return answer.status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The page has not called ${operation}.`);
  }

  /** Forgets refusals that were expected, and what the browser says about them. */
  forgive(status: number): void {
    const answers = this.answers.filter((answer) => answer.status !== status);
    this.answers.splice(0, Infinity, ...answers);
    const errors = this.errors.filter((text) => !text.includes(String(status)));
    this.errors.splice(0, Infinity, ...errors);
  }

  /** How often the operation was answered since the mark. */
  countAnswers(operation: OperatorOperation, mark: number): number {
    const path = pathOf(operation);
    return this.answers.slice(mark).filter((each) => each.path.endsWith(path)).length;
  }

  /** For `answerOf`: what has been answered until now does not count. */
  mark(): number {
    return this.answers.length;
  }

  /** What axe finds, by the rules of WCAG 2.2 AA and its best practices. */
  async accessibilityFaults(page = this.page): Promise<string[]> {
    return await accessibilityFaults(page);
  }

  onClose(work: () => Promise<void>): void {
    this.closings.push(work);
  }

  async close(): Promise<void> {
    for (const work of this.closings) await work();
    await this.context.close();
  }
}

function pathOf(operation: OperatorOperation): string {
  const [group, method] = operation.split(".") as [keyof typeof manifest, string];
  return (manifest[group] as Record<string, { path: string }>)[method]!.path; // of the contract
}
