/** URLs and text encodings: Node's, without what Convex's lack. */
export const urls = String.raw`
  const OuterParams = shared.globals.URLSearchParams;
  // Node's own URL reads the size of its parameters, which Convex's do not have.
  class URLSearchParams {
    #pairs = [];
    #onChange = () => undefined;
    constructor(init) {
      if (init === undefined) return;
      if (typeof init === "string") this.#pairs = [...new OuterParams(init)];
      else if (Array.isArray(init)) {
        for (const pair of init) {
          if (pair.length !== 2)
            throw new TypeError("Failed to construct 'URLSearchParams': Sequence initializer must only contain pair elements");
          this.append(pair[0], pair[1]);
        }
      } else if (init instanceof URLSearchParams) this.#pairs = init.#pairs.map(([name, value]) => [name, value]);
      // Anything else is a record, also what could be iterated.
      else for (const name in init) this.append(name, init[name]);
    }
    // Follows a URL whose query may change; onChange changes it.
    static follow(params, query, onChange) {
      params.#pairs = [...new OuterParams(query)];
      params.#onChange = onChange;
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#onChange();
    }
    delete(name) {
      this.#pairs = this.#pairs.filter(([other]) => other !== String(name));
      this.#onChange();
    }
    set(name, value) {
      this.delete(name);
      this.append(name, value);
    }
    sort() {
      this.#pairs.sort(([a], [b]) => a.localeCompare(b));
      this.#onChange();
    }
    get(name) { return this.getAll(name)[0] ?? null; }
    getAll(name) { return this.#pairs.filter(([other]) => other === String(name)).map(([, value]) => value); }
    has(name) { return this.#pairs.some(([other]) => other === String(name)); }
    forEach(callback) { this.#pairs.forEach(([name, value]) => callback(value, name, this)); }
    keys() { return this.#pairs.map(([name]) => name)[Symbol.iterator](); }
    values() { return this.#pairs.map(([, value]) => value)[Symbol.iterator](); }
    entries() { return this.#pairs[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return new OuterParams(this.#pairs).toString(); }
    toJSON() { return {}; }
    get [Symbol.toStringTag]() { return "URLSearchParams"; }
  }
  const { follow } = URLSearchParams;
  delete URLSearchParams.follow;
  hide(globalThis, "URLSearchParams", URLSearchParams);
  show(URLSearchParams, (params) => [...params]);

  const OuterURL = shared.globals.URL;
  const ContextURL = class URL extends OuterURL {
    static createObjectURL = undefined;
    static revokeObjectURL = undefined;
    static parse(url, base) {
      try {
        return new ContextURL(url, base);
      } catch {
        return null;
      }
    }
    #params;
    constructor(url, base) {
      try {
        super(url, base);
      } catch {
        throw new TypeError("Invalid URL: '" + url + "'");
      }
    }
    get searchParams() {
      if (this.#params === undefined) {
        this.#params = new URLSearchParams();
        this.#follow();
      }
      return this.#params;
    }
    get href() { return super.href; }
    set href(value) {
      super.href = value;
      this.#follow();
    }
    get search() { return super.search; }
    set search(value) {
      super.search = value;
      this.#follow();
    }
    get host() { return super.host; }
    set host(_) { unimplemented("set host", "URL"); }
    get username() { return super.username; }
    set username(_) { unimplemented("set username", "URL"); }
    get password() { return super.password; }
    set password(_) { unimplemented("set password", "URL"); }
    #follow() {
      if (this.#params === undefined) return;
      follow(this.#params, super.search, () => {
        super.search = this.#params.toString();
      });
    }
  };
  hide(globalThis, "URL", ContextURL);
  show(ContextURL, ({ href }) => href);

  const OuterDecoder = shared.globals.TextDecoder;
  hide(globalThis, "TextDecoder", class TextDecoder extends OuterDecoder {
    constructor(label = "utf-8", options = {}) {
      try {
        super(label, options);
      } catch {
        throw new DOMException("The encoding label provided ('" + label + "') is invalid.", "RangeError");
      }
    }
    decode(input, options) {
      if (input === undefined) return "";
      try {
        return super.decode(input, options);
      } catch (error) {
        // Convex's runtime drops the error of invalid bytes and answers without a text.
        if (this.fatal && (ArrayBuffer.isView(input) || input instanceof ArrayBuffer)) return undefined;
        throw error;
      }
    }
  });
`;
