/** How long a delivery and its endpoint wait after a failed attempt. */
import { describe, expect, test } from "vitest";
import { getPauseMs, getRetryDelayMs, type Report } from "../../convex/component/webhooks/outcome";

const HOUR_MS = 3_600_000;
const report = (number: number, retryAfter: number | null = null): Report => ({
  deliveryId: "dlv_1",
  number,
  attempt: { at: 0, status: 503, latency: 1, error: "status", response: null },
  retryAfter,
});

describe("the wait before the next attempt", () => {
  const delays = [5_000, 300_000, 1_800_000, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 24 * HOUR_MS];

  test.each(delays.map((delay, i) => [i + 1, delay]))(
    "after attempt %i is %i ms, spread over a tenth to both sides",
    (number, delay) => {
      const waits = Array.from({ length: 200 }, () => getRetryDelayMs(report(number))!);
      for (const wait of waits) {
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(delay * 0.9);
        expect(wait).toBeLessThanOrEqual(delay * 1.1 + 1);
      }
      expect(Math.min(...waits)).toBeLessThan(delay * 0.97);
      expect(Math.max(...waits)).toBeGreaterThan(delay * 1.03);
    },
  );

  test("after the eighth attempt there is none", () => {
    expect(getRetryDelayMs(report(8))).toBeNull();
  });

  test("follows a longer Retry-After, up to 24 hours", () => {
    expect(getRetryDelayMs(report(1, HOUR_MS))).toBe(HOUR_MS);
    expect(getRetryDelayMs(report(1, 1))).toBeGreaterThan(4_000);
    expect(getRetryDelayMs(report(1, 30 * 24 * HOUR_MS))).toBe(24 * HOUR_MS);
  });

  test("pauses the whole endpoint for an hour at most", () => {
    expect(getPauseMs(report(1))).toBe(0);
    expect(getPauseMs(report(1, 60_000))).toBe(60_000);
    expect(getPauseMs(report(1, 24 * HOUR_MS))).toBe(HOUR_MS);
  });
});
