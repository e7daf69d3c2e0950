import { describe, expect, test } from 'vitest';
import type { Component } from '../../src/io/document.js';
import { asymptoticsText, boundaryText, describeStationary, pointReason } from '../../src/view/stationary-text.js';
import { PLAIN } from '../../src/view/tree-text.js';
import { collapsed, labelNoise, wholeLine } from '../io/sample-documents.js';

const rounded = labelNoise();
const density: Component = {
  ...rounded.result.components[0]!,
  quantiles: { '0.05': 0.05, '0.25': 0.24, '0.5': 0.5, '0.75': 0.97, '0.95': 2 },
};
const [, side, origin] = rounded.result.components as [Component, Component, Component];

describe('describeStationary', () => {
  test('a density, a collapsed side and the fixed point', () => {
    const document = { ...rounded, result: { ...rounded.result, components: [density, side, origin] } };
    expect(describeStationary(document)).toBe(
      `diagonal-linear, depth 1, width 1 · T = 0.25 = 0.25 T_c · 2000 cells
├─ v>0  density          mean 0.75  sd 0.612372  mode 0.25  median 0.5
│       quantiles  5 % 0.05  25 % 0.24  50 % 0.5  75 % 0.97  95 % 2
│       p ~ v^0.5 at 0; boundaries: natural at 0, entrance at ∞
├─ v<0  point mass at 0  p ~ |v|^−3.5 at 0 is not integrable
└─ v=0  point mass at 0  fixed point of the SDE
how much each part holds depends on the initial density
closed form [NB] Eq. (15): largest log error 3e-13`,
    );
  });

  test('point masses and a warning', () => {
    expect(describeStationary(collapsed())).toBe(
      `diagonal-linear, depth 1, width 1 · T = 2 = 2.00 T_c
├─ v>0  point mass at 0  p ~ |v|^−1.25 at 0 is not integrable
├─ v<0  point mass at 0  p ~ |v|^−1.75 at 0 is not integrable
└─ v=0  point mass at 0  fixed point of the SDE
how much each part holds depends on the initial density
warning: T is above T_c = 1: v > 0 collapses.`,
    );
  });

  test('one component on the whole line, the densities asked for', () => {
    const line = wholeLine({ cells: 10 });
    const component: Component = { ...line.result.components[0]!, variance: Infinity, quantiles: density.quantiles };
    const at = [
      { v: -1, logDensity: -1.25 },
      { v: 0.125, logDensity: 1 / 3 },
    ];
    expect(describeStationary({ ...line, result: { ...line.result, components: [component], at } })).toBe(
      `diagonal-linear, depth 0, width 1 · T = 0.2 · 10 cells
└─ class-1  density  mean 1  sd ∞  mode 1  median 0.5  weight 1
            quantiles  5 % 0.05  25 % 0.24  50 % 0.5  75 % 0.97  95 % 2
            p ~ |v|^-4.5 at ±∞; boundaries: natural at -∞, natural at ∞
ln p(-1)     = -1.25
ln p(0.125)  = 0.333333333333`,
    );
  });

  test('aligns the figures of several densities', () => {
    const other = {
      ...density,
      name: 'v<0',
      mean: -0.12345,
      weight: 0.25,
      boundary: undefined,
      tailExponent: undefined,
    };
    const document = { ...rounded, result: { components: [{ ...density, weight: 0.75 }, other] } };
    const lines = describeStationary(document).split('\n');
    expect(lines[1]).toBe('├─ v>0  density  mean 0.75      sd 0.612372  mode 0.25  median 0.5  weight 0.75');
    expect(lines[4]).toBe('└─ v<0  density  mean -0.12345  sd 0.612372  mode 0.25  median 0.5  weight 0.25');
  });

  test('colours by meaning', () => {
    const palette = { ...PLAIN, good: (text: string) => `+${text}+`, warn: (text: string) => `!${text}!` };
    expect(describeStationary(rounded, palette)).toContain('+largest log error 3e-13+');
    const closedForm = { ...rounded.result.closedForm!, maxLogError: 0.01 };
    const off = describeStationary({ ...rounded, result: { ...rounded.result, closedForm } }, palette);
    expect(off).toContain('!largest log error 0.01!');
    expect(describeStationary(collapsed(), palette)).toContain('!warning: T is above');
  });
});

describe('ends of the support', () => {
  const ends = (support: readonly [number, number], originExponent?: number, tailExponent?: number): string =>
    asymptoticsText({ ...density, support, originExponent, tailExponent });

  test('powers at the finite end and at infinity', () => {
    expect(ends([0, Infinity])).toBe('');
    expect(ends([0, Infinity], 1 / 6, -3.5)).toBe('p ~ v^0.167 at 0, p ~ v^-3.5 at ∞');
    expect(ends([-Infinity, 0], -0.5, -3.5)).toBe('p ~ |v|^-0.5 at 0, p ~ |v|^-3.5 at -∞');
    expect(ends([-Infinity, Infinity], undefined, -4)).toBe('p ~ |v|^-4 at ±∞');
    expect(ends([1.5, Infinity], 2)).toBe('p ~ |v − 1.5|^2 at 1.5');
    expect(ends([-Infinity, 2], 1, -3)).toBe('p ~ |v − 2|^1 at 2, p ~ |v|^-3 at -∞');
  });

  test('why a point mass', () => {
    expect(pointReason(origin)).toBe('fixed point of the SDE');
    expect(pointReason({ ...origin, reason: undefined })).toBe('fixed point of the SDE');
    expect(pointReason({ ...side, reason: undefined })).toBe('its density is not integrable');
  });

  test('boundaries by their place', () => {
    expect(boundaryText(side)).toBe('');
    const boundary = { lower: 'natural', upper: 'exit' };
    expect(boundaryText({ ...density, support: [-Infinity, 0], boundary })).toBe(
      'boundaries: natural at -∞, exit at 0',
    );
  });
});
