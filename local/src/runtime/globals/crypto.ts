/** Web Crypto, whose random numbers make some operations unavailable in queries and mutations. */
export const crypto = String.raw`
  const MAX_RANDOM_BYTES = 65536;
  const RANDOMNESS = "cryptographic randomness";
  const randomized = { sign: ["ECDSA", "RSA-PSS"], encrypt: ["RSA-OAEP"] };
  const algorithmName = (algorithm) => String(typeof algorithm === "string" ? algorithm : algorithm?.name).toUpperCase();

  class SubtleCrypto {
    constructor() { refuse("Illegal constructor: SubtleCrypto"); }
    get [Symbol.toStringTag]() { return "SubtleCrypto"; }
  }
  for (const [name, required] of Object.entries(shared.subtleMethods)) {
    SubtleCrypto.prototype[name] = async (...args) => {
      requireArguments(args.length, required, "Failed to execute '" + name + "' on 'SubtleCrypto'");
      if (name === "generateKey" || randomized[name]?.includes(algorithmName(args[0]))) requireAction(RANDOMNESS);
      bridge.computesAtOnce();
      return outsideOf(() => shared.subtle[name](...args));
    };
  }
  for (const name of ["wrapKey", "unwrapKey"])
    SubtleCrypto.prototype[name] = async () => unimplemented(name, "SubtleCrypto");
  const subtle = Object.create(SubtleCrypto.prototype);

  class Crypto {
    constructor() { refuse("Illegal constructor: Crypto"); }
    get subtle() { return subtle; }
    getRandomValues(array) {
      if (array?.byteLength > MAX_RANDOM_BYTES) {
        throw new TypeError(
          "Byte length (" + array.byteLength + ") exceeds the number of bytes of entropy available via this API (" + MAX_RANDOM_BYTES + ")",
        );
      }
      return shared.getRandomValues(array);
    }
    randomUUID() { return shared.randomUUID(); }
    get [Symbol.toStringTag]() { return "Crypto"; }
  }
  hide(globalThis, "Crypto", Crypto);
  hide(globalThis, "SubtleCrypto", SubtleCrypto);
  hide(globalThis, "crypto", Object.create(Crypto.prototype));
`;
