/**
 * Headers, requests, responses and `fetch`. Subclasses of Node's, so that parsed bodies are made of
 * this context's objects; `Headers` is Convex's, which keeps the order and every value apart.
 */
export const requests = String.raw`
  const HEADER_NAME = /^[!#$%&'*+\-.^_\x60|~0-9A-Za-z]+$/;
  class Headers {
    #pairs = [];
    constructor(init) {
      if (init === undefined) return;
      if (init instanceof Array) {
        for (const pair of init) {
          if (pair.length !== 2) throw new TypeError("Failed to construct 'Headers': Invalid value");
          this.append(pair[0], pair[1]);
        }
      } else if (init instanceof Headers) this.#pairs = init.#pairs.map(([name, value]) => [name, value]);
      else for (const name in init) this.append(name, init[name]);
    }
    append(name, value) { this.#pairs.push([this.#name(name, "append"), String(value)]); }
    set(name, value) {
      const key = this.#name(name, "set");
      this.delete(key);
      this.append(key, value);
    }
    delete(name) {
      const key = this.#name(name, "delete");
      this.#pairs = this.#pairs.filter(([other]) => other !== key);
    }
    get(name) {
      const values = this.#values(this.#name(name, "get"));
      return values.length === 0 ? null : values.join(", ");
    }
    has(name) { return this.#values(this.#name(name, "has")).length > 0; }
    getSetCookie() { return this.#values("set-cookie"); }
    forEach(callback) { this.#pairs.forEach(([name, value]) => callback(value, name, this)); }
    keys() { return this.#pairs.map(([name]) => name)[Symbol.iterator](); }
    values() { return this.#pairs.map(([, value]) => value)[Symbol.iterator](); }
    entries() { return this.#pairs[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
    get [Symbol.toStringTag]() { return "Headers"; }
    #values(key) { return this.#pairs.filter(([name]) => name === key).map(([, value]) => value); }
    #name(name, method) {
      if (!HEADER_NAME.test(name)) throw new TypeError("Failed to execute '" + method + "' on 'Headers: Invalid name");
      return String(name).toLowerCase();
    }
  }
  hide(globalThis, "Headers", Headers);
  show(Headers, (headers) => Object.fromEntries(headers));

  const BODIES = [ArrayBuffer, Blob, FormData, URLSearchParams, ReadableStream];
  const outerBody = (body, owner, types) => {
    const isBody =
      body === null || body === undefined || typeof body === "string" || ArrayBuffer.isView(body) ||
      BODIES.some((constructor) => body instanceof constructor);
    if (!isBody) unimplemented("constructor with body type other than string | ArrayBuffer | Blob | " + types + "ReadableStream | null", owner);
    // Node recognizes its own parameters only.
    return body instanceof URLSearchParams ? new OuterParams([...body]) : body;
  };
  const requestBody = (body) => outerBody(body, "Request", "FormData | ");

  const headersOf = new WeakMap();
  // Node's objects have headers of their own, which are read once and never after a change.
  const keepHeaders = (object, own, outer) => {
    const type = outer.get("content-type");
    if (type !== null && !own.has("content-type")) own.set("content-type", type);
    headersOf.set(object, own);
  };
  const withBody = (Outer) =>
    class extends Outer {
      get headers() {
        let own = headersOf.get(this);
        if (own === undefined) headersOf.set(this, (own = new Headers([...super.headers])));
        return own;
      }
      async text() { return await outsideOf(() => super.text()); }
      async json() { return JSON.parse(await outsideOf(() => super.text())); }
      async arrayBuffer() { return await outsideOf(() => super.arrayBuffer()); }
      async blob() { return await outsideOf(() => super.blob()); }
      async formData() {
        if (this.headers.get("content-type")?.startsWith("multipart/")) requireAction("formData()");
        return await outsideOf(() => super.formData());
      }
      clone() {
        const copy = adopt(super.clone(), this.constructor);
        headersOf.set(copy, new Headers(this.headers));
        return copy;
      }
    };

  const ContextRequest = class Request extends withBody(shared.Request) {
    constructor(input, init) {
      const { method, body, signal, redirect, headers } = init ?? {};
      const own = new Headers(headers ?? (input instanceof shared.Request ? input.headers : undefined));
      const given = { method, body: requestBody(body), signal, redirect, headers: [...own] };
      super(input, body instanceof ReadableStream ? { ...given, duplex: "half" } : given);
      keepHeaders(this, own, super.headers);
    }
  };
  const missing = [
    "destination", "referrer", "referrerPolicy", "mode", "credentials", "cache", "redirect", "integrity", "keepalive",
    "isReloadNavigation", "isHistoryNavigation", "duplex",
  ];
  for (const name of missing)
    Object.defineProperty(ContextRequest.prototype, name, {
      get: () => unimplemented("get " + name, "Request"),
      configurable: true,
    });
  hide(globalThis, "Request", ContextRequest);
  show(ContextRequest, ({ method, url, headers, bodyUsed }) => ({ method, url, headers, bodyUsed }));

  // Most responses are made of text, and only the server reads them. Node's response with its stream
  // is made when anything else does: it takes longer than many functions.
  const texts = new WeakMap();
  const unreadText = (response) => {
    const lazy = texts.get(response);
    return lazy === undefined || lazy.made !== undefined ? null : lazy.text;
  };
  const made = (response) => {
    const lazy = texts.get(response);
    if (lazy === undefined) return undefined;
    const { status, statusText, headers } = response;
    return (lazy.made ??= new shared.Response(lazy.text, { status, statusText, headers: [...headers] }));
  };
  class TextResponse extends shared.Response {
    get body() { const own = made(this); return own === undefined ? super.body : own.body; }
    get bodyUsed() { return texts.has(this) ? (texts.get(this).made?.bodyUsed ?? false) : super.bodyUsed; }
    text() { return made(this)?.text() ?? super.text(); }
    arrayBuffer() { return made(this)?.arrayBuffer() ?? super.arrayBuffer(); }
    blob() { return made(this)?.blob() ?? super.blob(); }
    formData() { return made(this)?.formData() ?? super.formData(); }
    clone() { return made(this)?.clone() ?? super.clone(); }
  }

  const streamed = new WeakSet();
  // Node rejects a body with these.
  const BODILESS = [101, 204, 205, 304];
  const ContextResponse = class Response extends withBody(TextResponse) {
    constructor(body, init) {
      const own = new Headers(init?.headers ?? undefined);
      if (typeof body === "string" && !BODILESS.includes(Number(init?.status ?? 200))) {
        super(null, { status: init?.status, statusText: init?.statusText });
        if (!own.has("content-type")) own.set("content-type", "text/plain;charset=UTF-8");
        headersOf.set(this, own);
        texts.set(this, { text: body, made: undefined });
        return;
      }
      super(outerBody(body, "Response", ""), { status: init?.status, statusText: init?.statusText, headers: [...own] });
      keepHeaders(this, own, super.headers);
      if (body instanceof ReadableStream) streamed.add(this);
    }
    static json(data, init) {
      if (data === undefined)
        throw new TypeError("Failed to execute 'json' on 'Response': The data is not JSON serializable");
      const response = new ContextResponse(JSON.stringify(data), init);
      response.headers.set("content-type", "application/json");
      return response;
    }
    static redirect(url, status = 302) {
      return new ContextResponse(null, { status, headers: { location: String(url) } });
    }
    static error() { return new ContextResponse(null, { status: 500 }); }
  };
  hide(globalThis, "Response", ContextResponse);
  show(ContextResponse, ({ status, url, headers, bodyUsed }) => ({ status, url, headers, bodyUsed }));

  hide(globalThis, "fetch", async function fetch(input, init) {
    requireAction("fetch()");
    const headers = init?.headers ?? (input instanceof ContextRequest ? input.headers : undefined);
    const given = { ...init, headers: [...new Headers(headers)] };
    if (init?.body !== undefined) given.body = requestBody(init.body);
    if (init?.body instanceof ReadableStream) given.duplex ??= "half";
    return adopt(await shared.fetch(input, given), ContextResponse);
  });
`;
