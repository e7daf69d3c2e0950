import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ParticlesDocument } from '../../src/io/particles-document.js';
import { createControl, finished, mayBegin, requestStop, shareDone } from '../../cli/particle-control.js';
import { withLoadedProblem } from '../../cli/load.js';
import { particlesDocument } from '../../cli/particle-document.js';
import type { ParticleChoices } from '../../cli/particle-options.js';
import { timeLeft } from '../../cli/particle-progress.js';
import { newFolder, sgdfp } from './sgdfp.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = newFolder();
const GOOD = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {learningRate: 0.02, batchSize: 2}
`;
const ROWS = `model: {parameters: [u, w], prediction: u*w*x}
data: {rows: {x: [1, 2, -1], y: [1.5, 1.8, -0.9]}}
sgd: {learningRate: 0.05, batchSize: 4}
`;
writeFileSync(join(folder, 'good.yaml'), GOOD);
writeFileSync(join(folder, 'rows.yaml'), ROWS);

const call = (...args: string[]) => sgdfp(folder, ['particles', ...args]);
const document = (...args: string[]): ParticlesDocument => {
  const { code, out, err } = call(...args, '--json');
  expect({ code, err: err.replace(/^wrote .*\n/, '') }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ParticlesDocument;
};
/** The result without what a clock or the number of threads says. */
const bits = ({ result }: ParticlesDocument): object => ({ ...result, nanosecondsPerStep: 0 });

describe('particles', () => {
  it('print the fields of the contract', () => {
    const { problem, result, stats } = document('good.yaml', '--particles', '200', '--steps', '400', '--method', 'sgd');
    expect(problem).toMatchObject({ initial: { v: 1 } });
    expect(result).toMatchObject({
      method: 'sgd',
      outcome: 'finished',
      particles: 200,
      steps: 400,
      timeStep: 0.02,
      time: 8,
    });
    expect(Object.keys(result.moments)).toEqual(['v', 'balance']);
    expect(Object.keys(result.quantiles['v'])).toEqual(['0.05', '0.25', '0.5', '0.75', '0.95']);
    const { edges, counts, below, above } = result.histogram['v'];
    expect(edges.length).toBe(counts.length + 1);
    expect(counts.reduce((s, n) => s + n, below + above)).toBe(result.moments['v'].records);
    expect(result.components).toEqual([
      { name: 'v>0', weight: 1 },
      { name: 'v<0', weight: 0 },
      { name: 'v=0', weight: 0 },
    ]);
    expect(result.effectiveSamples).toBeGreaterThan(200);
    expect(result.autocorrelationTime).toBeGreaterThan(1);
    expect(result.diverged).toEqual({ count: 0, share: 0, firstStep: null });
    expect(result.nanosecondsPerStep).toBeGreaterThan(0);
    expect(stats['workers']).toBe(1);
    expect(Math.abs(result.moments['v'].mean! - 0.99)).toBeLessThan(0.02);
  });

  it.each([
    ['good.yaml', 'sgd'],
    ['good.yaml', 'sde'],
  ])('of %s by %s have the same bits with 1, 2 and 4 workers', (file, method) => {
    const args = [file, '--method', method, '--particles', '101', '--steps', '250', '--seed', '9', '--step', '0.01'];
    const options = method === 'sde' ? args : args.slice(0, -2);
    const [one, two, four] = ['1', '2', '4'].map((n) => document(...options, '--workers', n));
    expect(two.stats['workers']).toBe(2);
    expect(bits(two)).toEqual(bits(one));
    expect(bits(four)).toEqual(bits(one));
  });

  it('go on from a checkpoint as if they had not stopped', () => {
    const args = [
      'rows.yaml',
      '--method',
      'sgd',
      '--sampling',
      'reshuffle',
      '--set',
      'sgd.batchSize=2',
      '--particles',
      '40',
    ];
    const plan = ['--burn-in', '30', '--thin', '7'];
    const whole = document(...args, ...plan, '--steps', '200');
    document(...args, ...plan, '--steps', '90', '--checkpoint', 'c.bin', '--workers', '3');
    const rest = document(...args, ...plan, '--steps', '200', '--resume', 'c.bin', '--workers', '2');
    expect(bits(rest)).toEqual(bits(whole));
    expect(call(...args, ...plan, '--steps', '80', '--resume', 'c.bin').err).toMatch(
      /^--resume: a checkpoint with steps left, got one of 90/,
    );
    expect(call(...args, '--steps', '200', '--resume', 'c.bin').err).toMatch(
      /^--resume: a checkpoint of this run, got one of another/,
    );
    expect(call(...args, '--resume', 'rows.yaml').err).toMatch(/^--resume: a checkpoint, got another file/);
    expect(call(...args, '--steps', '9', '--checkpoint', 'no/c.bin').err).toMatch(/--checkpoint: a file one may write/);
  });

  /** Output of a run that gets SIGINT after a while, and its exit code. */
  const interrupted = async (args: readonly string[], wait: number): Promise<[string, number | null]> => {
    const child = spawn(process.execPath, [MAIN, 'particles', ...args], { cwd: folder });
    let out = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    setTimeout(() => child.kill('SIGINT'), wait);
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return [out, code];
  };

  it('stop on Ctrl-C with what is done, and go on to the same bits', async () => {
    const args = ['good.yaml', '--method', 'sgd', '--particles', '60', '--burn-in', '0', '--thin', '5', '--json'];
    const long = [...args, '--steps', '50000000', '--checkpoint', 'i.bin', '--workers', '2'];
    let steps = 0;
    // How long a process takes to start is not known: an interrupt that came too early is repeated later.
    for (let wait = 1200; steps === 0; wait *= 2) {
      const [out, code] = await interrupted(long, wait);
      if (code !== 0) continue;
      const { result, warnings } = JSON.parse(out) as ParticlesDocument;
      steps = result.steps;
      expect(result.outcome).toBe('interrupted');
      expect(warnings.join()).toMatch(`${steps} of 50000000 steps`);
    }
    expect(existsSync(join(folder, 'i.bin'))).toBe(true);
    const more = [...args.slice(0, -1), '--steps', String(steps + 70)];
    expect(bits(document(...more, '--resume', 'i.bin'))).toEqual(bits(document(...more)));
  }, 60_000);

  it('report a learning rate that diverges, with step and share', () => {
    const { result, warnings } = document(
      'good.yaml',
      '--method',
      'sgd',
      '--set',
      'sgd.learningRate=0.3',
      '--particles',
      '300',
      '--steps',
      '60',
    );
    expect(result.outcome).toBe('diverged');
    expect(result.diverged.share).toBeGreaterThan(0.05);
    expect(result.diverged.firstStep).toBeGreaterThan(0);
    expect(warnings.join()).toMatch(/% of the chains diverged, the first after step \d+/);
    const all = call(
      'good.yaml',
      '--method',
      'sgd',
      '--set',
      'sgd.learningRate=50',
      '--particles',
      '30',
      '--steps',
      '60',
    );
    expect(all.code).toBe(1);
    expect(all.out).toMatch(/diverged {4}30 chains \(100 %\), the first after step/);
  });

  it('write the histogram, and take the grid of the problem', () => {
    writeFileSync(join(folder, 'grid.yaml'), `${GOOD}grid: {v: {kind: uniform, from: 0, to: 2, cells: 4}}\n`);
    expect(call('grid.yaml', '--particles', '50', '--steps', '50', '--out', 'h.csv').code).toBe(0);
    const lines = readFileSync(join(folder, 'h.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('observable,lower,upper,count,density');
    expect(lines.length).toBeLessThanOrEqual(5);
  });
});

describe('wrong input', () => {
  const cases: [string, string[], RegExp][] = [
    ['zero particles', ['good.yaml', '--particles', '0'], /^--particles: a whole number ≥ 1, got 0\./],
    ['unknown method', ['good.yaml', '--method', 'adam'], /^--method: one of sde, .* got adam\./],
    [
      'batch larger than the data',
      ['rows.yaml', '--method', 'sgd', '--sampling', 'subset'],
      /^rows\.yaml:3:\d+ sgd\.batchSize: at most 3, the number of rows/,
    ],
    ['initial', ['good.yaml', '--set', 'initial.q=1'], /^--set initial\.q=1: initial\.q: v alone, .* got q\./],
    ['not a number', ['good.yaml', '--steps', 'many'], /Expected a number, got «many»/],
  ];
  it.each(cases)('%s', (_, args, message) => {
    const { code, out, err } = call(...args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  /** Options, the overrides of the problem, and the message; found before any thread starts. */
  const choices: [ParticleChoices, string[], RegExp][] = [
    [{ method: 'sgd', sampling: 'all' as 'subset' }, [], /^--sampling: "replacement"/],
    [{ method: 'sgd', sampling: 'subset' }, [], /^--sampling: "replacement" for an analytic law/],
    [{ steps: 3, time: 1 }, [], /^--time: --steps or --time, got both\./],
    [{ method: 'sgd', step: 0.1 }, [], /^--step: a method that solves an SDE, got sgd\./],
    [{ step: 5 }, [], /^--step: at most/],
    [{ step: -5 }, [], /^--step: a positive number, got -5\./],
    [{ method: 'nesterov', momentum: 1 }, [], /^--momentum: a number in \[0, 1\), got 1\./],
    [{ steps: 10, burnIn: 10 }, [], /^--burn-in: less than the 10 steps of the run, got 10\./],
    [{ seed: -1 }, [], /^--seed: a whole number ≥ 0, got -1\./],
    [{ thin: 0 }, [], /^--thin: a whole number ≥ 1, got 0\./],
    [{ method: 'sgd' }, ['initial.u=1e9'], /initial: finite coordinates within/],
  ];
  it.each(choices)('%j %j', async (options, overrides, message) => {
    const made = withLoadedProblem(join(folder, 'good.yaml'), overrides, (loaded) =>
      particlesDocument(loaded, options, {}),
    );
    await expect(made).rejects.toThrow(message);
  });
});

describe('the request to stop', () => {
  it('lets all threads finish the latest chunk that one has begun', () => {
    const control = createControl(2);
    expect(mayBegin(control, 1)).toBe(true);
    expect(mayBegin(control, 2)).toBe(true);
    requestStop(control);
    expect(mayBegin(control, 3)).toBe(false);
    expect(mayBegin(control, 2)).toBe(true);
    finished(control, 0, 2);
    finished(control, 1, 1);
    expect(shareDone(control, 3)).toBe(0.5);
  });

  it('comes with the time left', () => {
    expect([timeLeft(0, 10), timeLeft(0.5, 4000), timeLeft(0.25, 10_000), timeLeft(0.01, 6000)]).toEqual([
      '',
      '4.0 s left',
      '30 s left',
      '10 min left',
    ]);
  });
});
