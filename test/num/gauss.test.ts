import { describe, expect, test } from 'vitest';
import type { Recurrence } from '../../src/num/gauss.js';
import { gaussRule, gegenbauer, hermite, laguerre, legendre, mirrored, stieltjes } from '../../src/num/gauss.js';

// Eigenvalues and squared first components of the Jacobi matrix in 50 digits (mpmath.eigsy).
const reference: Record<string, { nodes: number[]; weights: number[] }> = {
  legendre5: {
    nodes: [-0.906179845938664, -0.5384693101056831, 0.0, 0.5384693101056831, 0.906179845938664],
    weights: [0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454],
  },
  hermite5: {
    nodes: [-2.8569700138728056, -1.355626179974266, 0.0, 1.355626179974266, 2.8569700138728056],
    weights: [0.01125741132772069, 0.22207592200561266, 0.5333333333333333, 0.22207592200561266, 0.01125741132772069],
  },
  laguerre5: {
    nodes: [0.2635603197181409, 1.4134030591065168, 3.596425771040722, 7.085810005858837, 12.640800844275782],
    weights: [0.5217556105828086, 0.3986668110831759, 0.0759424496817076, 0.0036117586799220484, 2.3369972385776228e-5],
  },
  gegenbauer5: {
    nodes: [-0.7834596310786788, -0.43149855905907786, 0.0, 0.43149855905907786, 0.7834596310786788],
    weights: [0.04886903022333191, 0.2520359471522337, 0.39819004524886875, 0.2520359471522337, 0.04886903022333191],
  },
  laguerre8: {
    nodes: [
      0.170279632305101, 0.9037017767993799, 2.2510866298661307, 4.266700170287659, 7.0459054023934655,
      10.758516010180996, 15.740678641278004, 22.863131736889265,
    ],
    weights: [
      0.3691885893416375, 0.41878678081434295, 0.1757949866371718, 0.03334349226121565, 0.0027945362352256725,
      9.076508773358213e-5, 8.485746716272531e-7, 1.0480011748715104e-9,
    ],
  },
};
const measures: Record<string, Recurrence> = { legendre, hermite, laguerre, gegenbauer: gegenbauer(2.25) };
const relative = (value: number, exact: number): number => Math.abs(value - exact) / Math.max(Math.abs(exact), 1e-12);

describe('gaussRule', () => {
  test.each(Object.keys(reference))('%s agrees with 50-digit values', (key) => {
    const rule = gaussRule(measures[key.replace(/\d/, '')], reference[key].nodes.length);
    reference[key].nodes.forEach((node, i) => expect(relative(rule.nodes[i], node)).toBeLessThan(1e-15));
    reference[key].weights.forEach((weight, i) => expect(relative(rule.weights[i], weight)).toBeLessThan(4e-15));
  });

  test.each(Object.keys(measures))('%s: invariants at orders 1 to 200', (name) => {
    for (const n of [1, 2, 3, 16, 31, 64, 200]) {
      const { nodes, weights } = gaussRule(measures[name], n);
      expect(
        relative(
          weights.reduce((sum, w) => sum + w),
          1,
        ),
      ).toBeLessThan(1e-13);
      expect(weights.every((w) => w > 0 || (n > 64 && w === 0))).toBe(true);
      expect(nodes.every((node, i) => i === 0 || node > nodes[i - 1])).toBe(true);
      if (measures[name].symmetric) expect([...nodes.map((node) => 0 - node)].reverse()).toEqual([...nodes]);
    }
  });

  test('integrates its highest degree exactly', () => {
    const { nodes, weights } = gaussRule(hermite, 10);
    const moment = nodes.reduce((sum, node, i) => sum + weights[i] * node ** 18, 0);
    expect(relative(moment, 34459425)).toBeLessThan(1e-14); // 17!!
  });

  test('weights underflow to 0 without NaN', () => {
    const { nodes, weights } = gaussRule(laguerre, 400);
    expect(nodes.every(Number.isFinite) && weights.every((w) => w >= 0)).toBe(true);
    expect(weights[399]).toBe(0);
  });

  test('Chebyshev polynomials are the Gegenbauer case λ = 0', () => {
    const { nodes, weights } = gaussRule(gegenbauer(0), 6);
    nodes.forEach((node, i) => expect(Math.abs(node + Math.cos((Math.PI * (i + 0.5)) / 6))).toBeLessThan(1e-15));
    weights.forEach((weight) => expect(relative(weight, 1 / 6)).toBeLessThan(4e-15));
  });
});

describe('stieltjes', () => {
  test('gives back the recurrence of a Gauss rule', () => {
    const { nodes, weights } = gaussRule(laguerre, 12);
    const found = stieltjes(nodes, weights, 8);
    for (let n = 0; n <= 8; n++) expect(relative(found.a(n), 2 * n + 1)).toBeLessThan(1e-12);
    for (let n = 1; n <= 8; n++) expect(relative(found.b(n), n * n)).toBeLessThan(1e-12);
  });

  test('a symmetric measure is found symmetric', () => {
    const found = stieltjes(Float64Array.of(-1, 1), Float64Array.of(0.5, 0.5), 1);
    expect([found.symmetric, found.a(1), found.b(1)]).toEqual([true, 0, 1]);
  });
});

test('mirrored rules are symmetric and keep their weight', () => {
  const rule = mirrored({ nodes: Float64Array.of(1, 3), weights: Float64Array.of(0.75, 0.25) });
  expect([...rule.nodes]).toEqual([-3, -1, 1, 3]);
  expect([...rule.weights]).toEqual([0.125, 0.375, 0.375, 0.125]);
});
