import { describe, expect, it } from 'vitest';
import { evolutionOf, frameAt, initialMass, outputTimes } from '../../../solvers/evolve/frame.js';
import { lineGenerator } from '../hand-built.js';

const generator = lineGenerator([1, 0], [1, 0]);
const density = (...mass: number[]) => ({ grid: generator.grid, mass: Float64Array.from(mass) });

describe('outputTimes', () => {
  it('sorts times and says so', () => {
    expect(outputTimes([0, 1, 1, 5])).toEqual({ times: [0, 1, 1, 5], warnings: [] });
    const sorted = outputTimes([5, 0, 10]);
    expect(sorted.times).toEqual([0, 5, 10]);
    expect(sorted.warnings).toEqual(['The output times were not in ascending order; they were sorted.']);
  });

  it.each([[-1], [NaN], [Infinity]])('refuses %d', (t) => {
    expect(() => outputTimes([0, t])).toThrow(/evolve: finite output times ≥ 0, got/);
  });

  it('refuses an empty list', () => {
    expect(() => outputTimes([])).toThrow(/at least one output time, got none/);
  });
});

describe('initialMass', () => {
  it('copies, and lets the rounding of an earlier run pass', () => {
    const given = density(1, -1e-17);
    const mass = initialMass(generator, given);
    expect([...mass]).toEqual([1, -1e-17]);
    expect(mass).not.toBe(given.mass);
  });

  it.each([
    ['another size', density(1), /a density on 2 cells, got 1 masses/],
    ['a negative mass', density(1.1, -0.1), /finite masses ≥ 0, got -0.1 in cell 1/],
    ['a mass that is no number', density(NaN, 1), /got NaN in cell 0/],
    ['an infinite mass', density(1, Infinity), /got Infinity in cell 1/],
    ['a sum other than 1', density(0.5, 0.4), /masses that sum to 1, got 0.9/],
  ])('refuses %s', (_, given, message) => {
    expect(() => initialMass(generator, given)).toThrow(message);
  });
});

describe('frameAt', () => {
  it('reports what it is given', () => {
    const frame = frameAt(generator, 3, Float64Array.of(1.25, -0.5), 1);
    expect(frame).toMatchObject({ time: 3, massError: 0.25, smallestMass: -0.5 });
    const better = frameAt(generator, 4, Float64Array.of(0.5, 0.5), 1);
    expect(evolutionOf([frame, better], ['w'])).toMatchObject({ massError: 0.25, smallestMass: -0.5, warnings: ['w'] });
  });

  it('does not hide a mass that is no number', () => {
    expect(frameAt(generator, 0, Float64Array.of(1, NaN), 1).smallestMass).toBeNaN();
  });
});
