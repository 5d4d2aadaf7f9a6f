/** The reference for people, `docs/reference`: one page for each group of the contract. */
import type { Contract } from "../../convex/component/contract";
import { documentedOperations } from "../contract/operations";
import { groupPage } from "./groupPage";
import { overviewPage } from "./overviewPage";

/** Returns the pages by path in the repository. */
export function referencePages(contract: Contract): Readonly<Record<string, string>> {
  const operations = documentedOperations(contract);
  const groups = Object.keys(contract) as (keyof Contract)[]; // the type of its keys
  return {
    "docs/reference/README.md": overviewPage(operations),
    ...Object.fromEntries(
      groups.map((group) => [
        `docs/reference/${group}.md`,
        groupPage(
          group,
          operations.filter((each) => each.group === group),
        ),
      ]),
    ),
  };
}
