import { describe, expect, it } from 'vitest';
import { bracketRoot } from '../../src/num/bracket-root.js';

/** Function, slope, bracket, root (mpmath findroot at 30 digits). */
const smooth: [string, (x: number) => number, (x: number) => number, [number, number], number][] = [
  ['cos x − x', (x) => Math.cos(x) - x, (x) => -Math.sin(x) - 1, [0, 1], 0.7390851332151607],
  ['x³ − 2x − 5', (x) => x ** 3 - 2 * x - 5, (x) => 3 * x * x - 2, [2, 3], 2.0945514815423265],
  ['x e^x − 1', (x) => x * Math.exp(x) - 1, (x) => (1 + x) * Math.exp(x), [-1, 1], 0.5671432904097838],
  ['tanh(x − 1)', (x) => Math.tanh(x - 1), (x) => 1 / Math.cosh(x - 1) ** 2, [-700, 30], 1],
  ['x⁹', (x) => x ** 9 - 1e-9, (x) => 9 * x ** 8, [-5, 3], 0.1],
  ['ln x', (x) => Math.log(x), (x) => 1 / x, [1e-10, 1e10], 1],
  ['linear', (x) => 7 - 3 * x, () => -3, [-100, 1e6], 7 / 3],
];

describe('bracketRoot', () => {
  for (const [name, f, slope, within, root] of smooth) {
    it(`finds the root of ${name} with and without its slope`, () => {
      const plain = bracketRoot(f, { within });
      const newton = bracketRoot(f, { within, slope });
      for (const { root: x, outcome } of [plain, newton]) {
        expect(outcome).toBe('converged');
        expect(Math.abs(x - root)).toBeLessThanOrEqual(1e-15 * Math.max(1, root) * 4);
      }
      expect(newton.evaluations).toBeLessThanOrEqual(plain.evaluations + 8);
    });
  }

  it('needs few evaluations on smooth functions, and the end is quadratic', () => {
    const [, f, slope, within] = smooth[0];
    expect(bracketRoot(f, { within }).evaluations).toBeLessThan(13);
    expect(bracketRoot(f, { within, slope }).evaluations).toBeLessThan(9);
  });

  it('takes at most one evaluation more than halving, whatever the function', () => {
    for (const f of [
      (x: number) => (x - 1e-9) ** 21,
      (x: number) => Math.expm1(300 * (x - 0.999)),
      (x: number) => (x > 0.3 ? 1e9 : -1e-9),
    ]) {
      const { evaluations, outcome } = bracketRoot(f, { within: [0, 1], tolerance: 2 ** -31 });
      expect(outcome).not.toBe('step-limit');
      // Two ends, 30 halvings, one more.
      expect(evaluations).toBeLessThanOrEqual(33);
    }
  });

  it('lets the bracket grow until the function changes sign', () => {
    const { root, outcome } = bracketRoot((x) => x - 1e6, { within: [0, 1] });
    expect([root, outcome]).toEqual([1e6, 'converged']);
    expect(bracketRoot((x) => Math.cbrt(x + 3e12), { within: [5, 6] }).root).toBeCloseTo(-3e12, 0);
    // An exact root at an end is taken at once.
    expect(bracketRoot((x) => x, { within: [0, 1] })).toMatchObject({ root: 0, evaluations: 2 });
    expect(bracketRoot((x) => x + 1, { within: [0, 1] }).root).toBeCloseTo(-1, 14);
  });

  it('says why there is no root', () => {
    const none = bracketRoot((x) => 1 + x * x, { within: [0, 1], limits: [-50, 60] });
    expect(none).toMatchObject({ outcome: 'no-sign-change', bracket: [-50, 60] });
    expect(none.ends.every((f) => f > 0)).toBe(true);
    expect(bracketRoot((x) => 1 / x, { within: [-1, 2] }).outcome).toBe('jump');
    expect(bracketRoot((x) => (x > 0.3 ? 1 : -1), { within: [0, 1] })).toMatchObject({ outcome: 'jump' });
    expect(bracketRoot((x) => Math.sqrt(x), { within: [-1, 1] })).toMatchObject({ outcome: 'not-finite', root: -1 });
    expect(bracketRoot((x) => (Math.abs(x) < 0.9 ? NaN : x), { within: [-1, 2] }).outcome).toBe('not-finite');
    expect(bracketRoot((x) => x - 0.3, { within: [-1e9, 1e9], evaluations: 6 }).outcome).toBe('step-limit');
    expect(bracketRoot(() => 1, { within: [0, 1], evaluations: 20 }).outcome).toBe('step-limit');
  });

  it('survives infinite values and roots at the edge of the doubles', () => {
    expect(bracketRoot((x) => Math.exp(x) - Math.exp(-x) * 100, { within: [-1e4, 1e4] }).root).toBeCloseTo(
      Math.log(100) / 2,
      14,
    );
    expect(bracketRoot((x) => x - 1e-300, { within: [-1, 1] }).outcome).toBe('converged');
    expect(bracketRoot((x) => x - 1e300, { within: [0, 1] }).root / 1e300).toBeCloseTo(1, 14);
    expect(bracketRoot((x) => x ** 3, { within: [-1, 2] }).outcome).toBe('converged');
  });
});
