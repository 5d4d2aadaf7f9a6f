/**
 * Keeps a visible page current: by the project's live feed, where the deployment has one, otherwise
 * by polling. A page without news polls less and less often, and a hidden one does neither.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { hasLiveFeed } from "../site";
import { News } from "./news";

const FIRST_MS = 10_000;
const LONGEST_MS = 60_000;
const SLOWER = 1.5;
/** Between two reads, so that a burst of events does not become a burst of requests. */
const PAUSE_MS = 1_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

export function useLive(projectId: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const news = new News(queryClient, projectId);
    let watch: Watch | null = document.hidden ? null : new Watch(news, projectId);
    const onVisibility = () => {
      watch?.stop();
      watch = document.hidden ? null : new Watch(news, projectId);
      // The feed first reports the latest event.
      if (!hasLiveFeed) void watch?.poll();
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      watch?.stop();
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [projectId, queryClient]);
}

/** While the page is visible. */
class Watch {
  private isStopped = false;
  private delay = FIRST_MS;
  private nextPoll: Timer;
  private nextFeed: Timer;
  private closeFeed: (() => void) | null = null;
  /** Whether the feed reports events, so that nothing polls. */
  private isFed = false;
  /** The latest event that the feed has reported, until it is read. */
  private unread: string | null = null;
  private isReading = false;

  constructor(
    private readonly news: News,
    private readonly projectId: string,
  ) {
    this.schedule();
    if (hasLiveFeed) void this.openFeed();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.nextPoll);
    clearTimeout(this.nextFeed);
    this.closeFeed?.();
  }

  async poll(): Promise<void> {
    const outcome = await this.news.load();
    const isNews = outcome === "some" || outcome === "more";
    this.delay = isNews ? FIRST_MS : Math.min(this.delay * SLOWER, LONGEST_MS);
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.nextPoll);
    if (!this.isStopped && !this.isFed)
      this.nextPoll = setTimeout(() => void this.poll(), this.delay);
  }

  private async openFeed(): Promise<void> {
    try {
      const { openFeed } = await import("./feed"); // with Convex's client, which polling does not need
      if (this.isStopped) return;
      this.closeFeed = openFeed(this.projectId, {
        onEvent: (eventId) => this.onEvent(eventId),
        onEnd: () => this.onFeedEnd(),
      });
    } catch {
      this.onFeedEnd();
    }
  }

  private onEvent(eventId: string | null): void {
    this.isFed = true;
    clearTimeout(this.nextPoll);
    this.unread = eventId;
    void this.readAll();
  }

  private async readAll(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    while (!this.isStopped && this.unread !== null && !this.news.isRead(this.unread)) {
      const wanted = this.unread;
      this.unread = null;
      const outcome = await this.news.load();
      if (outcome === "refused") this.onFeedEnd();
      if (outcome === "more") this.unread ??= wanted;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.isReading = false;
  }

  /** Polls, and tries the feed again later. */
  private onFeedEnd(): void {
    this.closeFeed?.();
    this.closeFeed = null;
    this.isFed = false;
    this.unread = null;
    if (this.isStopped) return;
    this.delay = FIRST_MS;
    this.schedule();
    clearTimeout(this.nextFeed);
    this.nextFeed = setTimeout(() => void this.openFeed(), LONGEST_MS);
  }
}
