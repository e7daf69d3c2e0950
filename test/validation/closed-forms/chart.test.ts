import { describe, expect, test } from 'vitest';
import { beyondNode, belowNode, halfLine, line, logRatio } from '../../../validation/closed-forms/chart.js';

const charts = [
  ['halfLine', halfLine(-0.5, 0.7)],
  ['beyondNode', beyondNode(1.25, 0.4)],
  ['belowNode', belowNode(1.25, 0.3)],
  ['line', line(0.2, 0.7, 0.1)],
] as const;

describe.each(charts)('%s', (_, chart) => {
  test.each([-3, -0.2, -1e-9, 0, 1e-9, 0.2, 3])(
    'at and from are inverse, and all differences agree, at x = %d',
    (x) => {
      const { v0, u0 } = { v0: chart.reference.v, u0: chart.reference.u };
      const place = chart.at(x);
      const back = chart.from(place.v);
      expect(back.x).toBeCloseTo(x, 12);
      expect(place.dv).toBeCloseTo(place.v - v0, 14);
      expect(place.lv).toBeCloseTo(Math.log(Math.abs(place.v / v0)), 12);
      expect(place.lu).toBeCloseTo(Math.log(Math.abs(place.u / u0)), 12);
      expect(back.u).toBeCloseTo(place.u, 13);
      expect(back.lv).toBeCloseTo(place.lv, 12);
      const slope = (chart.at(x + 1e-5).v - chart.at(x - 1e-5).v) / 2e-5;
      expect(chart.logSlope(x)).toBeCloseTo(Math.log(slope), 7);
      expect(chart.growth(place) * place.v).toBeCloseTo(slope, 7);
      expect(chart.moved(x).reference.v).toBeCloseTo(place.v, 13);
    },
  );

  test('small differences keep their relative accuracy', () => {
    const tiny = chart.at(1e-12);
    expect(tiny.dv / (1e-12 * Math.exp(chart.logSlope(0)))).toBeCloseTo(1, 10);
  });
});

test('logRatio is exact to rounding near 1', () => {
  expect(logRatio(1e-18, 1, 1)).toBe(1e-18);
  expect(logRatio(9, 1, 10)).toBe(Math.log(10));
});

test('belowNode keeps ln v where v has underflowed', () => {
  expect(belowNode(1.25, 0).at(-2000).lv).toBeCloseTo(-2000 + Math.log(2), 9);
});
