import { describe, expect, test } from 'vitest';
import { dimensionSizes, momentsDataset, shapeOf, stationaryDataset } from '../../src/io/dataset.js';
import type { StationaryDocument } from '../../src/io/document.js';
import { InputError } from '../../src/num/input-error.js';
import { collapsed, labelNoise } from './sample-documents.js';

const named = (document: StationaryDocument): Record<string, ArrayLike<number | string>> =>
  Object.fromEntries(stationaryDataset(document).variables.map(({ name, values }) => [name, values]));

/** A density on two axes of 2 and 3 cells. */
const plane = {
  axes: [
    { name: 'u', centres: [0, 1], widths: [1, 1] },
    { name: 'w', centres: [0, 2, 4], widths: [2, 2, 2] },
  ],
  mass: [0.1, 0.2, 0.1, 0.2, 0.3, 0.1],
  logDensity: [0, 1, 2, 3, 4, 5],
};

describe('stationaryDataset', () => {
  test('has one entry per cell, and its document no arrays', () => {
    const document = labelNoise({ cells: 40 });
    const { v, width, density, component } = named(document);
    expect(v).toEqual(document.result.density!.axes[0]!.centres);
    expect(width).toHaveLength(40);
    expect(density![7]).toBe(Math.exp(document.result.density!.logDensity[7]!));
    expect(component![39]).toBe('v>0');
    expect(JSON.stringify(stationaryDataset(document).document)).not.toContain('logDensity');
  });

  test('puts the densities of several components one after the other', () => {
    const { result, ...document } = labelNoise({ cells: 3 });
    const own = { ...result.components[0]!, density: result.density };
    const components = [{ ...own, name: 'left' }, own, ...result.components.slice(1)];
    const { v, component } = named({ ...document, result: { components } });
    expect(v).toHaveLength(6);
    expect(component).toEqual(['left', 'left', 'left', 'v>0', 'v>0', 'v>0']);
  });

  test('keeps every cell of the grid and names no component where there is no density', () => {
    const { result, ...document } = labelNoise({ cells: 2 });
    const axes = [{ name: 'v', centres: [-1, 1, 2], widths: [1, 1, 1] }];
    const grid = { axes, mass: [0, 0.5, 0.5], logDensity: [-Infinity, -0.7, -0.7] };
    const { density, component } = named({ ...document, result: { ...result, density: grid } });
    expect(component).toEqual(['', 'v>0', 'v>0']);
    expect(density![0]).toBe(0);
  });

  test('is empty for point masses', () => {
    expect(Object.keys(named(collapsed()))).toEqual(['v', 'width', 'mass', 'density', 'log_density', 'component']);
    expect(named(collapsed()).mass).toHaveLength(0);
  });

  test('lays two axes out as two dimensions', () => {
    const { result, ...document } = labelNoise({ cells: 3 });
    const { variables } = stationaryDataset({ ...document, result: { ...result, density: plane } });
    expect(variables.map(({ name }) => name).slice(0, 5)).toEqual(['u', 'u_width', 'w', 'w_width', 'mass']);
    const sizes = dimensionSizes(variables);
    expect(shapeOf(variables[4]!, sizes)).toEqual([2, 3]);
    expect(shapeOf(variables[2]!, sizes)).toEqual([3]);
    expect(variables.at(-1)!.values).toEqual(new Array(6).fill('v>0'));
    const components = [result.components[0]!, { ...result.components[0]!, name: 'v<0' }];
    const shared = stationaryDataset({ ...document, result: { components, density: plane } });
    expect(shared.variables.at(-1)!.values).toEqual(new Array(6).fill(''));
  });

  test('refuses several densities on several axes', () => {
    const { result, ...document } = labelNoise({ cells: 3 });
    const own = { ...result.components[0]!, density: plane };
    const call = (): unknown => stationaryDataset({ ...document, result: { components: [own, own] } });
    expect(call).toThrow(InputError);
    expect(call).toThrow('dataset: at most one density on several axes, got 2. Write .json');
  });
});

test('momentsDataset is a table of quantity and value', () => {
  const moments = { ...labelNoise().result.moments!, criticalTemperature: null };
  const { variables } = momentsDataset({ ...labelNoise(), command: 'moments', result: moments });
  expect(variables[0]!.values).toHaveLength(9);
  expect(variables[1]!.values).toEqual([0, 0, 1, 1, 1, 0, 0.25, NaN, 1]);
});
