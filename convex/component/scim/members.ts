/**
 * Changes of a group's members. A group may have thousands of them, each in a row of its own: a
 * request is turned into ids to add and to remove, without the list.
 */
import { invalidValue, ScimError } from "./errors";
import type { Filter } from "./filter";
import { checkString, isArray, isObject, readName } from "./json";
import type { Change } from "./operations";

/** Ids in one request. */
const MAX_MEMBERS = 5000;
const MAX_ID = 256;

/** First everybody if `isCleared`, then `remove`, then `add`. No id is in both. */
export interface MembersDelta {
  readonly isCleared: boolean;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The ids of a `members` value, each once. Throws 400 `invalidValue`, or 413. */
export function parseMembers(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  const members: readonly unknown[] = isArray(value) ? value : [value];
  if (members.length > MAX_MEMBERS) throw tooManyMembers();
  return [...new Set(members.map(parseMember))];
}

function parseMember(member: unknown): string {
  const id = isObject(member) ? readName(member, "value") : member;
  const type = isObject(member) ? readName(member, "type") : undefined;
  if (typeof type === "string" && type.toLowerCase() === "group")
    throw invalidValue("A group cannot be a member of a group. Send the users of it.");
  if (typeof id !== "string" || id === "")
    throw invalidValue('A member is an object with the user\'s id as "value".');
  return checkString(id, "members.value", MAX_ID);
}

const tooManyMembers = () =>
  new ScimError(413, `A request changes at most ${MAX_MEMBERS} members. Send several requests.`);

/** The sum of a request's operations on members. */
export class MembersChange {
  private isCleared = false;
  private readonly added = new Set<string>();
  private readonly removed = new Set<string>();

  get delta(): MembersDelta {
    return { isCleared: this.isCleared, add: [...this.added], remove: [...this.removed] };
  }

  /** One operation of PATCH on `members`. */
  apply({ op, filter, sub, value }: Change): void {
    if (filter) this.applyFiltered(op, filter, sub);
    else if (sub !== null)
      throw new ScimError(400, 'Use the path members[value eq "…"] instead.', "invalidPath");
    else if (op === "remove" && (value === undefined || value === null)) this.clear();
    else if (op === "remove") parseMembers(value).forEach((id) => this.remove(id));
    else {
      if (value === undefined) throw invalidValue(`"members" needs a value to ${op}.`);
      if (op === "replace") this.clear();
      parseMembers(value).forEach((id) => this.add(id));
    }
    if (this.added.size + this.removed.size > MAX_MEMBERS) throw tooManyMembers();
  }

  private applyFiltered(op: Change["op"], filter: Filter, sub: string | null): void {
    if (op !== "remove" || sub !== null)
      throw new ScimError(400, "A member cannot be changed. Remove and add it.", "mutability");
    idsOf(filter).forEach((id) => this.remove(id));
  }

  private clear(): void {
    this.isCleared = true;
    this.added.clear();
    this.removed.clear();
  }

  private add(id: string): void {
    this.removed.delete(id);
    this.added.add(id);
  }

  private remove(id: string): void {
    this.added.delete(id);
    if (!this.isCleared) this.removed.add(id);
  }
}

/** The ids of `value eq "a"`, or of several of these with `or`. */
function idsOf(filter: Filter): readonly string[] {
  if (filter.is === "or") return filter.terms.flatMap(idsOf);
  if (
    filter.is === "comparison" &&
    filter.comparator === "eq" &&
    typeof filter.value === "string" &&
    filter.path.schema === null &&
    filter.path.sub === null &&
    filter.path.attribute?.toLowerCase() === "value"
  )
    return [checkString(filter.value, "members.value", MAX_ID)];
  throw new ScimError(400, 'Members are found by [value eq "…"] alone.', "invalidFilter");
}
