import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLoadedProblem } from '../../cli/load.js';
import { overParameters } from '../../cli/over-parameters.js';
import { parameterSet } from '../../cli/parameter-set.js';
import { tensorErgodic } from '../../cli/tensor-ergodic.js';
import { tensorEvolution } from '../../cli/tensor-evolution.js';
import { tensorPassageDocument } from '../../cli/tensor-passage.js';
import { tensorSpectrum } from '../../cli/tensor-spectrum.js';
import { toCsv } from '../../src/io/csv-table.js';
import { toHdf5 } from '../../src/io/hdf5.js';
import { toJson } from '../../src/io/json-document.js';
import { toNpz } from '../../src/io/npz.js';
import { tensorEvolutionDataset } from '../../src/io/tensor-evolution-dataset.js';
import {
  tensorErgodicDataset,
  tensorPassageDataset,
  tensorSpectrumDataset,
} from '../../src/io/tensor-tables-dataset.js';
import { tensorEvolutionReport } from '../../src/view/tensor-evolution-report.js';
import { describeTensorEvolution } from '../../src/view/tensor-evolution-text.js';
import { tensorErgodicReport, tensorSpectrumReport } from '../../src/view/tensor-tables-report.js';
import {
  describeTensorErgodic,
  describeTensorPassage,
  describeTensorSpectrum,
} from '../../src/view/tensor-tables-text.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
/** Least squares in two parameters: H = ((2.5, 1), (1, 2)) and additive noise, so that everything is Gaussian. */
const PLANE = `model: {parameters: [a, b], loss: (a - x)^2 + (b - y + 0.5*a)^2}
data: {x: "discrete([-1, 1])", y: "discrete([-0.5, 0.5])"}
sgd: {temperature: 0.1}
grid:
  a: {kind: uniform, from: -2.5, to: 2.5, cells: 60}
  b: {kind: uniform, from: -2, to: 2, cells: 56}
initial: {a: "normal(1, 0.25)", b: -0.5}
`;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'plane.yaml'), PLANE);
writeFileSync(join(folder, 'starts.csv'), 'p,q\n1,-0.5\n1.2,-0.4\n0.8,-0.6\n');
const LAYERS = 'model={parameters: [u, w], prediction: u*w*x}';
const with_ = <T>(use: (loaded: Parameters<typeof tensorErgodic>[0]) => Promise<T>, ...overrides: string[]) =>
  withLoadedProblem(join(folder, 'plane.yaml'), overrides, use);
const evolve = (times: readonly number[], ...overrides: string[]) =>
  with_((loaded) => tensorEvolution(loaded, { times, allowOutside: false }), ...overrides);

describe('evolve over two parameters', () => {
  it('gives frames with moments, densities and the checks of the contract', async () => {
    const document = await evolve([0, 0.3, 20]);
    const { frames, massError, smallestMass, repairedMass, methods, variables, initial } = document.result;
    expect(document).toMatchObject({ command: 'evolve', problem: { coordinates: 'parameters' } });
    expect([variables, initial, methods.length]).toEqual([['a', 'b'], 'a ~ normal(1, 0.25), b = -0.5', 1]);
    expect(massError).toBeLessThan(1e-12);
    expect(smallestMass).toBeGreaterThanOrEqual(0);
    expect(repairedMass).toBeLessThan(1e-12);
    // e^{−Ht}(1, −½) by scipy.
    expect(frames[1].moments['a'].mean).toBeCloseTo(0.57249, 2);
    expect(frames[1].moments['b'].mean).toBeCloseTo(-0.44144, 2);
    expect(frames[2].relativeEntropy).toBeLessThan(1e-9);
    const { axes, mass, logDensity } = frames[1].density!;
    expect([axes[0].edges.length, axes[1].edges.length, mass.length, logDensity.length]).toEqual([61, 57, 3360, 3360]);
    expect(document.warnings).toEqual([]);
    const text = describeTensorEvolution(document);
    expect(text).toMatch(/from a ~ normal\(1, 0\.25\), b = -0\.5 · 60 × 56 cells/);
    expect(text).toMatch(
      /├─ t = 0\.3 {2,}a 0\.57\d* ± 0\.\d+ {2,}b -0\.4\d* ± 0\.\d+ {2,}entropy .* from the limit .* nats/,
    );
    const page = tensorEvolutionReport(document, 'PLOTLY');
    expect(page).toMatch(/Density of a and b over time/);
    expect(page).toMatch(/"type":"heatmap"/);
    expect(page).toMatch(/Download frames/);
  });

  it('starts from an earlier result in any format, from rows of a file, and from columns one by one', async () => {
    const first = await evolve([0.3]);
    const dataset = tensorEvolutionDataset(first);
    writeFileSync(join(folder, 'a.json'), toJson(first));
    writeFileSync(join(folder, 'a.npz'), toNpz(dataset));
    writeFileSync(join(folder, 'a.h5'), await toHdf5(dataset));
    expect(toCsv(dataset).split('\n')[0]).toBe(
      'time,mean a,variance a,mean b,variance b,weight class-1,entropy,relative_entropy,a,a_width,a_lower_edge,b,b_width,b_lower_edge,mass,density,log_density',
    );
    const whole = (await evolve([0.5])).result.frames[0];
    for (const extension of ['json', 'npz', 'h5']) {
      const rest = await evolve([0.2], `initial={file: a.${extension}}`);
      expect(rest.result.initial).toBe(`the last density of a.${extension}`);
      const { moments } = rest.result.frames[0];
      expect(moments['a'].mean).toBeCloseTo(whole.moments['a'].mean, 11);
      expect(moments['b'].variance).toBeCloseTo(whole.moments['b'].variance, 11);
    }
    const rows = await evolve([0], 'initial={a: {csv: starts.csv, column: p}, b: {csv: starts.csv, column: q}}');
    expect(rows.result.initial).toBe('3 rows of starts.csv');
    const mixed = await evolve([0], 'initial={a: {csv: starts.csv, column: p}, b: "normal(0, 0.3)"}');
    expect(mixed.result.initial).toBe('a ~ 3 values of starts.csv, b ~ normal(0, 0.3)');
    expect(mixed.result.frames[0].moments['a'].mean).toBeCloseTo(1, 1);
  });

  it('follows a schedule, and finds the sign of the product of two layers', async () => {
    const schedule =
      'sgd={batchSize: 1, schedule: [{until: 0.2, learningRate: 0.2}, {until: 1, learningRate: {from: 0.2, to: 0.05}}]}';
    const small =
      'grid={a: {kind: uniform, from: -2.5, to: 2.5, cells: 24}, b: {kind: uniform, from: -2, to: 2, cells: 20}}';
    const document = await evolve([0.1, 1], schedule, small);
    expect(document.result.frames[1].moments['a'].variance).toBeLessThan(
      document.result.frames[0].moments['a'].variance + 1,
    );
    expect(document.result.timeError).toBeLessThan(1e-3);
    await expect(evolve([2], schedule)).rejects.toThrow(/sgd\.schedule: a schedule up to 2, the last time asked for/);
    const grid =
      'grid={u: {kind: uniform, from: -3, to: 3, cells: 20}, w: {kind: uniform, from: -3, to: 3, cells: 30}}';
    const layers = await evolve([0, 2], LAYERS, grid, 'initial={u: 1, w: -0.5}', 'data={x: "normal(0,1)", y: x}');
    const [before, after] = layers.result.frames;
    expect(before.positive).toEqual({ 'u*w': 0 });
    expect(after.positive!['u*w']).toBeGreaterThan(0.5);
    expect(Object.keys(after.moments)).toEqual(['u', 'w', 'u*w']);
    expect(layers.result.symmetries).toHaveLength(1);
  });

  it('tells what is wrong with the input', async () => {
    await expect(evolve([1], 'initial={a: 1}')).rejects.toThrow(/initial\.b: a law for b, got nothing/);
    await expect(evolve([1], 'initial={a: 1, c: 2}')).rejects.toThrow(/initial\.c: laws for a, b, got one for c/);
    await expect(evolve([1], 'initial={file: none.json}')).rejects.toThrow(
      /initial\.file: a file, got nothing at that path/,
    );
    await expect(evolve([1], 'initial={a: {csv: no.csv, column: p}, b: 0}')).rejects.toThrow(/initial\.a\.csv: a file/);
    await expect(evolve([1], 'grid={c: {kind: uniform, from: 0, to: 1, cells: 4}}')).rejects.toThrow(
      /grid\.c: axes of a, b, got axis c/,
    );
    await expect(evolve([1], 'domain={a: "absorbing(-3, 2.5)"}')).rejects.toThrow(
      /grid\.a: an axis that ends where the domain absorbs, at -3, got one that ends at -2\.5\. Match the domain/,
    );
    await expect(evolve([1], 'grid=auto', 'domain={a: {from: 0}}')).rejects.toThrow(
      /grid\.a: an axis where the domain has one end, got none\. Add grid: \{a: /,
    );
    await expect(evolve([1], 'domain={a: "reflecting(-1, 1)"}')).rejects.toThrow(/grid\.a: an axis inside \[-1, 1\]/);
    await expect(evolve([1], 'model={parameters: [a, b, c, d], loss: (a+b+c+d-x)^2}')).rejects.toThrow(
      /model\.parameters: one to three for a density on a grid, got 4\. Use particles/,
    );
    writeFileSync(join(folder, 'bare.yaml'), PLANE.slice(0, PLANE.indexOf('initial')));
    await expect(
      withLoadedProblem(join(folder, 'bare.yaml'), [], (loaded) =>
        tensorEvolution(loaded, { times: [1], allowOutside: false }),
      ),
    ).rejects.toThrow(/initial: a law for each of a, b, got nothing/);
  });

  it('runs over three parameters', async () => {
    const three = 'model={parameters: [a, b, c], loss: (a - x)^2 + (b - y)^2 + (c - b)^2}';
    const grid = ['a', 'b', 'c']
      .map((k, i) => `${k}: {kind: uniform, from: -2, to: 2, cells: ${10 + 2 * i}}`)
      .join(', ');
    const start = 'initial={a: "normal(0, 0.4)", b: "normal(0, 0.3)", c: "normal(0.2, 0.3)"}';
    const document = await evolve([0.2], three, `grid={${grid}}`, start);
    expect(document.result.frames[0].density!.axes.map(({ centres }) => centres.length)).toEqual([10, 12, 14]);
    expect(document.result.frames[0].moments['a'].mean).toBeCloseTo(0, 12);
    expect(tensorEvolutionReport(document, '')).toMatch(/Density of a and b over time/);
  });

  it('is for expressions of several parameters only', async () => {
    expect(await with_(async (loaded) => overParameters(loaded))).toBe(true);
    const one = 'model={parameters: [a], loss: (a - x)^2}';
    expect(await with_(async (loaded) => overParameters(loaded), one, 'grid=auto', 'initial={a: 1}')).toBe(false);
  });
});

describe('spectrum, passage and ergodic over two parameters', () => {
  it('give rates with their frequencies', async () => {
    const output = await with_((loaded) => tensorSpectrum(loaded, { count: 4, modes: true }));
    const { rates, imaginary, gap, relaxationTimes } = output.document.result;
    // 2.25 ∓ √1.0625 and twice the first.
    [0, 1.21922, 2.43845, 3.28078].forEach((rate, k) =>
      expect(Math.abs(rates[k] - rate)).toBeLessThan(0.05 * rate + 1e-9),
    );
    expect(imaginary).toEqual([0, 0, 0, 0]);
    expect([gap, relaxationTimes.length]).toEqual([rates[1], 3]);
    expect(describeTensorSpectrum(output.document)).toMatch(
      /rate 0 {2,}stays\n├─ rate 1\.\d+ {2,}relaxes in time 0\.8/,
    );
    expect(tensorSpectrumReport(output.document)).toMatch(/Slowest rates over a, b/);
    const names = tensorSpectrumDataset(output).variables.map(({ name }) => name);
    expect(names).toEqual(['rate', 'frequency', 'error', 'a', 'a_width', 'b', 'b_width', 'mode_re', 'mode_im']);
    expect(tensorSpectrumDataset({ ...output, modes: [] }).variables).toHaveLength(3);
  });

  it('give chances and times of a passage', async () => {
    const request = { from: [1, -0.5, 0.5, 0.5], to: 'a<0 and b<1', avoid: 'a>1.9' };
    const document = await with_((loaded) => tensorPassageDocument(loaded, request));
    const { starts, to, avoid } = document.result;
    expect(starts[0].from).toEqual({ a: 1, b: -0.5 });
    expect(starts[0].probability).toBeGreaterThan(0.99);
    expect(starts[1].meanTime).toBeGreaterThan(0.1);
    expect([to.cells > 100, avoid!.cells > 10]).toEqual([true, true]);
    expect(describeTensorPassage(document)).toMatch(
      /into a<0 and b<1 before a>1\.9 · 3360 cells\n├─ from a = 1, b = -0\.5 /,
    );
    expect(tensorPassageDataset(document).variables.map(({ name }) => name)).toEqual([
      'a',
      'b',
      'probability',
      'log_probability',
      'mean_time',
      'log_mean_time',
    ]);
    await expect(with_((loaded) => tensorPassageDocument(loaded, { from: [1], to: 'a<0' }))).rejects.toThrow(
      /--from: a,b of each start, one after the other, got 1 numbers/,
    );
  });

  it('give the classes and their weights', async () => {
    const document = await with_(tensorErgodic);
    expect(document.result.weights).toEqual({ 'class-1': expect.closeTo(1, 12) });
    expect(Math.abs(document.result.gap! - 1.21922)).toBeLessThan(0.04);
    expect(describeTensorErgodic(document)).toMatch(/class-1 {2}density {2}weight 1/);
    expect(tensorErgodicReport(document)).toMatch(/class-1: weight 1/);
    expect(tensorErgodicDataset(document).variables[2].values).toEqual(
      Float64Array.of(document.result.weights['class-1']),
    );
    const still = ['model={parameters: [a, b], loss: 0*a*x + 0*b*y}', 'initial={a: 0, b: 0}'];
    await expect(with_(tensorErgodic, ...still)).rejects.toThrow(/grid: at most 16 closed classes of cells, got 3360/);
    await expect(with_(tensorErgodic, 'initial={a: 9, b: 0}')).rejects.toThrow(
      /grid: axes that hold the initial density/,
    );
  });
});

describe('parameterSet', () => {
  const holds = (text: string, ...theta: number[]): boolean =>
    parameterSet(text, ['u', 'w'], '--to')(Float64Array.from(theta));

  it('reads comparisons of expressions, chained and together', () => {
    expect([holds('u*w>0', 1, 1), holds('u*w > 0', 1, -1)]).toEqual([true, false]);
    expect([holds('0.9<u*w<=1.1', 1, 1), holds('0.9<u*w<1.1', 2, 1)]).toEqual([true, false]);
    expect([holds('u>0 and w<pi', 1, 3), holds('u>0 and w<pi', 1, 4), holds('u>0,w>0', 1, -1)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([holds('max(u,w)>=2 & u<w', 0, 3), holds('1>u>w', 2, 1)]).toEqual([true, false]);
  });

  it.each([
    ['u', /--to: comparisons of u, w with < or >, got «u»/],
    ['u>', /comparisons of u, w/],
    ['u>0 and', /comparisons of u, w/],
    ['q>0', /--to: a set in u, w, got the name q/],
    ['u>)', /--to/],
  ])('refuses «%s»', (text, message) => expect(() => parameterSet(text, ['u', 'w'], '--to')).toThrow(message));
});
