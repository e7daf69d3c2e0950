import { EigenvalueDecomposition, Matrix, inverse } from 'ml-matrix';
import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import { InputError } from '../../src/num/input-error.js';
import { combine, enlarge, norm, openSpace, type ArnoldiSpace } from '../linear/arnoldi.js';
import { eliminationInSteps } from '../linear/elimination.js';
import { planGenerator } from '../linear/generator-plan.js';
import { demandMemory } from '../linear/memory-limit.js';
import { solve } from '../linear/solve.js';
import type { Solution } from '../solution.js';
import { atOnce, Interrupted, wasStopped, within, type Steps } from '../steps.js';
import { closedModesInSteps, weightOf, type ClosedMode } from '../evolve/tensor-limit.js';
import { onStates } from '../evolve/tensor-stages.js';

/** The slowest modes of a generator of any dimension. */
export interface GeneralSpectrum {
  /** Real parts of the eigenvalues of −A, ascending: one 0 per closed class of cells first. Conjugate pairs are never cut in two. */
  readonly rates: readonly number[];
  /** Imaginary parts of the eigenvalues of A: angular frequencies; a pair has +ω, then −ω. */
  readonly frequencies: readonly number[];
  /** Estimated error of each as an eigenvalue of this matrix. */
  readonly errors: readonly number[];
  /** The slowest decay; null where none was asked for. */
  readonly gap: number | null;
  /** Right eigenvectors of length 1 on the cells, real and imaginary part, in the same order; empty unless asked for. */
  readonly modes: readonly { readonly re: Float64Array; readonly im: Float64Array }[];
}

/** Options of `slowestModes`. */
export interface SlowestModesOptions {
  /** Largest relative error of a rate that is believed; 10⁻⁸. */
  readonly tolerance?: number;
  /** Largest dimension of the Krylov space; 200. */
  readonly dimensionLimit?: number;
  /** Whether to give eigenvectors; false. */
  readonly modes?: boolean;
  /** Bytes that the factorisation and the vectors of the Krylov space may take; 4 GiB. */
  readonly memoryLimit?: number;
}

/** How a search ended; `stopped`: it was interrupted, and only rates that had settled by then are given. */
export type SpectrumOutcome = 'converged' | 'step-limit' | 'stopped';

/** Shifts that are tried. */
const PASSES = 4;

/**
 * The `count` slowest decay rates of a generator by shift-and-invert Arnoldi on its elimination (Saad, Numerical Methods for Large
 * Eigenvalue Problems, 2011, ch. 8): eigenvalues μ = s/(s + λ) of s(sI − A)⁻¹ nearest 1. The steady states are taken out of every vector,
 * so that rates far below the largest rate of a jump keep their digits; the shift is moved to where the slowest rates are found.
 * Rates of a process that does not keep detailed balance may be complex. With absorbing ends they are those of what is left on the
 * cells: all are above 0 where every cell is left through an end.
 * Outcome `step-limit`: some error is above the tolerance. stats: solves, shift.
 * Throws InputError for a count that is no whole number from 1 to the number of cells, for a grid beyond the memory limit, and for what the
 * elimination refuses.
 */
export function slowestModes(
  generator: Generator,
  count: number,
  options: SlowestModesOptions = {},
): Solution<GeneralSpectrum, SpectrumOutcome> {
  return atOnce(modesInSteps(generator, count, options));
}

/** The same step by step; where it is stopped, with the rates that have settled. */
export function* modesInSteps(
  generator: Generator,
  count: number,
  options: SlowestModesOptions = {},
): Steps<Solution<GeneralSpectrum, SpectrumOutcome>> {
  const n = cellsOf(generator);
  if (!(Number.isInteger(count) && count >= 1 && count <= n)) {
    throw new InputError('spectrum', `a count from 1 to ${n}`, String(count), 'Ask for fewer rates.');
  }
  const { tolerance = 1e-8, dimensionLimit = 200, memoryLimit } = options;
  const classes = closedClasses(generator.rates).count - (generator.ends?.length ?? 0);
  const zeros = Math.min(count, classes);
  const limited = { bothFactors: true, ...(memoryLimit !== undefined && { memoryLimit }) };
  const known = yield* within(closedModesInSteps(generator, limited), [0, BEFORE], 'steady states');
  const closed = (known ?? []).filter(({ end }) => end === undefined);
  const wanted = count - zeros;
  const slow: Mode[] = [];
  let [solves, stopped] = [0, false];
  let shift = firstShift(generator, closed[0]?.mass ?? null);
  // Modes far slower than the shift drown in rounding: the first pass finds them, and others with shifts of their own mend them.
  for (let pass = 0, missing = wanted; missing > 0 && pass < PASSES && !stopped; pass++) {
    const search = modesNear(generator, { shift, wanted: missing, dimensionLimit, tolerance, closed, memoryLimit });
    const found = yield* orNone(within(search, [partOf(pass), partOf(pass + 1)]), slow.length > 0);
    stopped = found.stopped;
    solves += found.solves;
    if (pass === 0) slow.push(...whole(found.modes, wanted));
    else found.modes.slice(0, missing).forEach((mode, k) => mode.error < slow[k].error && (slow[k] = mode));
    missing = slow.findLastIndex((mode) => mode.error > tolerance * sizeOf(mode)) + 1;
    const next = sizeOf(slow[0] ?? NO_MODE);
    if (!(next > 0 && next < shift)) break;
    shift = next;
  }
  if (stopped) {
    const believed = slow.findIndex((mode) => mode.error > tolerance * sizeOf(mode));
    if (believed >= 0) slow.length = believed;
    if (slow.length === 0) throw new Interrupted();
  }
  const nothing = new Array<number>(zeros).fill(0);
  const value: GeneralSpectrum = {
    rates: [...nothing, ...slow.map(({ rate }) => rate)],
    frequencies: [...nothing, ...slow.map(({ frequency }) => frequency)],
    errors: [...nothing, ...slow.map(({ error }) => error)],
    gap: slow[0]?.rate ?? null,
    modes: options.modes ? [...steadyModes(n, zeros, closed), ...slow.map(vectorOf)] : [],
  };
  const worst = Math.max(0, ...slow.map((mode) => mode.error / sizeOf(mode)));
  const converged = worst <= tolerance && slow.length >= Math.min(wanted, n - classes);
  const message = converged
    ? `${value.rates.length} rates from ${solves} solves.`
    : `Rates are right to ${worst.toExponential(1)} of themselves only, after ${solves} solves; ask for fewer.`;
  const outcome = stopped ? 'stopped' : converged ? 'converged' : 'step-limit';
  return { value, outcome, message, stats: { solves, shift } };
}

/** Shares of the time that the steady states and the first passes are taken to need. */
const BEFORE = 0.2;
const partOf = (pass: number): number => 1 - (1 - BEFORE) * 0.2 ** pass;

/** What a pass has found; nothing, where it is stopped before that and earlier passes have found something. */
function* orNone(steps: Steps<Found>, before: boolean): Steps<Found> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof Interrupted && before)) throw error;
    return { modes: [], solves: 0, stopped: true };
  }
}

interface Found {
  readonly modes: readonly Mode[];
  readonly solves: number;
  readonly stopped: boolean;
}

/** An eigenvalue −rate ± i·frequency with its coordinates in the Krylov basis. */
interface Mode {
  readonly rate: number;
  readonly frequency: number;
  /** Estimated, in all; and whether the part of it that a larger space would mend is small. */
  readonly error: number;
  readonly settled: boolean;
  readonly space: ArnoldiSpace;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const NO_MODE = { rate: NaN, frequency: NaN };
const sizeOf = ({ rate, frequency }: Pick<Mode, 'rate' | 'frequency'>): number => Math.hypot(rate, frequency);

/**
 * A guess of the slowest rate: the least over axes of E[(jump)²/2]/Var, the Rayleigh quotient of a coordinate, or for other grids the
 * mean exit rate over the number of cells.
 */
function firstShift(generator: Generator, steady: Float64Array | null): number {
  const { grid, rates } = generator;
  const n = cellsOf(generator);
  const law = steady ?? new Float64Array(rates.rows).fill(1 / n, 0, n);
  let least = Infinity;
  let stride = 1;
  for (const { centres, cells, periodic } of [...grid.axes].reverse()) {
    const own = stride;
    const at = (cell: number): number => centres[Math.floor(cell / own) % cells];
    stride *= cells;
    if (periodic) continue;
    const mean = law.reduce((sum, m, cell) => sum + m * at(cell), 0);
    const variance = law.reduce((sum, m, cell) => sum + m * (at(cell) - mean) ** 2, 0);
    let spread = 0;
    forEachJump(rates, (from, to, rate) => {
      if (to < n) spread += (law[from] * rate * (at(to) - at(from)) ** 2) / 2;
    });
    if (variance > 0 && spread > 0) least = Math.min(least, spread / variance);
  }
  if (least < Infinity && stride === n) return least;
  let exit = 0;
  forEachJump(rates, (from, _, rate) => (exit += law[from] * rate));
  return exit > 0 ? exit / n : 1;
}

/** The states that are not absorbing ends; they come first. */
const cellsOf = ({ rates, ends = [] }: Generator): number => rates.rows - ends.length;

function forEachJump(
  { rows, rowStart, column, value }: Generator['rates'],
  visit: (from: number, to: number, rate: number) => void,
): void {
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] !== to) visit(column[k], to, value[k]);
  }
}

interface Search {
  readonly shift: number;
  readonly wanted: number;
  readonly dimensionLimit: number;
  readonly tolerance: number;
  readonly closed: readonly ClosedMode[];
  readonly memoryLimit: number | undefined;
}

/** Grows a space until the wanted modes have settled. */
function* modesNear(
  generator: Generator,
  { shift, wanted, dimensionLimit, tolerance, closed, memoryLimit }: Search,
): Steps<Found> {
  const n = cellsOf(generator);
  const active = new Uint8Array(generator.rates.rows).fill(1, 0, n);
  const plan = planGenerator(generator, { active, killing: shift, keepUpper: true });
  const limit = Math.min(dimensionLimit, n);
  demandMemory(plan.cost.bytes + 8 * n * limit, memoryLimit);
  const elimination = yield* within(eliminationInSteps(plan), [0, 0.4]);
  const resolvent = (v: Float64Array): Float64Array => {
    const x = solve(elimination, onStates(v, generator)).subarray(0, n);
    for (let i = 0; i < n; i++) x[i] *= shift;
    return without(x, closed);
  };
  // Any start will do that is not orthogonal to a mode; this one is the same in every run.
  const start = Float64Array.from(
    { length: n },
    (_, i) => closed.reduce((sum, { mass }) => sum + mass[i], 1 / n) * Math.sin(1 + 12.9898 * i),
  );
  const space = openSpace(without(start, closed), limit);
  const usual = 2 * wanted + 10;
  for (let next = Math.min(limit, usual); ; next = Math.min(limit, Math.ceil(1.3 * space.size))) {
    let stopped = false;
    while (space.size < next && !space.closed && !stopped) {
      enlarge(space, resolvent);
      stopped = yield* wasStopped({
        share: 0.4 + (0.6 * space.size) / (space.size + usual),
        words: `${space.size} solves`,
      });
    }
    const modes = ritzModes(space, shift, tolerance);
    const settled = modes.length >= wanted && modes.slice(0, wanted).every((mode) => mode.settled);
    if (settled || space.closed || stopped || space.size >= limit) return { modes, solves: space.size, stopped };
  }
}

/** x without its parts along the steady states. */
function without(x: Float64Array, closed: readonly ClosedMode[]): Float64Array {
  const parts = closed.map((mode) => weightOf(mode, x));
  closed.forEach(({ mass }, c) => {
    for (let i = 0; i < x.length; i++) x[i] -= parts[c] * mass[i];
  });
  return x;
}

/** Relative rounding of a solve and of the eigenvalues of the projection. */
const ROUNDING = 1e-15;

/** Eigenvalues λ = s(1/μ − 1) of the projection, slowest first, with errors: residual times condition, and rounding. */
function ritzModes(space: ArnoldiSpace, shift: number, tolerance: number): Mode[] {
  const { H, size, closed } = space;
  const square = new Matrix(size, size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) square.set(i, j, H.entries[i * H.stride + j]);
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix: V } = new EigenvalueDecomposition(square);
  const W = inverse(V, true);
  const beyond = closed ? 0 : H.entries[size * H.stride + size - 1];
  const columnOf = (k: number): Float64Array => Float64Array.from(V.getColumn(k));
  const modes: Mode[] = [];
  for (let k = 0; k < size; k++) {
    const [re, im] = [realEigenvalues[k], imaginaryEigenvalues[k]];
    const square2 = re * re + im * im;
    // Modes faster than the shift by far are noise here.
    if (!(square2 > 1e-14)) continue;
    const pair = im !== 0;
    // A pair's columns hold the real and the imaginary part of the vector of the first.
    const first = pair && im < 0 ? k - 1 : k;
    const [x, y] = [columnOf(first), pair ? columnOf(first + 1) : new Float64Array(size)];
    if (im < 0) for (let i = 0; i < size; i++) y[i] = -y[i];
    const length = Math.hypot(norm(x), norm(y));
    const rows = [first, ...(pair ? [first + 1] : [])].map((i) => norm(Float64Array.from(W.getRow(i))));
    const condition = length * Math.hypot(...rows);
    const residual = (beyond * Math.hypot(x[size - 1], y[size - 1])) / length;
    // λ = s(1/μ − 1): μ = re + i·im gives λ = s((re − i·im)/|μ|² − 1), and dλ = s dμ/|μ|².
    const rate = shift * (re / square2 - 1);
    // The eigenvalue of A is −λ.
    const frequency = (shift * im) / square2;
    const error = (shift / square2) * condition * residual;
    modes.push({
      rate,
      frequency,
      error: error + (shift / square2) * condition * ROUNDING,
      settled: error <= 0.1 * tolerance * Math.hypot(rate, frequency) || residual <= ROUNDING,
      space,
      re: x.map((value) => value / length),
      im: y.map((value) => value / length),
    });
  }
  return modes.sort((a, b) => a.rate - b.rate || b.frequency - a.frequency);
}

/** The slowest so many, and one more where a pair would be cut. */
function whole(modes: readonly Mode[], count: number): readonly Mode[] {
  const last = modes[count - 1];
  const cut = last !== undefined && last.frequency > 0 && modes[count]?.frequency === -last.frequency;
  return modes.slice(0, cut ? count + 1 : count);
}

function vectorOf({ space, re, im }: Mode): { re: Float64Array; im: Float64Array } {
  return { re: combine(space, re, 1), im: combine(space, im, 1) };
}

function steadyModes(
  n: number,
  zeros: number,
  closed: readonly ClosedMode[],
): { re: Float64Array; im: Float64Array }[] {
  return Array.from({ length: zeros }, (_, c) => ({
    re: closed[c]?.mass.subarray(0, n) ?? new Float64Array(n),
    im: new Float64Array(n),
  }));
}
