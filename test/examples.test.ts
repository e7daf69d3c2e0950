import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StationaryDocument } from '../src/io/document.js';
import { newFolder, sgdfp } from './cli/sgdfp.js';

const folder = fileURLToPath(new URL('../examples', import.meta.url));

/** What each example is there to show. */
const shows: Record<string, (document: StationaryDocument) => void> = {
  '01-learning-under-noise.yaml': ({ result }) => {
    expect(result.components.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'v>0 density',
      'v<0 point',
      'v=0 point',
    ]);
    // Computed independently by quadrature of Eq. (15).
    expect(result.components[0].mean).toBeCloseTo(0.844936, 6);
    expect(result.components[0].variance).toBeCloseTo(0.251273, 6);
  },
  '02-rows-of-a-file.yaml': ({ result }) => expect(result.components[0].kind).toBe('density'),
  '03-deeper-and-wider.yaml': ({ result }) => {
    expect(result.components[0]).toMatchObject({ kind: 'density', normalisable: true });
    expect(result.components[0].tailExponent).toBeCloseTo(-(5 - 3 / 4), 8);
    expect(result.components[0].originExponent).toBeUndefined();
  },
  '04-power-law-regression.yaml': ({ result, warnings }) => {
    expect(result.components[0].weight).toBe(1);
    expect(warnings.join()).toMatch(/α₁\/\(S β₁²\)/);
  },
  '05-collapse.yaml': ({ result }) => {
    expect(result.components.every(({ kind }) => kind === 'point')).toBe(true);
    expect(result.density).toBeUndefined();
  },
  '06-interpolation-with-decay.yaml': ({ result }) => {
    expect(result.components[0]).toMatchObject({ name: '0<v<1.2', kind: 'density', support: [0, 1.2] });
  },
};

describe('examples', () => {
  const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'));
  it('each have a line here', () => expect(Object.keys(shows)).toEqual(files));
  for (const file of files) {
    it(file, () => {
      const { code, out, err } = sgdfp(newFolder(), ['stationary', `${folder}/${file}`, '--json']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const document = JSON.parse(out) as StationaryDocument;
      shows[file](document);
      if (document.result.closedForm) expect(document.result.closedForm.maxLogError).toBeLessThan(1e-10);
    });
  }
});
