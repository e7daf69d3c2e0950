import { describe, expect, it } from 'vitest';
import { toCsv } from '../../src/io/csv-table.js';
import { evolutionDataset, framesDataset } from '../../src/io/evolution-dataset.js';
import { ergodicDataset, passageDataset } from '../../src/io/passage-dataset.js';
import { spectrumDataset } from '../../src/io/spectrum-dataset.js';
import { ergodicSample, evolutionSample, passageSample, spectrumSample } from './evolution-samples.js';

describe('tables', () => {
  it('of an evolution: frames by cells', () => {
    const { variables, document } = evolutionDataset(evolutionSample());
    const mass = variables.find(({ name }) => name === 'mass')!;
    expect(mass.dimensions).toEqual(['time', 'v']);
    expect(Float64Array.from(mass.values as ArrayLike<number>)).toEqual(Float64Array.of(0.3, 0.5, 0.6, 0.2));
    expect(JSON.stringify(document)).not.toMatch(/logDensity/);
    const lines = toCsv({ variables, document }).trim().split('\n');
    expect(lines[0]).toBe(
      'time,v,width,lower_edge,mass,density,log_density,mean,variance,entropy,relative_entropy,weight v<0,weight v>0,weight v=0',
    );
    expect(lines[3].split(',').slice(0, 5)).toEqual(['10', '0.5', '1', '0', '0.6']);
    expect(lines).toHaveLength(5);
  });

  it('of the frames alone', () => {
    expect(toCsv(framesDataset(evolutionSample())).split('\n')).toEqual([
      'time,mean,variance,entropy,relative_entropy,weight v<0,weight v>0,weight v=0',
      '0,1.15,0.25,0.75,0.125,0,0.8,0.2',
      '10,0.7,0.25,0.75,nan,0,0.8,0.2',
      '',
    ]);
  });

  it('of limits, passages and rates', () => {
    expect(toCsv(ergodicDataset(ergodicSample()))).toBe('limit,kind,weight\nv>0,density,0.75\nv=0,point,0.25\n');
    expect(toCsv(passageDataset(passageSample())).split('\n')[2]).toBe('-1,0.25,-1.386,inf,inf');
    const rates = 'rate,line,isolated\n0,v>0,1\n1,v>0,1\n1.2,v>0,0\n0,v<0,1\n';
    expect(toCsv(spectrumDataset(spectrumSample(), []))).toBe(rates);
  });

  it('of eigenfunctions: modes by cells, numbered where there are several lines', () => {
    const table = {
      line: 'v>0',
      centres: [1, 2],
      widths: [1, 1],
      rates: [0, 1],
      left: [
        [1, 1],
        [1, -1],
      ],
      right: [
        [0.5, 0.5],
        [0.5, -0.5],
      ],
    };
    const one = spectrumDataset(spectrumSample(), [table]).variables.find(({ name }) => name === 'left')!;
    expect([one.dimensions, Array.from(one.values as ArrayLike<number>)]).toEqual([
      ['mode_rate', 'v'],
      [1, 1, 1, -1],
    ]);
    const names = spectrumDataset(spectrumSample(), [table, table]).variables.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['left_1', 'right_2', 'v_2', 'mode_rate_1']));
  });
});
