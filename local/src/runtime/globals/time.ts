/** The clock of the call, `performance` and timers. */
export const time = String.raw`
  const RealDate = Date;
  const ContextDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [bridge.now()] : args, newTarget === ContextDate ? target : newTarget),
    apply: () => new RealDate(bridge.now()).toString(),
  });
  hide(RealDate, "now", () => bridge.now());
  hide(RealDate.prototype, "constructor", ContextDate);
  hide(globalThis, "Date", ContextDate);

  // Of the call, because on Convex each call has a context of its own. Rounded down to a tenth, as there.
  const performanceNow = () => Math.floor(bridge.elapsed() * 10) / 10;
  const constructing = Symbol();
  const illegal = (key) => {
    if (key !== constructing) throw new TypeError("Illegal constructor");
  };

  class PerformanceEntry {
    #fields;
    constructor(fields, key) {
      illegal(key);
      this.#fields = fields;
    }
    get name() { return this.#fields.name; }
    get entryType() { return this.#fields.entryType; }
    get startTime() { return this.#fields.startTime; }
    get duration() { return this.#fields.duration; }
    toJSON() {
      const { name, entryType, startTime, duration } = this;
      return "detail" in this ? { name, entryType, startTime, duration, detail: this.detail } : { name, entryType, startTime, duration };
    }
    get [Symbol.toStringTag]() { return "PerformanceEntry"; }
  }
  class PerformanceMark extends PerformanceEntry {
    #detail;
    constructor(name, options) {
      requireArguments(arguments.length, 1, "Failed to construct 'PerformanceMark'");
      const startTime = options?.startTime ?? performanceNow();
      if (startTime < 0)
        throw new TypeError("Cannot construct PerformanceMark: startTime cannot be negative, received " + startTime);
      super({ name, entryType: "mark", startTime, duration: 0 }, constructing);
      this.#detail = structuredClone(options?.detail ?? null);
    }
    get detail() { return this.#detail; }
  }
  class PerformanceMeasure extends PerformanceEntry {
    #detail;
    constructor(fields, key) {
      illegal(key);
      super(fields, key);
      this.#detail = structuredClone(fields.detail ?? null);
    }
    get detail() { return this.#detail; }
  }
  class Performance extends EventTarget {
    #entries = [];
    constructor(key) {
      illegal(key);
      super();
    }
    now() { return performanceNow(); }
    get timeOrigin() { return bridge.startedAt(); }
    toJSON() { return { timeOrigin: this.timeOrigin }; }
    mark(name, options) {
      const mark = new PerformanceMark(name, options);
      this.#entries.push(mark);
      return mark;
    }
    measure(name, range, endMark) {
      const options = typeof range === "object" && range !== null ? range : { start: range };
      const { duration } = options;
      const given = (mark) => (mark === undefined ? undefined : this.#timeOf(mark));
      let start = given(options.start);
      let end = given(endMark ?? options.end);
      if (duration !== undefined && end === undefined && start !== undefined) end = start + duration;
      if (duration !== undefined && start === undefined && end !== undefined) start = end - duration;
      start ??= 0;
      end ??= performanceNow();
      const fields = { name, entryType: "measure", startTime: start, duration: end - start, detail: options.detail };
      const measure = new PerformanceMeasure(fields, constructing);
      this.#entries.push(measure);
      return measure;
    }
    clearMarks(name) { this.#clear("mark", name); }
    clearMeasures(name) { this.#clear("measure", name); }
    clearResourceTimings() {}
    setResourceTimingBufferSize() {}
    getEntries() { return [...this.#entries]; }
    getEntriesByName(name, type) {
      return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
    }
    getEntriesByType(type) { return this.#entries.filter(({ entryType }) => entryType === type); }
    get eventCounts() { return unimplemented("get eventCounts", "Performance"); }
    get timing() { return unimplemented("get timing", "Performance"); }
    get navigation() { return unimplemented("get navigation", "Performance"); }
    #clear(type, name) {
      this.#entries = this.#entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== name));
    }
    #timeOf(mark) {
      if (typeof mark !== "string") {
        if (mark < 0) throw new TypeError("Mark cannot be negative: received " + mark);
        return mark;
      }
      const found = this.getEntriesByName(mark, "mark").at(-1);
      if (found === undefined) throw new DOMException("Cannot find mark: \"" + mark + "\"", "SyntaxError");
      return found.startTime;
    }
  }
  for (const constructor of [Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure])
    hide(globalThis, constructor.name, constructor);
  hide(globalThis, "performance", new Performance(constructing));

  const timers = new Map();
  let nextTimer = 1;
  const startTimer = (name, start, repeats) =>
    function (callback, delay, ...args) {
      if (typeof callback === "string") unimplemented("code string argument", name);
      const id = nextTimer++;
      if (!bridge.allowsEffects()) {
        if (!bridge.isRunning()) throw new Error(actionOnly(name));
        // In Convex the timer's own promise rejects, which no code can handle.
        bridge.abort("Uncaught Error: " + actionOnly(name));
        return id;
      }
      const fire = () => {
        if (!repeats) timers.delete(id);
        try {
          callback(...args);
        } catch (error) {
          bridge.uncaught(error);
        }
      };
      timers.set(id, start(fire, delay));
      return id;
    };
  const stopTimer = (id) => {
    shared.clearTimer(timers.get(id));
    timers.delete(id);
  };
  hide(globalThis, "setTimeout", startTimer("setTimeout", shared.setTimeout, false));
  hide(globalThis, "setInterval", startTimer("setInterval", shared.setInterval, true));
  hide(globalThis, "clearTimeout", stopTimer);
  hide(globalThis, "clearInterval", stopTimer);
`;
