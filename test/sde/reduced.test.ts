import { describe, expect, it } from 'vitest';
import {
  criticalTemperature,
  globalMinimum,
  sdeValidityWarning,
  type DiagonalLinearProblem,
} from '../../src/model/diagonal-linear.js';
import { endBehaviour } from '../../src/sde/end-behaviour.js';
import { reducedLines } from '../../src/sde/reduced.js';

const base: DiagonalLinearProblem = {
  depth: 1,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1.3],
  delta: 2,
  temperature: 0.1,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
};

/** a(v) and D(v) of [NB] Eq. (93) as printed in v, for v > 0 or mirrored for v < 0. */
function printed(p: DiagonalLinearProblem, v: number): [number, number] {
  const sign = Math.sign(v);
  const x = Math.abs(v);
  const [a1, a2, a3] = [p.alpha[0], sign * p.alpha[1], p.alpha[2]];
  const [b1, b2] = [p.beta[0], sign * p.beta[1]];
  const { depth: D, width: d, temperature: T, weightDecay: decay } = p;
  const g = a1 * x * x - 2 * a2 * x + a3;
  if (D === 0)
    return [-2 * (p.beta[0] * v - p.beta[1]) - 2 * decay * v, 2 * T * (a1 * v * v - 2 * p.alpha[1] * v + a3)];
  const power = d ** (2 / (D + 1) - 1) * x ** ((2 * D) / (D + 1));
  const ito = 2 * D * (D + 1) * d ** (4 / (D + 1) - 2) * x ** (3 - 4 / (D + 1)) * T * g;
  return [
    sign * (-2 * (D + 1) * power * (b1 * x - b2) + ito - 2 * (D + 1) * decay * x),
    0.5 * (2 * (D + 1) * power) ** 2 * T * g,
  ];
}

describe('the reduced SDE', () => {
  const out = new Float64Array(2);
  for (const depth of [0, 1, 2, 3, 7]) {
    for (const width of depth === 0 ? [1] : [1, 4]) {
      for (const weightDecay of [0, 0.2]) {
        it(`is Eq. (93) after Itô's rule: depth ${depth}, width ${width}, decay ${weightDecay}`, () => {
          const p = { ...base, depth, width, weightDecay };
          for (const line of reducedLines(p)) {
            const { map } = line;
            for (const size of [1e-3, 0.1, 0.7, 1.4, 20]) {
              const v = map.orientation * size;
              const y = map.coordinate(v);
              expect(map.value(y)).toBeCloseTo(v, 12);
              line.evaluate(y, out);
              const [a, D] = printed(p, v);
              const jacobian = map.orientation * Math.exp(map.logJacobian(y));
              expect(Math.abs(out[1] * jacobian ** 2 - D) / D).toBeLessThan(1e-12);
              // dv = v' dy + ½ v'' 2D dt
              const back = jacobian * (out[0] + out[1] * map.curvature(y));
              expect(Math.abs(back - a)).toBeLessThan(1e-12 * (Math.abs(a) + D / size));
            }
          }
        });
      }
    }
  }

  it('has the modified loss of finite differences in parameter space', () => {
    // ∇(L + γ|θ|² + (η/4)|∇(L + γ|θ|²)|²) at a balanced point, against the extra drift of v.
    for (const [depth, width] of [
      [1, 1],
      [2, 1],
      [2, 3],
      [3, 2],
    ]) {
      const p = { ...base, depth, width, weightDecay: 0.1, learningRate: 0.3, modifiedLoss: true } as const;
      const eta = 0.3;
      const n = depth + 1;
      const v = 0.8;
      const theta = new Array<number>(width * n).fill((v / width) ** (1 / n));
      const model = (t: readonly number[]) => {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += t.slice(i * n, (i + 1) * n).reduce((a, b) => a * b, 1);
        return sum;
      };
      const gradient = (t: readonly number[]) =>
        t.map((u, k) => {
          const chain = t.slice(Math.floor(k / n) * n, Math.floor(k / n) * n + n).reduce((a, b) => a * b, 1);
          return 2 * (p.beta[0] * model(t) - p.beta[1]) * (chain / u) + 2 * p.weightDecay * u;
        });
      const extra = (t: readonly number[]) => (eta / 4) * gradient(t).reduce((a, b) => a + b * b, 0);
      let expected = 0;
      theta.forEach((u, k) => {
        const h = 1e-5;
        const moved = (s: number) => theta.map((x, j) => (j === k ? x + s : x));
        expected -= ((extra(moved(h)) - extra(moved(-h))) / (2 * h)) * (v / width / u);
      });
      const drift = (q: DiagonalLinearProblem) => {
        const line = reducedLines(q)[1];
        line.evaluate(Math.log(v), out);
        return v * (out[0] + out[1]);
      };
      expect(drift(p) - drift({ ...p, modifiedLoss: false })).toBeCloseTo(expected, 7);
      expect(
        drift({ ...p, modifiedLoss: 'paper', temperature: 0.3 }) -
          drift({ ...p, modifiedLoss: false, temperature: 0.3 }),
      ).toBeCloseTo(expected, 7);
    }
  });
});

describe('endBehaviour', () => {
  const ends = (p: DiagonalLinearProblem, i: number) => [
    endBehaviour(reducedLines(p)[i], -1),
    endBehaviour(reducedLines(p)[i], 1),
  ];
  it('finds the exponents of depth 1 and 0', () => {
    const [origin, tail] = ends(base, 1);
    expect(origin.slope).toBeCloseTo(-(1.3 - 0.3) / 0.6, 12);
    expect(tail.slope).toBeCloseTo(-2.5, 10);
    expect(ends({ ...base, depth: 0 }, 0)[1].slope).toBeCloseTo(-1 - 1 / 0.2, 9);
  });
  it('finds tails 5 − 3/(D+1) for deeper nets and an essential singularity at 0', () => {
    for (const depth of [2, 3, 5, 7]) {
      const [origin, tail] = ends({ ...base, depth }, 1);
      expect(origin).toMatchObject({ kind: 'essential', normalisable: true });
      expect(origin.growth).toBeCloseTo((depth - 1) / (depth + 1), 6);
      expect(tail.slope - 1).toBeCloseTo(-(5 - 3 / (depth + 1)), 9);
      expect(ends({ ...base, depth }, 0)[0].normalisable).toBe(false);
    }
  });
  it('calls the slope zero at T_c exactly, which is not normalisable', () => {
    const critical = criticalTemperature(base) as number;
    const [origin] = ends({ ...base, temperature: critical }, 1);
    expect(origin.slope).toBe(0);
    expect(origin.normalisable).toBe(false);
  });
});

describe('temperatures and minima', () => {
  it('T_c = (|β₂| − γ)/α₃ for depth 1 only, and with the modified loss', () => {
    expect(criticalTemperature(base)).toBeCloseTo(1.3 / 3, 14);
    expect(criticalTemperature({ ...base, beta: [1, -1.3], weightDecay: 0.3 })).toBeCloseTo(1 / 3, 14);
    expect(criticalTemperature({ ...base, modifiedLoss: 'paper' })).toBeCloseTo(1.3 / (3 + 1.69), 14);
    const modified = { ...base, learningRate: 0.4, temperature: 0.1, modifiedLoss: true } as const;
    expect(criticalTemperature(modified)).toBeCloseTo(1.3 / (3 + 4 * 1.69), 14);
    expect(criticalTemperature({ ...base, depth: 2 })).toBeNull();
    expect(criticalTemperature({ ...base, alpha: [0, 0, 0] })).toBeNull();
  });
  it('globalMinimum solves β₁v − β₂ + γ(v/d)^{(1−D)/(1+D)} = 0 or is 0', () => {
    expect(globalMinimum(base)).toBeCloseTo(1.3, 14);
    expect(globalMinimum({ ...base, depth: 0, weightDecay: 0.3 })).toBeCloseTo(1, 14);
    expect(globalMinimum({ ...base, weightDecay: 0.3 })).toBeCloseTo(1, 14);
    expect(globalMinimum({ ...base, weightDecay: 2 })).toBe(0);
    const deep = { ...base, depth: 3, width: 2, weightDecay: 0.1, beta: [1, -1.3] } as const;
    const v = -globalMinimum(deep);
    expect(v).toBeGreaterThan(1);
    expect(v - 1.3 + 0.1 * (v / 2) ** -0.5).toBeCloseTo(0, 12);
    expect(globalMinimum({ ...deep, weightDecay: 5 })).toBe(0);
  });
  it('warns near collapse where single steps are large', () => {
    expect(sdeValidityWarning({ ...base, temperature: 0.3 })[0]).toMatch(/α₃\/\(S β₂²\) = 1\.78 is below 10/);
    expect(sdeValidityWarning({ ...base, temperature: 0.01 })).toEqual([]);
    expect(sdeValidityWarning({ ...base, depth: 0, temperature: 0.4, learningRate: 1.6 })[0]).toMatch(
      /α₁\/\(S β₁²\) = 0\.5/,
    );
  });
});
