import { describe, expect, it } from 'vitest';
import { progress } from '../../cli/progress.js';

/** A terminal that keeps what is written, and a clock that is set by hand. */
function terminal(isTTY: boolean) {
  const written: string[] = [];
  const clock = { time: 0 };
  const bar = progress('reading a.csv', { isTTY, columns: 60, write: (text) => written.push(text) }, () => clock.time);
  return { written, clock, bar };
}

describe('progress', () => {
  it('draws after a second, not more often than ten times a second, and clears its line', () => {
    const { written, clock, bar } = terminal(true);
    bar.update(0.1, '10 rows');
    clock.time = 1001;
    bar.update(0.5, '50 rows');
    bar.update(0.6, '60 rows');
    bar.end();
    expect(written).toEqual([expect.stringMatching(/^\rreading a\.csv █{12}░{12} 50 % {2}50 rows/), '\r\u001b[K']);
  });
  it('keeps within the width of the terminal', () => {
    const { written, clock, bar } = terminal(true);
    clock.time = 2000;
    bar.update(1, 'x'.repeat(200));
    expect(written[0].length).toBeLessThanOrEqual(60 + 4);
  });
  it('writes nothing for quick work, nor where there is no terminal', () => {
    const quick = terminal(true);
    quick.bar.update(1, 'done');
    quick.bar.end();
    const piped = terminal(false);
    piped.clock.time = 5000;
    piped.bar.update(0.5, 'half');
    piped.bar.end();
    expect([...quick.written, ...piped.written]).toEqual([]);
  });
});
