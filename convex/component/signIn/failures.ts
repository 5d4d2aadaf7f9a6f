/**
 * Better Auth catches some errors of its database and mail and goes on (a clean-up that failed, a mail that was not sent). Here an error means that the transaction must not commit, so it is
 * remembered where it arises and thrown again at the end.
 */
import { APIError } from "better-auth/api";
import type { TenantWriter } from "../tenancy/database";

export class Failures {
  private first: { readonly error: unknown } | null = null;

  /** The same writer; what its writes throw is remembered. */
  watch(db: TenantWriter): TenantWriter {
    return new Proxy(db, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        return (...args: unknown[]): unknown => this.remember((member as (...args: unknown[]) => unknown).apply(target, args)); // the writer's own method
      },
    });
  }

  /** What Better Auth is told about on purpose is its business. */
  remember<T>(result: T): T {
    if (result instanceof Promise) result.catch((error: unknown) => this.note(error));
    return result;
  }

  rethrow(): void {
    if (this.first) throw this.first.error;
  }

  private note(error: unknown): void {
    if (!(error instanceof APIError)) this.first ??= { error };
  }
}
