import { describe, expect, it } from 'vitest';
import { reachedEnds } from '../../src/sde/reached-ends.js';
import type { IntervalDomain } from '../../src/sde/domain.js';
import type { Sde } from '../../src/sde/sde.js';

const line = (drift: (u: number) => number, D: (u: number) => number): Sde => ({
  names: ['u'],
  drift: (theta, out) => void (out[0] = drift(theta[0])),
  diffusion: (theta, out) => void (out[0] = D(theta[0])),
});
const between = (from: number, to: number): IntervalDomain => ({
  kind: 'interval',
  from,
  to,
  lower: Number.isFinite(from) ? 'absorbing' : 'natural',
  upper: Number.isFinite(to) ? 'absorbing' : 'natural',
});
const none = (): number => 0;

describe('reachedEnds', () => {
  it('are those with noise, whatever the drift, on any scale', () => {
    for (const scale of [1e-9, 1, 1e9]) {
      const inward = line(
        (u) => -u * scale,
        () => scale,
      );
      expect(reachedEnds(inward, between(-1, 1))).toEqual([true, true]);
      expect(reachedEnds(inward, between(-Infinity, 3))).toEqual([false, true]);
      expect(reachedEnds(inward, between(-3, Infinity))).toEqual([true, false]);
      expect(reachedEnds(inward, between(0, 1e-6 * scale))).toEqual([true, true]);
    }
  });

  it('are not those where noise and drift fall to 0, but those where D jumps to it', () => {
    expect(
      reachedEnds(
        line(
          (u) => -u,
          (u) => u * u,
        ),
        between(0, 1),
      ),
    ).toEqual([false, true]);
    expect(
      reachedEnds(
        line(none, (u) => (u - 1) ** 2),
        between(0, 1),
      ),
    ).toEqual([true, false]);
    expect(
      reachedEnds(
        line(none, (u) => (u > 0 ? 1 : 0)),
        between(0, Infinity),
      ),
    ).toEqual([true, false]);
  });

  it('are those that drift leads through without noise, but not where it leads in', () => {
    const drifting = (speed: number): Sde =>
      line(
        () => speed,
        (u) => u * u,
      );
    expect(reachedEnds(drifting(-1), between(0, 1))).toEqual([true, true]);
    expect(reachedEnds(drifting(1), between(0, 1))).toEqual([false, true]);
  });

  it('are of one parameter', () => {
    const plane: Sde = { names: ['u', 'w'], drift: none, diffusion: none };
    expect(() => reachedEnds(plane, between(0, 1))).toThrow(/model\.parameters: one parameter, got 2/);
  });
});
