import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { nextNormal } from '../src/num/random/normal.js';
import { createStream } from '../src/num/random/stream.js';
import { createChains, type Process } from '../solvers/particles/chains.js';
import { lawSource } from '../solvers/particles/law-source.js';
import { reducedProcess } from '../solvers/particles/reduced.js';
import { simulate } from '../solvers/particles/simulate.js';
import { sgdProcess } from '../solvers/particles/sgd.js';
import { diagonalLinear } from '../solvers/particles/trainable.js';
import { standard } from '../validation/standard-problem.js';

interface Row {
  readonly name: string;
  readonly milliseconds: number;
  readonly detail: string;
}

/** y = x + e with standard normal x and e, as in the C loop. */
const problem = (depth: number, temperature = 0.1) => standard({ depth, temperature });

/** Best time of a particle-step over many short runs, in nanoseconds: short runs fit between other programs' time slices. */
function perStep(process: Process, initial: number, steps: number, runs: number): number {
  const count = 512;
  const chains = createChains(process, { count, seed: 1, initial: (_, x) => void x.fill(initial) });
  process.advance(chains, steps);
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    process.advance(chains, steps);
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6) / count / steps;
}

const row = (name: string, ns: number, detail: string): Row => ({
  name,
  milliseconds: ns * 1e-6,
  detail: `${ns.toFixed(2)} ns a particle-step, ${detail}`,
});

/** The same loop in scalar C, if there is a compiler: its path, and the folder to remove. */
function compileYardstick(): { readonly program: string; readonly folder: string } | null {
  const source = join(process.cwd(), 'bench', 'particles.c');
  if (!existsSync(source)) return null;
  const folder = mkdtempSync(join(tmpdir(), 'sgdfp-bench-'));
  const program = join(folder, 'particles');
  try {
    execFileSync('gcc', ['-O3', '-march=native', '-ffp-contract=off', source, '-o', program, '-lm'], {
      stdio: 'ignore',
    });
    return { program, folder };
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

/** Rows of the C loop, then how much faster two of either kernel are than one after the other, measured in turns. */
async function besideC(): Promise<Row[]> {
  const c = compileYardstick();
  const rows: Row[] = [];
  const steps = 8000;
  const loops: [string, () => Promise<number>][] = [['workers', () => inWorker(steps)]];
  if (c !== null) {
    const [ns] = execFileSync(c.program, ['1000', '200'], { encoding: 'utf8' }).split(' ').map(Number);
    rows.push(row('SDE, depth 1, the same loop in C', ns, 'gcc -O3 -march=native, scalar'));
    loops.push(['processes of the C loop', () => inProcess(c.program, steps)]);
  }
  const least = loops.map(() => [Infinity, Infinity]);
  for (let turn = 0; turn < 7; turn++) {
    for (const [i, [, start]] of loops.entries()) {
      least[i][0] = Math.min(least[i][0], await start());
      least[i][1] = Math.min(least[i][1], Math.max(...(await Promise.all([start(), start()]))));
    }
  }
  if (c !== null) rmSync(c.folder, { recursive: true });
  const speedUps = loops.map(([name], i) => `two ${name} ${((2 * least[i][0]) / least[i][1]).toFixed(2)}`);
  return [...rows, { name: 'SDE, depth 1, speed-up', milliseconds: least[0][1], detail: speedUps.join(', ') }];
}

/** Milliseconds that the kernel takes in a thread of its own, start not counted. */
function inWorker(steps: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: steps });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Milliseconds that a process of the C loop takes. */
function inProcess(program: string, steps: number): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    execFile(program, [String(steps), '1'], (error) => (error ? reject(error) : resolve(performance.now() - start)));
  });
}

if (!isMainThread) {
  const process = reducedProcess(problem(1), { timeStep: 1e-3 });
  const chains = createChains(process, { count: 512, seed: 1, initial: (_, x) => void x.fill(1) });
  process.advance(chains, 1000);
  const start = performance.now();
  process.advance(chains, workerData as number);
  parentPort!.postMessage(performance.now() - start);
}

/** What a process with 10⁶ chains takes at most, and what it takes with one. */
function memory(): Row {
  const peak = (method: string, count: number): number => {
    const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), method, String(count)]);
    return Number(text) / 1024;
  };
  const start = performance.now();
  const text = ['sde', 'sgd'].map((method) => {
    const [all, base] = [peak(method, 1e6), peak(method, 1)];
    return `${method} ${all.toFixed(0)} MiB, ${(all - base).toFixed(0)} of them for the chains`;
  });
  return {
    name: '10⁶ chains, peak memory of a process',
    milliseconds: performance.now() - start,
    detail: text.join('; '),
  };
}

/** Runs some chains of depth 1 for a few steps with records, and prints the peak of memory in KiB. */
function fill(method: string, count: number): void {
  const reduced = reducedProcess(problem(1), { timeStep: 1e-3 });
  const model = diagonalLinear(1, 1);
  const sgd = sgdProcess({ model, data: law, learningRate: 0.01, batchSize: 1 });
  const isSde = method === 'sde';
  simulate({
    process: isSde ? reduced : sgd,
    observables: [{ name: 'v', of: isSde ? ([x]) => reduced.toModel(x) : model.model, edges: [0, 1, 2] }],
    plan: { burnIn: 0, thin: 5 },
    start: { count, seed: 1, initial: (_, x) => void x.fill(1) },
    steps: 10,
  });
  console.log(process.resourceUsage().maxRSS);
}

/** x and y = x + e, as in the C loop. */
const law = lawSource({ x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' }, ['x', 'y']);

/** Moments, lags, tails and Kolmogorov–Smirnov of the normal sampler, each as deviations from what is expected, in units of its own. */
function battery(draws: number): Row {
  const expected = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395, 0, 135135, 0, 2027025];
  const sums = new Float64Array(9);
  const lags = new Float64Array(4);
  const [cells, reach] = [16_384, 6];
  const counts = new Float64Array(cells + 2);
  const recent = new Float64Array(4);
  const stream = createStream(20240607, 0);
  const start = performance.now();
  for (let i = 0; i < draws; i++) {
    const x = nextNormal(stream);
    for (let k = 1, power = x; k <= 8; k++, power *= x) sums[k] += power;
    for (let lag = 0; lag < 4; lag++) lags[lag] += x * recent[(i + 3 - lag) & 3];
    recent[i & 3] = x;
    counts[Math.max(0, Math.min(cells + 1, 1 + Math.floor(((x + reach) / (2 * reach)) * cells)))]++;
  }
  const milliseconds = performance.now() - start;
  const moments = [1, 2, 3, 4, 5, 6, 7, 8].map(
    (k) => (sums[k] / draws - expected[k]) / Math.sqrt((expected[2 * k] - expected[k] ** 2) / draws),
  );
  const [ks, tails] = againstNormal(counts, reach, draws);
  const text = (values: number[]): string => values.map((z) => z.toFixed(2)).join(' ');
  const detail = `${draws.toExponential(0)} draws; z of moments 1–8: ${text(moments)}; of lags 1–4: ${text(Array.from(lags, (s) => s / Math.sqrt(draws)))}; of |x| > 3, 4, 5: ${text(tails)}; √n KS ${ks.toFixed(3)} (p = 0.05 at 1.358)`;
  return { name: 'normal numbers, battery', milliseconds, detail };
}

/** √n times the Kolmogorov–Smirnov statistic at the cells' edges, and z of the counts beyond 3, 4 and 5. */
function againstNormal(counts: Float64Array, reach: number, draws: number): [number, number[]] {
  const cells = counts.length - 2;
  const h = (2 * reach) / cells;
  const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  // Φ by Boole's rule from 0 outward, in both directions at once.
  const upper = new Float64Array(cells / 2 + 1).fill(0.5);
  for (let i = 1; i <= cells / 2; i++) {
    const a = (i - 1) * h;
    const [f0, f1, f2, f3, f4] = [0, 1, 2, 3, 4].map((j) => density(a + (j * h) / 4));
    upper[i] = upper[i - 1] + ((7 * f0 + 32 * f1 + 12 * f2 + 32 * f3 + 7 * f4) * h) / 90;
  }
  let [below, statistic] = [0, 0];
  for (let i = 0; i <= cells; i++) {
    below += counts[i];
    const place = i - cells / 2;
    const phi = place >= 0 ? upper[place] : 1 - upper[-place];
    statistic = Math.max(statistic, Math.abs(below / draws - phi));
  }
  const tails = [3, 4, 5].map((x) => {
    const edge = Math.round((cells * x) / (2 * reach));
    const p = 2 * (1 - upper[edge]);
    let beyond = 0;
    for (let i = 0; i < counts.length; i++) if (i <= cells / 2 - edge || i > cells / 2 + edge) beyond += counts[i];
    return (beyond - draws * p) / Math.sqrt(draws * p);
  });
  return [statistic * Math.sqrt(draws), tails];
}

/** Particle kernels; `--full` takes the battery to 10⁹ draws. */
export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const depth of [0, 1, 2, 3]) {
    for (const kernel of ['wasm', 'plain'] as const) {
      const sde = reducedProcess(problem(depth), { timeStep: 1e-3, kernel });
      const runs = kernel === 'wasm' ? 300 : 20;
      rows.push(
        row(
          `SDE, depth ${depth}, ${kernel}`,
          perStep(sde, sde.fromModel(0.9), kernel === 'wasm' ? 1280 : 200, runs),
          'Δt = 0.001',
        ),
      );
    }
    if (depth === 1) rows.push(...(await besideC()));
  }
  for (const batchSize of [1, 4]) {
    const sgd = sgdProcess({ model: diagonalLinear(1, 1), data: law, learningRate: 0.01, batchSize });
    rows.push(row(`SGD, depth 1, S = ${batchSize}`, perStep(sgd, 0.9, 200, 100), 'two normal numbers a sample'));
  }
  rows.push(memory());
  rows.push(battery(process.argv.includes('--full') ? 1e9 : 1e7));
  return rows;
}

if (isMainThread && process.argv[1] === fileURLToPath(import.meta.url)) fill(process.argv[2], Number(process.argv[3]));
