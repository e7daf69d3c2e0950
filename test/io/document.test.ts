import { expect, test } from 'vitest';
import { cellCount, componentDensities } from '../../src/io/document.js';
import { collapsed, labelNoise } from './sample-documents.js';

test('a density of the result belongs to the component that is a density', () => {
  const { result } = labelNoise();
  const pairs = componentDensities(result);
  expect(pairs.map(({ component }) => component.name)).toEqual(['v>0']);
  expect(pairs[0]!.density).toBe(result.density);
});

test('components may carry their own densities', () => {
  const { result } = labelNoise({ cells: 10 });
  const [first, ...rest] = result.components;
  const own = { ...first!, density: result.density };
  const mirror = { ...own, name: 'v<0' };
  const components = [own, mirror, ...rest.slice(1)];
  const pairs = componentDensities({ components });
  expect(cellCount({ components })).toBe(20);
  expect(pairs.map(({ component }) => component.name)).toEqual(['v>0', 'v<0']);
});

test('components that share a grid have the cells inside their supports', () => {
  const [right] = labelNoise({ cells: 2 }).result.components;
  const left = { ...right!, name: 'v<0', support: [-Infinity, 0] as const };
  const far = { ...right!, name: 'far', support: [9, 10] as const };
  const axes = [{ name: 'v', centres: [-2, -1, 1], widths: [1, 2, 3] }];
  const density = { axes, mass: [0.25, 0.75, 1], logDensity: [-1, -2, -3] };
  const result = { components: [right!, left, far], density };
  const pairs = componentDensities(result);
  expect(pairs.map(({ component, density: { mass } }) => [component.name, ...Array.from(mass)])).toEqual([
    ['v>0', 1],
    ['v<0', 0.25, 0.75],
  ]);
  expect(Array.from(pairs[1]!.density.axes[0]!.widths)).toEqual([1, 2]);
  expect(pairs.map(({ start }) => start)).toEqual([2, 0]);
  expect(cellCount(result)).toBe(3);
});

test('a density on several axes stays whole', () => {
  const [component] = labelNoise({ cells: 2 }).result.components;
  const axis = { name: 'u', centres: [-1], widths: [1] };
  const density = { axes: [axis, { ...axis, name: 'w' }], mass: [1], logDensity: [0] };
  expect(componentDensities({ components: [component!], density })[0]!.density).toBe(density);
});

test('point masses have no density', () => {
  expect(cellCount(collapsed().result)).toBe(0);
  expect(componentDensities(collapsed().result)).toEqual([]);
});
