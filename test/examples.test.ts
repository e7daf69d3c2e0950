import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StationaryDocument } from '../src/io/document.js';
import { newFolder, sgdfp } from './cli/sgdfp.js';

const folder = fileURLToPath(new URL('../examples', import.meta.url));

/** Probability of the cells whose centres are such. */
function massWhere({ result }: StationaryDocument, holds: (theta: readonly number[]) => boolean): number {
  const { axes, mass } = result.density!;
  const inner = axes.length > 1 ? axes[1].centres.length : 1;
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    const theta = [axes[0].centres[Math.floor(i / inner)], ...(axes.length > 1 ? [axes[1].centres[i % inner]] : [])];
    if (holds(theta)) sum += mass[i];
  }
  return sum;
}

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
  '10-saturating-regression.yaml': (document) => {
    expect(massWhere(document, ([v]) => v < 0)).toBeCloseTo(0.1426, 3);
  },
  '11-saturating-network.yaml': (document) => {
    expect(massWhere(document, ([u, w]) => u * w < 0)).toBeLessThan(1e-4);
  },
  '12-logistic-regression.yaml': ({ result }) => {
    // Independent quadrature: test/reference/parameter.py.
    expect(result.components[0].mean).toBeCloseTo(1.4128337418718222, 9);
    expect(result.components[0].variance).toBeCloseTo(0.08889165663242196, 9);
  },
  '13-two-wells.yaml': (document) => {
    expect(document.result.components[0].mean).toBeCloseTo(-0.1242295626165495, 9);
    expect(massWhere(document, ([theta]) => theta < 0)).toBeCloseTo(0.5621, 3);
  },
  '14-driven-phase.yaml': ({ result }) => {
    // Independent quadrature with scipy.
    expect(result.components[0]).toMatchObject({ kind: 'density', support: [0, 2 * Math.PI] });
    expect((result.components[0] as { current?: number }).current).toBeCloseTo(0.02624545082043643, 12);
  },
  '15-clipped-weight.yaml': ({ result }) => {
    expect(result.components[0]).toMatchObject({ support: [0, 1], boundary: { lower: 'regular', upper: 'regular' } });
  },
  '16-dead-neuron.yaml': ({ result, warnings }) => {
    expect(result.components).toMatchObject([{ name: 'u=0', kind: 'point', weight: 1 }]);
    expect(warnings.join()).toMatch(/no steady density/);
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
