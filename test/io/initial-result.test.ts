import { describe, expect, it } from 'vitest';
import { evolutionDataset } from '../../src/io/evolution-dataset.js';
import { toHdf5 } from '../../src/io/hdf5.js';
import { earlierDensity, lawOf } from '../../src/io/initial-result.js';
import { toJson } from '../../src/io/json-document.js';
import { toNpz } from '../../src/io/npz.js';
import { evolutionSample } from './evolution-samples.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an earlier result', () => {
  const document = evolutionSample();
  const files: [string, () => Promise<Uint8Array>][] = [
    ['.json', async () => bytes(toJson(document))],
    ['.npz', async () => toNpz(evolutionDataset(document))],
    ['.h5', () => toHdf5(evolutionDataset(document))],
  ];

  it.each(files)('gives its last density back from %s', async (extension, write) => {
    const law = lawOf(await earlierDensity(await write(), extension), 'v', 'earlier');
    expect(law.text).toBe('the last density of earlier');
    expect(law.between(0, 1)).toBeCloseTo(0.6, 14);
    expect(law.between(1, 3)).toBeCloseTo(0.2, 14);
    expect(law.atoms).toEqual([{ value: 0, weight: expect.closeTo(0.2, 14) as number }]);
  });

  it('may be a stationary one of one density, whose edges are rebuilt', async () => {
    const density = {
      axes: [{ name: 'v', centres: [0.2, 2], widths: [1, 3] }],
      mass: [0.25, 0.75],
      logDensity: [0, 0],
    };
    const text = JSON.stringify({ result: { components: [{ name: 'class-1', kind: 'density', weight: 1 }], density } });
    expect(lawOf(await earlierDensity(bytes(text), '.json'), 'v', 'x').between(0, 1)).toBeCloseTo(0.25, 14);
    const two = JSON.stringify({ result: { components: [{ kind: 'density' }, { kind: 'density' }], density } });
    await expect(earlierDensity(bytes(two), '.json')).rejects.toThrow(
      /initial\.file: one component with a density, got 2/,
    );
  });

  it('is refused where it holds no density of the variable', async () => {
    const from = (text: string, extension: string) => earlierDensity(bytes(text), extension);
    await expect(from('{}', '.json')).rejects.toThrow('initial.file: a result with a density, got one without.');
    await expect(from('{', '.json')).rejects.toThrow(
      /initial\.file: a result of this program, got \.json that cannot be read/,
    );
    await expect(from('x', '.npz')).rejects.toThrow(/that cannot be read/);
    await expect(from('x', '.csv')).rejects.toThrow('initial.file: a file ending in .json, .npz, .h5, got .csv.');
    const axes = ['u', 'w'].map((name) => ({ name, centres: [0], widths: [1] }));
    const plane = JSON.stringify({ result: { density: { axes, mass: [1], logDensity: [0] } } });
    await expect(from(plane, '.json')).rejects.toThrow(/a density of one variable, got 2/);
    const earlier = await from(toJson(document), '.json');
    expect(() => lawOf(earlier, 'u', 'x')).toThrow('initial.file: a density of u, got one of v.');
  });
});
