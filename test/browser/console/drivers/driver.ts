import { pages, type PageName } from "../../../../pages/src/pages";
import type { ConsoleStage } from "../stage";

/** Performs an act as a person does. */
export type Driver = (stage: ConsoleStage) => Promise<void>;

/** The drivers of every act of some pages. */
export type DriversOf<Pages extends PageName> = Readonly<
  Record<{ [P in Pages]: `${P}.${keyof (typeof pages)[P]["acts"] & string}` }[Pages], Driver>
>;

let serial = 0;
export const unique = (word: string): string => `${word}-${Date.now().toString(36)}-${serial++}`;

/** The act happens when the page is opened. */
export const opens =
  (page: PageName): Driver =>
  async (stage) =>
    await stage.open(pages[page].path ?? undefined);
