/**
 * Better Auth swallows some errors of its database and mail functions (a failed clean-up, an unsent
 * mail) and logs others with all their context. Here such an error must roll the transaction back.
 * So it is remembered where it occurs, hidden from Better Auth behind an empty error, and rethrown
 * at the end.
 */
import { APIError } from "better-auth/api";

type Method = (...args: unknown[]) => unknown;

export class Failures {
  private first: { readonly error: unknown } | null = null;

  /** Wraps an object: errors that its methods throw are remembered and rethrown unchanged. */
  watch<T extends object>(object: T): T {
    return this.wrap(object, (error) => error);
  }

  /**
   * Like `watch`, for objects that Better Auth calls: it only sees an `APIError` without details.
   */
  guard<T extends object>(object: T): T {
    return this.wrap(object, (error) =>
      error instanceof APIError ? error : new APIError("INTERNAL_SERVER_ERROR"),
    );
  }

  rethrow(): void {
    if (this.first) throw this.first.error;
  }

  private wrap<T extends object>(object: T, shown: (error: unknown) => unknown): T {
    const handled = async (result: Promise<unknown>) => {
      try {
        return await result;
      } catch (error) {
        if (!(error instanceof APIError)) this.first ??= { error };
        throw shown(error);
      }
    };
    return new Proxy(object, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        return (...args: unknown[]): unknown => {
          const result = (member as Method).apply(target, args); // the object's own method
          return result instanceof Promise ? handled(result) : result;
        };
      },
    });
  }
}
