import { writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { interruptible } from '../../cli/interruptible.js';
import { withLoadedProblem } from '../../cli/load.js';
import { stationaryDocument } from '../../cli/stationary-document.js';
import { memoryInSteps, tensorErgodic } from '../../cli/tensor-ergodic.js';
import { tensorEvolution } from '../../cli/tensor-evolution.js';
import { tensorPassageDocument } from '../../cli/tensor-passage.js';
import { tensorSpectrum } from '../../cli/tensor-spectrum.js';
import type { TensorDocument } from '../../src/io/tensor-document.js';
import type { TensorEvolutionDocument } from '../../src/io/tensor-evolution-document.js';
import { Interrupted, wasStopped, type Steps } from '../../solvers/steps.js';
import { doubleWell, bell, onSquare } from '../solvers/plane-problems.js';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
writeFileSync(
  join(folder, 'wells.yaml'),
  `model: {parameters: [u, w], loss: 0.5*(u^2-1)^2 + (w-u)^2 + x*u + z*w}
data: {x: "normal(0, 1)", e: "normal(0, 0.5)", z: 0.2*x + e}
sgd: {temperature: 0.5}
grid:
  u: {kind: uniform, from: -2.5, to: 2.5, cells: 64}
  w: {kind: uniform, from: -2.5, to: 2.5, cells: 64}
initial: {u: "normal(-1, 0.2)", w: "normal(-1, 0.2)"}
`,
);
type Loaded = Parameters<typeof tensorErgodic>[0];
const wells = <T>(use: (loaded: Loaded) => Promise<T>, ...overrides: string[]): Promise<T> =>
  withLoadedProblem(join(folder, 'wells.yaml'), overrides, use);
const stationary = async (memory?: number, ...overrides: string[]): Promise<TensorDocument> => {
  const { document } = await wells((loaded) => stationaryDocument(loaded, [], memory), ...overrides);
  return document as TensorDocument;
};

/** The result of work that Ctrl-C stops in the first turn of the event loop in which that is possible. */
async function stoppedAtOnce<T>(work: () => Promise<T>): Promise<T> {
  const others = process.listeners('SIGINT');
  let turn = setImmediate(function again() {
    // What Ctrl-C would call, without the interest that the test runner takes in it.
    process.listeners('SIGINT').forEach((listener) => others.includes(listener) || listener('SIGINT'));
    turn = setImmediate(again);
  });
  try {
    return await work();
  } finally {
    clearImmediate(turn);
    expect(process.listeners('SIGINT')).toEqual(others);
  }
}

/** Steps of five milliseconds each. */
function* slow(count: number, knows: boolean): Steps<number> {
  for (let k = 0; k < count; k++) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    const now = { share: k / count, words: 'waiting' };
    if (!knows) yield now;
    else if (yield* wasStopped(now)) return k;
  }
  return count;
}

describe('interruptible', () => {
  it('goes through, stops with what is known, or says that nothing is', async () => {
    expect(await interruptible('test', slow(3, true))).toEqual({ value: 3, interrupted: null });
    const { value, interrupted } = await stoppedAtOnce(() => interruptible('test', slow(400, true)));
    expect(value).toBeLessThan(400);
    expect(interrupted).toMatch(/^at \d+ % \(waiting\), after \d+\.\d s$/);
    await expect(stoppedAtOnce(() => interruptible('test', slow(400, false)))).rejects.toThrow(
      /^test: interrupted at \d+ % \(waiting\), after \d+\.\d s, before anything was known\.$/,
    );
    const wrong = (function* (): Steps<number> {
      yield { share: 0, words: '' };
      throw new Error('something else');
    })();
    await expect(interruptible('test', wrong)).rejects.toThrow('something else');
  });
});

describe('Ctrl-C over several parameters', () => {
  it('leaves stationary with the coarse grid of the automatic axes, or what an iteration has come to', async () => {
    const coarse = await stoppedAtOnce(() => stationary(undefined, 'grid=auto'));
    expect(coarse.warnings[0]).toMatch(
      /^Interrupted at \d+ % \(elimination\), after .* s: this is the steady state on the 48 × 48 cells by which the axes were chosen, instead of 160 × 160\.$/,
    );
    expect(coarse.result.density!.axes[0].centres.length).toBe(48);
    expect(coarse.result.components[0].mean['u']).toBeCloseTo(0, 6);
    const iterated = await stoppedAtOnce(() => stationary(2 ** 20));
    expect(iterated.warnings[0]).toMatch(
      /^Interrupted at .* cycles, imbalance .*: this is what the iteration had come to/,
    );
    expect(iterated.result.solver![0]).toMatchObject({ outcome: 'stopped' });
    const { mass } = iterated.result.density!;
    expect(Array.from(mass).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it('says so where an elimination is all that there is', async () => {
    const fine = ['grid.u.cells=224', 'grid.w.cells=224'];
    await expect(stoppedAtOnce(() => stationary(undefined, ...fine))).rejects.toThrow(
      /^steady state: interrupted at \d+ % \(elimination\), after .* s, before anything was known\.$/,
    );
    const from = { from: [-1, -1], to: 'u>0.8' };
    await expect(stoppedAtOnce(() => wells((loaded) => tensorPassageDocument(loaded, from), ...fine))).rejects.toThrow(
      /^passage: interrupted at/,
    );
  });

  it('leaves evolve with the frames that are done, the same as of a whole run', async () => {
    const evolve = (times: number[]) => wells((loaded) => tensorEvolution(loaded, { times, allowOutside: false }));
    const { result, warnings } = await stoppedAtOnce(() => evolve([0, 1, 1000]));
    expect(warnings[0]).toMatch(/^Interrupted at .* s: these are the frames that were done by then\.$/);
    expect(result.frames.length).toBeLessThan(3);
    expect(result.massError).toBeLessThan(1e-12);
    expect(result.smallestMass).toBeGreaterThanOrEqual(0);
    const whole = await evolve([0, 1]);
    // Where it ends may not have been known.
    for (const figure of ['time', 'moments', 'entropy', 'density'] as const)
      expect(result.frames[0][figure]).toEqual(whole.result.frames[0][figure]);
  });
});

describe('memoryInSteps', () => {
  it('does without the gap where it is stopped on the way to it', () => {
    const generator = onSquare(doubleWell, 2, 64);
    const steps = memoryInSteps(generator, bell(generator, [1, 0], 0.2), {});
    let step = steps.next();
    while (!step.done && !step.value.words.startsWith('gap')) step = steps.next();
    expect(step.value).toMatchObject({ words: expect.stringMatching(/^gap, /) });
    const { done, value } = steps.throw(new Interrupted());
    expect(done).toBe(true);
    expect(value).toMatchObject({ gap: null, limit: { names: ['class-1'] }, state: { components: [{ weight: 1 }] } });
  });
});

describe('--memory over several parameters', () => {
  it('refuses what takes more before it is factorised', async () => {
    const limit = 2 ** 20;
    const refused =
      /wells\.yaml:4:1 grid: a grid within 0\.000977 GiB, got 0\.0\d+ GiB\. Use fewer cells, or allow more with --memory\.$/;
    const start = { from: [-1, -1], to: 'u>0.8', memory: limit };
    await expect(wells((loaded) => tensorPassageDocument(loaded, start))).rejects.toThrow(refused);
    await expect(wells((loaded) => tensorErgodic(loaded, limit))).rejects.toThrow(refused);
    const rates = { count: 3, modes: false, memory: limit };
    await expect(wells((loaded) => tensorSpectrum(loaded, rates))).rejects.toThrow(refused);
    const late = { times: [1e6], allowOutside: false };
    await expect(wells((loaded) => tensorEvolution(loaded, late, limit))).rejects.toThrow(refused);
    // Products with the matrix take little.
    const soon = { times: [0.1], allowOutside: false };
    const { result } = await wells((loaded) => tensorEvolution(loaded, soon, limit));
    expect(result.methods).toEqual(['uniformisation']);
  });

  it('refuses sizes that are none', async () => {
    for (const [command, ...more] of [
      ['stationary'],
      ['ergodic'],
      ['spectrum'],
      ['evolve', '--times', '1'],
      ['passage', '--from', '1,1', '--to', 'u<0'],
    ]) {
      for (const size of ['0', '-1', 'much', '', 'NaN']) {
        const { code, out, err } = await inProcess(folder, [command, 'wells.yaml', ...more, '--memory', size]);
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(`Expected a positive number of GiB, got «${size}».`);
      }
    }
  });
});

describe('a process', () => {
  it('stops on Ctrl-C with the frames that are done', async () => {
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    const schedule =
      'sgd={batchSize: 1, schedule: [{until: 0.1, learningRate: 0.5}, {until: 2, learningRate: {from: 0.5, to: 0.1}}]}';
    const cells = ['--set', 'grid.u.cells=128', '--set', 'grid.w.cells=128'];
    const options = ['evolve', 'wells.yaml', '--times', '0,0.05,2', '--json', '--set', schedule, ...cells];
    // How long a process takes to start is not known: an interrupt that came too early is repeated later.
    for (let wait = 1500; wait < 20_000; wait *= 2) {
      const child = spawn(process.execPath, [main, ...options], { cwd: folder });
      let [out, err] = ['', ''];
      child.stdout.on('data', (text: Buffer) => (out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (err += text.toString()));
      setTimeout(() => child.kill('SIGINT'), wait);
      const code = await new Promise<number | null>((done) => child.once('close', done));
      if (code !== 0) continue;
      const { result, warnings } = JSON.parse(out) as TensorEvolutionDocument;
      expect(warnings[0]).toMatch(/^Interrupted at .*: these are the frames that were done by then\.$/);
      expect(result.frames.map(({ time }) => time)).toEqual(result.frames.length === 1 ? [0] : [0, 0.05]);
      expect(result.massError).toBeLessThan(1e-12);
      expect(err).toBe('');
      return;
    }
    expect.fail('no interrupt came while it was computing');
  }, 60_000);
});
