import { describe, expect, test } from 'vitest';
import type { Component, DensityTable } from '../../src/io/document.js';
import { frameOf, indexBelow, logDensityAt, refined } from '../../src/view/figure-frame.js';
import { labelNoise, wholeLine } from '../io/sample-documents.js';

const { result } = labelNoise();
const [component] = result.components as [Component];
const density = result.density!;

/** The same component on the other side of 0. */
const mirror: [Component, DensityTable] = [
  { ...component, name: 'v<0', support: [-Infinity, 0], mean: -component.mean },
  {
    axes: [
      {
        name: 'v',
        centres: Array.from(density.axes[0]!.centres, (v) => -v).reverse(),
        widths: Array.from(density.axes[0]!.widths).reverse(),
      },
    ],
    mass: Array.from(density.mass).reverse(),
    logDensity: Array.from(density.logDensity).reverse(),
  },
];

describe('frameOf', () => {
  test('a positive component: linear from 0, logarithmic over the decades that hold the probability', () => {
    const linear = frameOf(component, density, 'linear');
    expect(linear.window[0]).toBeCloseTo(-0.03 * (linear.window[1] / 1.03), 10);
    expect(linear.window[1]).toBeGreaterThan(component.quantiles['0.95']);
    expect(linear.window[1]).toBeLessThan(6);
    expect(linear.height[0]).toBe(0);
    expect(linear.cut).toBe(false);
    const log = frameOf(component, density, 'log');
    expect(log.logarithmic).toBe(true);
    expect(log.window[0]).toBeLessThan(-3);
    expect(log.height[0]).toBeGreaterThan(0);
  });

  test('a negative component is mirrored on logarithmic axes only', () => {
    const linear = frameOf(...mirror, 'linear');
    expect([linear.mirrored, linear.logarithmic, linear.window[1] > 0]).toEqual([false, false, true]);
    const log = frameOf(...mirror, 'log');
    expect(log.mirrored).toBe(true);
    const original = frameOf(component, density, 'log');
    expect(log.x).toEqual(original.x);
    expect(log.logDensity).toEqual(original.logDensity);
    expect(log.window).toEqual(original.window);
    expect(log.cell[0]).toBe(1999);
  });

  test('a component on both sides of 0 keeps a linear axis', () => {
    const line = wholeLine();
    const frame = frameOf(line.result.components[0]!, line.result.density!, 'log');
    expect([frame.logarithmic, frame.height[0] > 0]).toEqual([false, true]);
    expect(frame.window[0]).toBeLessThan(-3);
  });

  test('cuts the axis below a density that is infinite at 0', () => {
    const hot = labelNoise({ temperature: 0.8 }).result;
    const frame = frameOf(hot.components[0]!, hot.density!, 'linear');
    expect(frame.cut).toBe(true);
    expect(frame.height[1]).toBeLessThan(10);
  });
});

test('cells without a density, or with a coordinate that underflows, are not drawn', () => {
  const table = {
    axes: [{ name: 'v', centres: [0, 5e-324, 0.1, 0.5, 1, 2], widths: [0, 0, 0.3, 0.5, 1, 1] }],
    mass: [0.1, 0.1, 0.2, 0.3, 0.3, 0],
    logDensity: [1, 700, 0, -0.5, -1, -Infinity],
  };
  const frame = frameOf(component, table, 'log');
  expect([...frame.cell]).toEqual([2, 3, 4]);
  expect([...frame.window, ...frame.height].every(Number.isFinite)).toBe(true);
  const empty = { ...table, logDensity: new Array<number>(6).fill(-Infinity) };
  for (const scale of ['linear', 'log'] as const) {
    const nothing = frameOf(component, empty, scale);
    expect([...nothing.window, ...nothing.height].every(Number.isFinite)).toBe(true);
  }
});

describe('refined', () => {
  const exact = (v: number): number => {
    const i = 1900;
    const [v0, value] = [density.axes[0]!.centres[i]!, density.logDensity[i]!];
    return value + component.originExponent! * Math.log(v / v0) - (v - v0) / 0.5;
  };

  test('puts points between far neighbours on the smooth curve', () => {
    const coarse = labelNoise({ cells: 200 }).result;
    for (const [part, table] of [[coarse.components[0]!, coarse.density!] as const]) {
      const frame = frameOf(part, table, 'linear');
      const points = refined(frame, [150, 197]);
      expect(points.length).toBeGreaterThan(200);
      const offset = points[0]![1] - exact(points[0]![0]);
      for (const [v, value] of points) expect(value - exact(v)).toBeCloseTo(offset, 1);
      expect(points.map(([v]) => v)).toEqual(points.map(([v]) => v).sort((a, b) => a - b));
    }
  });

  test('leaves close neighbours as they are', () => {
    const frame = frameOf(component, density, 'log');
    expect(refined(frame, [500, 700])).toHaveLength(201);
  });
});

test('logDensityAt is the cubic through the neighbours, on either side of 0', () => {
  const at = density.axes[0]!.centres[1910]!;
  expect(logDensityAt(frameOf(component, density, 'linear'), at)).toBeCloseTo(density.logDensity[1910]!, 12);
  expect(logDensityAt(frameOf(...mirror, 'linear'), -at)).toBeCloseTo(density.logDensity[1910]!, 12);
  const last = density.axes[0]!.centres[1999]!;
  expect(logDensityAt(frameOf(component, density, 'linear'), 2 * last)).toBeCloseTo(density.logDensity[1999]!, 12);
  const one = { axes: [{ name: 'v', centres: [2], widths: [1] }], mass: [1], logDensity: [-0.5] };
  expect(logDensityAt(frameOf(component, one, 'linear'), 3)).toBe(-0.5);
});

test('indexBelow', () => {
  const ascending = Float64Array.of(1, 2, 2, 5);
  expect([0, 1, 2, 4, 5, 9].map((value) => indexBelow(ascending, value))).toEqual([-1, 0, 2, 2, 3, 3]);
});
