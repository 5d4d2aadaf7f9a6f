import { isAlive, npmProcess } from "./npmProcess";

const NPM_CHECK_MS = 250;

/**
 * Calls `stop` once when the user or the system ends this process; a second Ctrl-C exits
 * immediately. Returns a function that removes the handlers.
 */
export function onStopSignal(stop: () => void): () => void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    stop();
  };
  // npm forwards signals that this process has already received, and on a busy machine it does so
  // late. Two SIGINT within half a second are one Ctrl-C, and no other signal is a second Ctrl-C.
  let last = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = Date.now();
    const isRepeated = now - last <= 500;
    last = now;
    if (stopping && signal === "SIGINT" && !isRepeated) process.exit(130);
    stopOnce();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const npmCheck = watchNpm(stopOnce);
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
