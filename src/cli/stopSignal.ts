import { isAlive, npmProcess } from "./npmProcess";

const NPM_CHECK_MS = 250;

/**
 * Calls back once when the user or the system wants this process to end; the second Ctrl-C ends it
 * at once. Returns what undoes it.
 */
export function onStopSignal(stop: () => void): () => void {
  let stopping = false;
  const signalled = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop();
  };
  // npm passes Ctrl-C on although the terminal has sent it to both: within a moment it is the same
  // one.
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

/** `kill -9` of npm leaves what it started running, with the data open and nobody to stop it. */
function watchNpm(stop: () => void): NodeJS.Timeout | undefined {
  const npm = npmProcess();
  if (npm === null) return undefined;
  return setInterval(() => {
    if (!isAlive(npm)) stop();
  }, NPM_CHECK_MS).unref();
}
