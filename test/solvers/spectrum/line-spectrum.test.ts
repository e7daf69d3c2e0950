import { describe, expect, it } from 'vitest';
import { reducedLines } from '../../../src/sde/reduced.js';
import { lineSpectrum } from '../../../solvers/spectrum/line-spectrum.js';
import { interpolation, labelNoise, lineNamed, problem } from '../reduced-problems.js';

describe('label noise', () => {
  it.each([0.05, 0.15, 0.3])('has rates 4n(1 − (2n+1)T) and a continuum from (1 − T)²/2T, T = %d', (temperature) => {
    const exact = [0];
    for (let n = 1; (4 * n + 1) * temperature < 1; n++) exact.push(4 * n * (1 - (2 * n + 1) * temperature));
    const edge = (1 - temperature) ** 2 / (2 * temperature);
    const found = lineSpectrum(lineNamed(labelNoise(temperature), 'v>0'), 7);
    expect(found).toMatchObject({ kind: 'density', isolated: exact.length });
    exact.forEach((rate, k) => expect(Math.abs(found.rates[k] - rate)).toBeLessThan(1e-7));
    expect(found.continuum.edge).toBeCloseTo(edge, 12);
    // The gap closes towards T_c, faster from T_c/5 on.
    expect(found.gap).toBeCloseTo(Math.min(exact[1] ?? Infinity, edge), 7);
    expect(found.relaxationTimes).toHaveLength(exact.length - 1);
    const other = lineSpectrum(lineNamed(labelNoise(temperature), 'v<0'), 3);
    expect(other).toMatchObject({ kind: 'point', isolated: 1 });
    expect(other.continuum.edge).toBeCloseTo((1 + temperature) ** 2 / (2 * temperature), 12);
  });
});

describe('other lines', () => {
  it('Ornstein–Uhlenbeck: whole multiples, no continuum, Hermite polynomials', () => {
    const [line] = reducedLines(labelNoise(0.1, 0));
    const { rates, gap, continuum, modes, axis } = lineSpectrum(line, 5, { modes: true });
    rates.forEach((rate, k) => expect(Math.abs(rate - 2 * k)).toBeLessThan(1e-9));
    expect([gap, continuum.edge]).toEqual([rates[1], null]);
    const middle = axis.centres.findIndex((v) => v > 1.5);
    expect(modes[1].left[middle]).toBeCloseTo((axis.centres[middle] - 1) / Math.sqrt(0.1), 4);
  });

  it('two points that absorb: two rates 0, and the lower of two continua', () => {
    const { rates, kind, continuum } = lineSpectrum(lineNamed(interpolation(0.75), '0<v<1'), 3);
    expect([kind, rates[0], rates[1]]).toEqual(['point', 0, 0]);
    expect(continuum.edge).toBeCloseTo(1 / 12, 10);
  });

  it('a line above T_c: only the continuum relaxes', () => {
    const { isolated, gap } = lineSpectrum(lineNamed(problem({ temperature: 0.5 }), 'v>0'), 4);
    expect(isolated).toBe(1);
    expect(gap).toBeCloseTo(0.5 ** 2 / (2 * 0.5 * 3), 10);
  });
});
