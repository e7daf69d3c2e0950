import h5wasm from 'h5wasm';
import type { Dataset, File } from 'h5wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { momentsDataset, stationaryDataset } from '../../src/io/dataset.js';
import { toHdf5 } from '../../src/io/hdf5.js';
import { collapsed, labelNoise } from './sample-documents.js';

const document = labelNoise({ cells: 50 });
let file: File;

async function open(bytes: Uint8Array, name: string): Promise<File> {
  const { FS } = await h5wasm.ready;
  FS.writeFile(name, bytes);
  return new h5wasm.File(name, 'r');
}

beforeAll(async () => {
  file = await open(await toHdf5(stationaryDataset(document)), '/read.h5');
});
afterAll(() => file.close());

describe('toHdf5', () => {
  test('writes every array exactly', () => {
    expect(file.keys().sort()).toEqual(['component', 'density', 'log_density', 'mass', 'v', 'width']);
    expect((file.get('mass') as Dataset).value).toEqual(document.result.density!.mass);
    expect((file.get('component') as Dataset).value).toEqual(new Array(50).fill('v>0'));
  });

  test('attaches the coordinate to every array as a dimension scale', () => {
    expect((file.get('v') as Dataset).get_scale_name()).toBe('v');
    for (const name of ['mass', 'width', 'component']) {
      const dataset = file.get(name) as Dataset;
      expect(dataset.get_attached_scales(0)).toEqual(['/v']);
      expect(dataset.get_dimension_labels()).toEqual(['v']);
    }
  });

  test('describes each array and carries the document', () => {
    expect((file.get('mass') as Dataset).get_attribute('long_name', true)).toBe('probability of the cell');
    const text = file.get_attribute('document', true);
    expect(JSON.parse(text as string).result.components).toHaveLength(3);
    expect(file.get_attribute('title', true)).toBe('stationary, sgd-fokker-planck 0.1.0');
  });

  test('leaves nothing in the memory of the library', async () => {
    const { FS } = await h5wasm.ready;
    expect(FS.readdir('/')).not.toContain('dataset.h5');
  });

  test('writes empty arrays and coordinates of text', async () => {
    const empty = await open(await toHdf5(stationaryDataset(collapsed())), '/empty.h5');
    expect((empty.get('mass') as Dataset).shape).toEqual([0]);
    empty.close();
    const moments = { ...document, command: 'moments' as const, result: document.result.moments! };
    const table = await open(await toHdf5(momentsDataset(moments)), '/moments.h5');
    expect((table.get('value') as Dataset).get_attached_scales(0)).toEqual(['/quantity']);
    table.close();
  });

  test('writes arrays on several dimensions', async () => {
    const time = { name: 'time', dimensions: ['time'], values: [0, 1], label: 'time', units: 'learning rate × steps' };
    const v = { name: 'v', dimensions: ['v'], values: [1, 2, 3], label: 'v' };
    const mass = { name: 'mass', dimensions: ['time', 'v'], values: [1, 2, 3, 4, 5, 6], label: 'mass' };
    const frames = await open(await toHdf5({ variables: [time, v, mass], document }), '/frames.h5');
    const dataset = frames.get('mass') as Dataset;
    expect(dataset.shape).toEqual([2, 3]);
    expect([dataset.get_attached_scales(0), dataset.get_attached_scales(1)]).toEqual([['/time'], ['/v']]);
    expect((frames.get('time') as Dataset).get_attribute('units', true)).toBe('learning rate × steps');
    frames.close();
  });
});
