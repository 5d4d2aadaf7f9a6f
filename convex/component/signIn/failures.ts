/**
 * Better Auth catches some errors of its database and mail and goes on (a clean-up that failed, a
 * mail that was not sent), and prints others with everything that it holds. Here an error means
 * that the transaction must not commit. So it is remembered where it arises, Better Auth is told no
 * more than that there was one, and it is thrown again at the end.
 */
import { APIError } from "better-auth/api";

type Method = (...args: unknown[]) => unknown;

export class Failures {
  private first: { readonly error: unknown } | null = null;

  /** The same object; what its methods throw is remembered, and thrown on. */
  watch<T extends object>(object: T): T {
    return this.wrap(object, (error) => error);
  }

  /** For what Better Auth calls itself: it gets an `APIError` that says nothing. */
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
