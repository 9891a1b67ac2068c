/** One field of the checklist as it waits to be sent: an answer, or the day and texts. */
export interface Change {
  fields: Record<string, string>;
  baseVersion: number;
}

export type SendResult =
  | { kind: "saved"; version: number }
  | { kind: "conflict"; theirs: Record<string, unknown> }
  | { kind: "refused"; message: string }
  | { kind: "unreachable" };

export interface PendingListener {
  saved(key: string, version: number): void;
  conflict(key: string, theirs: Record<string, unknown>): void;
  state(state: "idle" | "on-device" | "sending" | "saved" | "refused", message?: string): void;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const TYPING_MS = 600;
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];

/**
 * Changes that the server has not confirmed. Each is on the device before anything is sent and leaves it only when the
 * server has answered; a change made meanwhile is sent after it, on the version the server gave.
 */
export class PendingChanges {
  readonly #changes: Map<string, Change>;
  readonly #blocked = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | null = null;
  #failures = 0;

  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly send: (key: string, change: Change) => Promise<SendResult>,
    private readonly listener: PendingListener,
  ) {
    this.#changes = new Map(JSON.parse(store.getItem(name) ?? "[]"));
  }

  /** What an earlier visit left behind. */
  get waiting(): ReadonlyMap<string, Change> {
    return this.#changes;
  }

  put(key: string, change: Change, { isTyping = false } = {}): void {
    const before = this.#changes.get(key);
    this.#blocked.delete(key);
    this.#changes.set(key, {
      ...change,
      baseVersion: Math.max(change.baseVersion, before?.baseVersion ?? 0),
    });
    this.#keep();
    this.listener.state("on-device");
    this.#schedule(isTyping ? TYPING_MS : 0);
  }

  drop(key: string): void {
    this.#changes.delete(key);
    this.#blocked.delete(key);
    this.#keep();
  }

  /** Sends what waits, one after the other. Resolves when nothing is on its way any more. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = [...this.#changes].find(([key]) => !this.#blocked.has(key));
      if (!next) return;
      const [key, change] = next;
      this.listener.state("sending");
      const result = await this.send(key, change);
      if (result.kind === "unreachable") {
        this.listener.state("on-device");
        this.#schedule(RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] ?? 0);
        return;
      }
      this.#failures = 0;
      if (result.kind === "saved") this.#confirm(key, change, result.version);
      else {
        this.#blocked.add(key);
        if (result.kind === "conflict") this.listener.conflict(key, result.theirs);
        this.listener.state("refused", result.kind === "refused" ? result.message : undefined);
      }
    }
  }

  #confirm(key: string, sent: Change, version: number): void {
    const latest = this.#changes.get(key);
    if (latest === sent) this.#changes.delete(key);
    else if (latest) this.#changes.set(key, { ...latest, baseVersion: version });
    this.#keep();
    this.listener.saved(key, version);
    if (this.#changes.size === 0) this.listener.state("saved");
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #keep(): void {
    if (this.#changes.size === 0) this.store.removeItem(this.name);
    else this.store.setItem(this.name, JSON.stringify([...this.#changes]));
  }
}
