/**
 * The grammar of filters and of PATCH's paths (RFC 7644, 3.4.2.2 and 3.5.2), with one addition that
 * Entra ID sends: `emails[type eq "work"].value eq "a@b.c"`. Lengths and depths are bounded.
 */
import { ScimError } from "./errors";
import { type AttributePath, MAX_EXPRESSION, parseAttributePath } from "./paths";
import type { ResourceKind } from "./schemas";

const comparators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Comparator = (typeof comparators)[number];

export interface Comparison {
  readonly is: "comparison";
  readonly path: AttributePath;
  readonly comparator: Comparator;
  readonly value: string | number | boolean | null;
}

export type Filter =
  | Comparison
  | { readonly is: "present"; readonly path: AttributePath }
  | { readonly is: "not"; readonly term: Filter }
  | { readonly is: "and" | "or"; readonly terms: readonly Filter[] }
  /** One value of the attribute for which the inner filter holds. */
  | { readonly is: "element"; readonly path: AttributePath; readonly filter: Filter };

/** Where a PATCH operation changes something. */
export interface PatchPath extends AttributePath {
  readonly filter: Filter | null;
}

/** Parentheses, brackets and `not` inside each other. */
const MAX_DEPTH = 12;
/** Comparisons of one filter. */
const MAX_TERMS = 50;

type FaultType = "invalidFilter" | "invalidPath";

/** Reads one expression from left to right. */
class Reader {
  private at = 0;
  private depth = 0;
  private terms = 0;

  constructor(
    private readonly kind: ResourceKind,
    private readonly text: string,
    private readonly faultType: FaultType,
  ) {
    if (text.length > MAX_EXPRESSION)
      throw this.fault(`has more than ${MAX_EXPRESSION} characters`);
  }

  fault(problem: string): ScimError {
    const what = this.faultType === "invalidPath" ? "path" : "filter";
    return new ScimError(400, `The ${what} ${problem}.`, this.faultType);
  }

  expectEnd(): void {
    this.skipSpace();
    if (this.at < this.text.length) throw this.unexpected();
  }

  readOr(): Filter {
    return this.readChain("or", () => this.readChain("and", () => this.readTerm()));
  }

  readPatchPath(): PatchPath {
    const path = this.readPath();
    const filter = this.take("[") ? this.readBracketed() : null;
    const sub = filter && this.take(".") ? this.readName() : path.sub;
    if (filter && path.sub !== null) throw this.fault("has a filter behind a sub-attribute");
    this.expectEnd();
    return { ...path, sub, filter };
  }

  private readChain(word: "and" | "or", readTerm: () => Filter): Filter {
    const first = readTerm();
    const terms = [first];
    while (this.takeWord(word)) terms.push(readTerm());
    return terms.length === 1 ? first : { is: word, terms };
  }

  private readTerm(): Filter {
    if (this.takeWord("not")) return { is: "not", term: this.nested(() => this.readTerm()) };
    if (this.take("("))
      return this.nested(() => {
        const inner = this.readOr();
        this.expect(")");
        return inner;
      });
    return this.readAttributeTerm();
  }

  private readAttributeTerm(): Filter {
    this.terms += 1;
    if (this.terms > MAX_TERMS) throw this.fault(`has more than ${MAX_TERMS} comparisons`);
    const path = this.readPath();
    if (path.attribute === null) throw this.fault("compares a schema, not an attribute");
    if (!this.take("[")) return this.readComparison(path);
    if (path.sub !== null) throw this.fault("has brackets behind a sub-attribute");
    const filter = this.readBracketed();
    if (!this.take(".")) return { is: "element", path, filter };
    const sub = { schema: null, attribute: this.readName(), sub: null };
    return {
      is: "element",
      path,
      filter: { is: "and", terms: [filter, this.readComparison(sub)] },
    };
  }

  private readComparison(path: AttributePath): Filter {
    const word = this.readWord().toLowerCase();
    if (word === "pr") return { is: "present", path };
    const comparator = comparators.find((each) => each === word);
    if (!comparator) throw this.fault(`has no operator behind "${path.attribute}"`);
    return { is: "comparison", path, comparator, value: this.readValue() };
  }

  private readBracketed(): Filter {
    return this.nested(() => {
      const inner = this.readOr();
      this.expect("]");
      return inner;
    });
  }

  private nested<Result>(read: () => Result): Result {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.fault(`has more than ${MAX_DEPTH} levels`);
    const result = read();
    this.depth -= 1;
    return result;
  }

  private readPath(): AttributePath {
    const word = this.readWord();
    const path = parseAttributePath(this.kind, word);
    if (!path) throw this.fault(`has "${word.slice(0, 64)}", which is no attribute's name`);
    return path;
  }

  private readName(): string {
    const path = this.readPath();
    if (path.schema !== null || path.attribute === null || path.sub !== null)
      throw this.fault("has more than one sub-attribute");
    return path.attribute;
  }

  private readValue(): Comparison["value"] {
    this.skipSpace();
    const quoted = this.match(/"(?:[^"\\]|\\.)*"/y);
    const literal = quoted ?? this.readWord();
    const isWord = /^(true|false|null)$/i.test(literal); // Entra ID writes True
    try {
      const value: unknown = JSON.parse(isWord ? literal.toLowerCase() : literal);
      if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
      if (typeof value === "number" && Number.isFinite(value)) return value;
    } catch {
      // Said below
    }
    throw this.fault('has a value that is no JSON; write a string as "value"');
  }

  private readWord(): string {
    this.skipSpace();
    const word = this.match(/[^\s()[\]"]+/y);
    if (word === null) throw this.unexpected();
    return word;
  }

  private takeWord(word: string): boolean {
    this.skipSpace();
    const end = this.at + word.length;
    const isThere =
      this.text.slice(this.at, end).toLowerCase() === word &&
      !/[\w.:$-]/.test(this.text.charAt(end));
    if (isThere) this.at = end;
    return isThere;
  }

  private take(character: string): boolean {
    this.skipSpace();
    const isThere = this.text.charAt(this.at) === character;
    if (isThere) this.at += 1;
    return isThere;
  }

  private expect(character: string): void {
    if (!this.take(character)) throw this.unexpected();
  }

  private match(sticky: RegExp): string | null {
    sticky.lastIndex = this.at;
    const [found] = sticky.exec(this.text) ?? [null];
    this.at += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    this.match(/\s*/y);
  }

  private unexpected(): ScimError {
    return this.fault(
      this.at < this.text.length
        ? `has "${this.text.charAt(this.at)}" where it cannot be, at position ${this.at}`
        : "ends too early",
    );
  }
}

/** The tree of a filter. Throws 400 `invalidFilter`. */
export function parseFilter(kind: ResourceKind, text: string): Filter {
  const reader = new Reader(kind, text, "invalidFilter");
  const filter = reader.readOr();
  reader.expectEnd();
  return filter;
}

/** The parts of a PATCH operation's path. Throws 400 `invalidPath`. */
export const parsePatchPath = (kind: ResourceKind, text: string): PatchPath =>
  new Reader(kind, text, "invalidPath").readPatchPath();
