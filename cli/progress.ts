/** A bar on standard error for work that takes more than a second; nothing at all where that is no terminal. */
export interface Progress {
  /** Shows that a share (0 to 1) is done, with a few words such as a count of rows. */
  readonly update: (share: number, words: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

/** Where a bar is drawn: standard error, or what stands for it in tests. */
export interface ProgressTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds before the first drawing and between two. */
const PATIENCE = 1000;
const INTERVAL = 100;
const WIDTH = 24;

/** Starts a bar called `label`; nothing is drawn during the first second, nor on what is no terminal. */
export function progress(
  label: string,
  terminal: ProgressTerminal = process.stderr,
  now = () => performance.now(),
): Progress {
  if (terminal.isTTY !== true) return { update: () => undefined, end: () => undefined };
  let next = now() + PATIENCE;
  let drawn = false;
  return {
    update(share, words) {
      if (now() < next) return;
      next = now() + INTERVAL;
      drawn = true;
      const done = Math.round(WIDTH * Math.min(Math.max(share, 0), 1));
      const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
      const line = `${label} ${bar} ${Math.floor(100 * share)} %  ${words}`;
      terminal.write(`\r${line.slice(0, (terminal.columns ?? 80) - 1)}\u001b[K`);
    },
    end() {
      if (drawn) terminal.write('\r\u001b[K');
      drawn = false;
    },
  };
}
