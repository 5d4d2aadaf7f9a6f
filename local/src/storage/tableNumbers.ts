import type { ComponentPath } from "../types";
import { decodeId } from "./ids";
import { tableKey } from "./tables";

export interface TableName {
  readonly component: ComponentPath;
  readonly name: string;
}

/** As in Convex, lower numbers are reserved for built-in tables. */
const FIRST_NUMBER = 10_001;
const TABLE_NAME = /^_?[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

/**
 * Maps tables of all components to numbers and back. A number is reserved at the first use of a
 * name, before any commit, so that two transactions that create the same table agree. It is logged
 * with the first commit that uses it.
 */
export class TableNumbers {
  private readonly numbers = new Map<string, number>();
  private readonly names = new Map<number, TableName>();
  private nextNumber = FIRST_NUMBER;

  restore(component: ComponentPath, name: string, number: number): void {
    this.numbers.set(tableKey(component, name), number);
    this.names.set(number, { component, name });
    this.nextNumber = Math.max(this.nextNumber, number + 1);
  }

  reserve(component: ComponentPath, name: string): number {
    const known = this.numbers.get(tableKey(component, name));
    if (known !== undefined) return known;
    if (!TABLE_NAME.test(name)) {
      throw new Error(
        `Invalid table name ${name}: Table names must start with a letter, can only contain letters, digits and underscores, ` +
          "and are at most 64 characters long.",
      );
    }
    const number = this.nextNumber;
    this.restore(component, name, number);
    return number;
  }

  find(component: ComponentPath, name: string): number | undefined {
    return this.numbers.get(tableKey(component, name));
  }

  findName(number: number): TableName | undefined {
    return this.names.get(number);
  }

  /**
   * Returns the component's table that the id belongs to: null for another component's table, and
   * the reason as text for a malformed id.
   */
  findTable(
    component: ComponentPath,
    id: string,
  ): { readonly name: string | null } | { readonly problem: string } {
    const decoded = decodeId(id);
    if ("problem" in decoded) return decoded;
    const table = this.names.get(decoded.tableNumber);
    return { name: table?.component === component ? table.name : null };
  }
}
