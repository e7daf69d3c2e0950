import { describe, expect, it } from 'vitest';
import { toNpz } from '../../src/io/npz.js';
import { earlierTensor } from '../../src/io/tensor-initial.js';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const axis = (name: string) => ({ name, centres: [0.5, 2], widths: [1, 2] });
const result = (mass: readonly number[], names = ['u', 'w']) => ({
  result: { density: { axes: names.map(axis), mass } },
});
const read = (value: unknown, extension = '.json') =>
  earlierTensor(value instanceof Uint8Array ? value : bytes(value), extension, ['u', 'w']);

describe('earlierTensor', () => {
  it('reads a stationary density, and the last frame of an evolution with its edges', async () => {
    const steady = await read(result([0.1, 0.2, 0.3, 0.4]));
    expect(steady.edges.map((e) => [...e])).toEqual([
      [0, 1, 3],
      [0, 1, 3],
    ]);
    expect([...steady.mass]).toEqual([0.1, 0.2, 0.3, 0.4]);
    const axes = ['u', 'w'].map((name) => ({ ...axis(name), edges: [0, 1.1, 3] }));
    const frames = [{ density: { axes, mass: [1, 0, 0, 0] } }, { density: { axes, mass: [0, 1, -1e-15, 0] } }];
    const late = await read({ result: { frames } });
    expect([...late.mass]).toEqual([0, 1, 0, 0]);
    expect([...late.edges[1]]).toEqual([0, 1.1, 3]);
  });

  it('reads arrays without edges', async () => {
    const variables = ['u', 'w'].flatMap((name) => [
      { name, dimensions: [name], values: [0.5, 2], label: '' },
      { name: `${name}_width`, dimensions: [name], values: [1, 2], label: '' },
    ]);
    const mass = { name: 'mass', dimensions: ['u', 'w'], values: [0.1, 0.2, 0.3, 0.4], label: '' };
    const document = { command: 'x', version: '', problem: {}, result: {}, warnings: [], stats: {} };
    const found = await read(toNpz({ variables: [...variables, mass], document }), '.npz');
    expect([...found.edges[0]]).toEqual([0, 1, 3]);
    expect([...found.mass]).toEqual([0.1, 0.2, 0.3, 0.4]);
    await expect(read(toNpz({ variables, document }), '.npz')).rejects.toThrow(
      /a result with a density, got one without/,
    );
    await expect(read(toNpz({ variables: [mass], document }), '.npz')).rejects.toThrow(/over u, w, got none of u/);
  });

  it.each([
    [result([1, 0, 0, 0], ['u', 'v']), '.json', /initial\.file: a density over u, w, got one over u, v/],
    [{ result: {} }, '.json', /initial\.file: a result with a density, got one without/],
    [{}, '.json', /a result with a density/],
    [new Uint8Array([123]), '.json', /a result of this program, got no JSON/],
    [new Uint8Array([1, 2]), '.npz', /a result of this program, got no archive/],
    [new Uint8Array([1, 2]), '.h5', /a result of this program, got no HDF5/],
    [{}, '.txt', /a file ending in \.json, \.npz, \.h5, got \.txt/],
    [{}, '', /got no ending/],
    [result([0.5, 0, 0, 0]), '.json', /masses ≥ 0 of 4 cells that sum to 1, got 4 that sum to 0\.5/],
    [result([1.1, -0.1, 0, 0]), '.json', /got -0\.1 in cell 1/],
    [result([1]), '.json', /of 4 cells/],
  ])('refuses %j as %s', async (value, extension, message) => {
    await expect(read(value, extension)).rejects.toThrow(message);
  });
});
