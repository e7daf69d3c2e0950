import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StationaryDocument } from '../src/io/document.js';
import type {
  ErgodicDocument,
  EvolutionDocument,
  PassageDocument,
  SpectrumDocument,
} from '../src/io/evolution-document.js';
import type { TensorDocument } from '../src/io/tensor-document.js';
import type {
  TensorErgodicDocument,
  TensorEvolutionDocument,
  TensorPassageDocument,
} from '../src/io/tensor-evolution-document.js';
import type { LearningDocument } from '../src/io/learning-document.js';
import { learningCells } from '../src/view/learning-text.js';
import { inProcess } from './cli/in-process.js';
import { newFolder } from './cli/sgdfp.js';

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

/** The command of an example: `stationary`, or what its first line says after `# sgdfp`; the file may be named there or not. */
function commandOf(file: string): string[] {
  const [first] = readFileSync(`${folder}/${file}`, 'utf8').split('\n');
  const given = /^# sgdfp (.+)$/.exec(first)?.[1] ?? 'stationary';
  const words = [...given.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c);
  const [command, ...options] = words.filter((word) => !word.endsWith(file));
  return [command, `${folder}/${file}`, ...options, '--json'];
}

/** A check of the document that one command returns. */
const of =
  <D>(check: (document: D) => void) =>
  (document: unknown): void =>
    check(document as D);

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
  '30-learning-from-a-wide-start.yaml': of<EvolutionDocument>(({ result: { frames } }) => {
    expect(frames.map(({ time }) => time)).toEqual([0, 0.1, 0.3, 1, 3, 10]);
    const negative = frames.map(({ components }) => components.find(({ name }) => name === 'v<0')!.weight);
    for (const weight of negative) expect(weight).toBeCloseTo(0.34457825838967583, 14);
    const distances = frames.map(({ relativeEntropy }) => relativeEntropy!);
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
  }),
  '31-spectrum-of-label-noise.yaml': of<SpectrumDocument>(({ result }) => {
    const exact = [0, 1, 2, 3, 4].map((n) => 4 * n * (1 - (2 * n + 1) * 0.05));
    exact.forEach((rate, n) => expect(result.rates[n]).toBeCloseTo(rate, 7));
    expect(result).toMatchObject({ isolated: 5 });
    expect(result.continuum.edge).toBeCloseTo(0.95 ** 2 / 0.1, 10);
  }),
  '32-memory-of-the-start.yaml': of<ErgodicDocument>(({ result }) => {
    expect(result.weights).toEqual({ 'v>0': 0.75, 'v<0': 0.25, 'v=0': 0 });
  }),
  '33-interpolation-above-the-threshold.yaml': of<ErgodicDocument>(({ result }) => {
    // I_{0.4}(1/6, 4/3) by mpmath.
    expect(result.weights['v=1.5']).toBeCloseTo(0.8992670031128505, 12);
  }),
  '34-double-well.yaml': of<PassageDocument>(({ result: { starts } }) => {
    expect(starts[0]).toMatchObject({ from: -1, probability: 1 });
    expect(starts[0].meanTime).toBeCloseTo(415.83891, 4);
  }),
  '50-both-weights-on-a-grid.yaml': of<TensorDocument>(({ result }) => {
    const [{ mean, variance, positive }] = result.components[0].products!;
    // The gamma law of the balanced model: shape 41/6, scale 0.15; the grid is right to second order.
    expect(Math.abs(mean - 1.025)).toBeLessThan(2e-3);
    expect(Math.abs(variance - 0.15375)).toBeLessThan(4e-3);
    expect(positive).toBeGreaterThan(0.9999);
  }),
  '51-three-parameters.yaml': of<TensorDocument>(({ result, warnings }) => {
    // The drift is linear, so the mean is the least-squares fit.
    const { mean } = result.components[0];
    [1, -0.5, 0].forEach((exact, k) => expect(mean['abc'[k]]).toBeCloseTo(exact, 3));
    expect(warnings).toEqual([]);
  }),
  '55-two-layers-from-the-wrong-sign.yaml': of<TensorEvolutionDocument>(({ result }) => {
    const right = result.frames.map(({ positive }) => positive!['u*w']);
    expect(right).toEqual([...right].sort((a, b) => a - b));
    expect([right[0], right[5] > 0.95]).toEqual([0, true]);
    expect(result.massError).toBeLessThan(1e-12);
    expect(result.smallestMass).toBeGreaterThanOrEqual(0);
  }),
  '56-escape-of-two-parameters.yaml': of<TensorPassageDocument>(({ result: { starts } }) => {
    // 3000 paths by Euler–Maruyama with steps of 0.004: 81.2 ± 1.5.
    expect(starts[0].probability).toBeCloseTo(1, 12);
    expect(starts[0].meanTime).toBeGreaterThan(76);
    expect(starts[0].meanTime).toBeLessThan(83);
  }),
  '57-leaving-a-box.yaml': of<TensorEvolutionDocument>(({ result: { frames, massError } }) => {
    expect(massError).toBeLessThan(1e-12);
    for (const { survival, absorbed } of frames) {
      expect(survival! + Object.values(absorbed!).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
    // From 60² and 120² cells, extrapolated in h².
    [0.604756, 0.062989, 7.3401e-6].forEach((left, k) =>
      expect(Math.abs(frames[k].survival! / left - 1)).toBeLessThan(0.006),
    );
    expect(frames[2].absorbed!['u=1']).toBeGreaterThan(3 * frames[2].absorbed!['u=-1']);
  }),
  '58-four-quadrants.yaml': of<TensorErgodicDocument>(({ result: { weights, components } }) => {
    // Φ(±1) Φ(±½): what each quadrant holds of the start.
    const [u, w] = [0.841344746, 0.691462461];
    const exact = [(1 - u) * (1 - w), (1 - u) * w, u * (1 - w), u * w];
    exact.forEach((weight, c) => expect(weights[`class-${c + 1}`]).toBeCloseTo(weight, 7));
    for (const { mean } of components) expect(Math.abs(mean['u'])).toBeCloseTo(0.985, 2);
  }),
  '59-first-exit.yaml': of<TensorEvolutionDocument>(({ result: { frames, massError } }) => {
    expect(massError).toBeLessThan(1e-12);
    const { survival, absorbed } = frames[2];
    expect(survival).toBeLessThan(1e-5);
    // ∫ s from 0 to 0.5 over ∫ s from 0 to 1.5, s = (2(v − 1)² + 1)^{5/4}, by scipy.
    expect(absorbed!['v=1.5']).toBeCloseTo(0.521085, 4);
    expect(survival! + absorbed!['v=0'] + absorbed!['v=1.5']).toBeCloseTo(1, 12);
  }),
  '35-learning-time.yaml': of<LearningDocument>(({ result: { rows } }) => {
    const table = readFileSync(`${folder}/learning-time.md`, 'utf8');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(table).toContain(`| ${learningCells(row).join(' | ')} |`);
  }),
  '36-from-the-wrong-sign.yaml': of<EvolutionDocument>(({ result: { frames } }) => {
    const positive = frames.map(({ components }) => components.find(({ name }) => name === 'v>0')!.weight);
    // 100 000 paths by test/reference/symmetric-paths.py.
    [0, 0.099, 0.41412, 0.78717, 0.96869].forEach((p, k) => expect(Math.abs(positive[k] - p)).toBeLessThan(0.004));
  }),
  '37-warm-up-and-decay.yaml': of<EvolutionDocument>(({ result: { frames } }) => {
    const last = frames[frames.length - 1];
    // E v and its spread at T = 0.02 from [NB] Eq. (15), for the mass that is not far below.
    expect(last.moments['v'].mean).toBeCloseTo(0.97828, 3);
    expect(last.moments['v'].variance).toBeLessThan(frames[3].moments['v'].variance / 5);
  }),
};

/** What the examples of other commands are there to show; the command stands in their first line. */
const otherShows: Record<string, (document: OtherDocument) => void> = {
  '20-balance-of-two-parameters.yaml': ({ result }) => {
    for (const { theta } of result.points) expect(Math.abs(theta[0] / theta[1])).toBeCloseTo(1, 10);
  },
  '21-balance-of-a-deep-chain.yaml': ({ result }) => {
    for (const { theta } of result.points) for (const u of theta) expect(Math.abs(u / theta[0])).toBeCloseTo(1, 10);
  },
  '22-balance-under-another-symmetry.yaml': ({ result }) => {
    for (const { theta } of result.points) expect(theta[0] ** 2 / theta[1] ** 2).toBeCloseTo(2, 9);
  },
  '23-balance-of-a-relu-network.yaml': ({ result }) => {
    expect(result.points.length).toBe(12);
    expect(result['fullRank']).toEqual({ active: 12, full: 12 });
  },
  '24-balance-of-a-scale-symmetry.yaml': ({ result }) => expect(result.points.length).toBeGreaterThan(0),
  '60-between-the-transitions.yaml': ({ result }) => {
    expect(result).toMatchObject({ regime: 'IIa', mode: 0, interiorMaximum: expect.closeTo(0.721325, 6) as number });
  },
  '61-a-problem-under-trial.yaml': ({ result }) => {
    expect(result['failed']).toBe(0);
    expect(result['held']).toBeGreaterThan(12);
  },
  '40-sgd-with-many-chains.yaml': ({ result }) => expect(result['outcome']).toBe('finished'),
  '41-sgd-against-its-sde.yaml': ({ result }) => {
    for (const { pValue } of result.pairs) if (pValue !== null) expect(pValue).toBeGreaterThan(0.01);
  },
  '42-a-neuron-by-sgd.yaml': ({ result }) => expect(result['outcome']).toBe('finished'),
  '43-a-neuron-against-its-sde.yaml': ({ result }) => {
    expect(result.pairs.length).toBe(6);
    for (const { pValue } of result.pairs) if (pValue !== null) expect(pValue).toBeGreaterThan(0.01);
  },
  '44-epochs-with-momentum.yaml': ({ result }) => {
    const { v } = result['moments'] as Record<string, { mean: number; variance: number }>;
    // With replacement the spread is 0.026.
    expect(v.mean).toBeCloseTo(1.0306, 3);
    expect(Math.sqrt(v.variance)).toBeCloseTo(0.013, 3);
  },
};

/** The parts of other commands' documents that are looked at here. */
interface OtherDocument {
  readonly result: Record<string, unknown> & {
    readonly points: { readonly theta: number[] }[];
    readonly pairs: { readonly pValue: number | null }[];
  };
}

describe('examples', () => {
  const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'));
  it('each have a line here', async () => expect(Object.keys({ ...shows, ...otherShows }).sort()).toEqual(files));
  for (const file of files) {
    it(file, async () => {
      const { code, out, err } = await inProcess(newFolder(), commandOf(file));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const document = JSON.parse(out) as StationaryDocument;
      if (file in otherShows) otherShows[file](document as unknown as OtherDocument);
      else shows[file](document);
      if (document.result.closedForm) expect(document.result.closedForm.maxLogError).toBeLessThan(1e-10);
    });
  }
});
