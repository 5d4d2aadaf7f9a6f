import { isAlive, npmProcess } from "./npmProcess";

const NPM_CHECK_MS = 250;

/**
 * Calls `stop` once when the user or the system ends this process; a second Ctrl-C exits
 * immediately. Returns a function that removes the handlers.
 */
export function onStopSignal(stop: () => void): () => void {
  let stopping = false;
  const signalled = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop();
  };
  // npm forwards Ctrl-C although the terminal sends it to both processes: two within a moment are
  // the same one.
  let last = 0;
  const onSignal = () => {
    const now = Date.now();
    if (now - last > 500) signalled();
    last = now;
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const npmCheck = watchNpm(() => {
    if (!stopping) signalled();
  });
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    clearInterval(npmCheck);
  };
}

/** `kill -9` of npm leaves its child running with the data open. */
function watchNpm(stop: () => void): NodeJS.Timeout | undefined {
  const npm = npmProcess();
  if (npm === null) return undefined;
  return setInterval(() => {
    if (!isAlive(npm)) stop();
  }, NPM_CHECK_MS).unref();
}
