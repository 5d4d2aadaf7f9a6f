/** `process.env` and the console. */
export const environment = String.raw`
  // Only reading a variable asks the deployment: "in", Object.keys and assignments see this object.
  const env = new Proxy({}, {
    get(target, name, receiver) {
      if (typeof name !== "string") return Reflect.get(target, name, receiver);
      if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
        throw new Error(
          "The environment variable name " + name + " is invalid. Environment variable names must begin with a letter " +
            "and may only include characters a-z, A-Z, 0-9, and underscores.",
        );
      }
      return bridge.env(name) ?? (name === "inspect" ? () => "[process.env]" : undefined);
    },
  });
  hide(globalThis, "process", { env });

  const levels = { debug: "DEBUG", error: "ERROR", info: "INFO", log: "LOG", warn: "WARN", trace: "LOG" };
  const started = new Map();
  const elapsed = (label) => label + ": " + (bridge.now() - (started.get(label) ?? bridge.now())) + "ms";
  const console = {
    time: (label = "default") => void started.set(label, bridge.now()),
    timeLog: (label = "default", ...rest) => bridge.log("INFO", [elapsed(label), ...rest]),
    timeEnd: (label = "default") => {
      bridge.log("INFO", [elapsed(label)]);
      started.delete(label);
    },
  };
  for (const method of Object.keys(levels)) console[method] = (...args) => bridge.log(levels[method], args);
  hide(globalThis, "console", console);
`;
