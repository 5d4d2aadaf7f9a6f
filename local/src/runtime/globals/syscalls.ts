/** The `Convex` object, through which convex/server reaches the deployment. */
export const syscalls = String.raw`
  const failure = (message, data) => {
    const error = new Error(message);
    if (data !== undefined) error.data = JSON.parse(data);
    return error;
  };
  let pending = new Map();
  let nextOperation = 0;
  hide(globalThis, "Convex", {
    syscall(operation, args) {
      const answer = bridge.syscall(operation, args);
      if (answer.failed) throw failure(answer.message, answer.data);
      return answer.value;
    },
    asyncSyscall(operation, args) {
      return new Promise((resolve, reject) => {
        const id = nextOperation++;
        const operations = pending;
        operations.set(id, operation);
        bridge.asyncSyscall(
          operation,
          args,
          (value) => {
            operations.delete(id);
            resolve(value);
          },
          (message, data) => {
            operations.delete(id);
            reject(failure(message, data));
          },
        );
      });
    },
    jsSyscall(operation) {
      if (operation.startsWith("storage/")) throw new Error(bridge.unavailable("File storage"));
      return refuse("Unknown JS syscall: " + operation);
    },
  });
`;
