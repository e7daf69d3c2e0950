import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { emptyStream, STATE_WORDS } from '../../src/num/random/stream.js';
import { InputError } from '../../src/num/input-error.js';
import { loadStream, saveStream, type Chains, type Process } from './chains.js';
import { particleKernel } from './kernel.js';
import { reducedCoefficients } from './reduced-coefficients.js';
import { deepStep, regressionStep, twoLayerStep } from './reduced-step.js';

/** The reduced SDE as a process; its one coordinate is not v but what suits the depth (reduced-step.ts), with the sign of v. */
export interface ReducedProcess extends Process {
  /** The coordinate of a model v. */
  fromModel(v: number): number;
  /** The model v of a coordinate; 0 where |v| has fallen below 10⁻¹⁰⁰ at depth 1. */
  toModel(x: number): number;
}

/** Options of reducedProcess. */
export interface ReducedOptions {
  /** Time step, in units of learning rate × steps. */
  readonly timeStep: number;
  /** Default 'wasm'. Both kernels give the same bits; 'plain' is the readable one. */
  readonly kernel?: 'wasm' | 'plain';
}

/**
 * Particles of the reduced SDE of a diagonal linear network at any depth and width. The sign of v never changes at depth ≥ 1
 * and no chain is ever lost. Weak order 2, strong order 1. At depth 1 below 5 ns a particle-step with the compiled kernel.
 * Throws InputError for an unsuitable time step, the modified loss, or an unknown kernel.
 */
export function reducedProcess(
  problem: DiagonalLinearProblem,
  { timeStep, kernel = 'wasm' }: ReducedOptions,
): ReducedProcess {
  if (kernel !== 'wasm' && kernel !== 'plain') {
    throw new InputError('particles.kernel', '"wasm" or "plain"', JSON.stringify(kernel), 'Choose one of them.');
  }
  const sides = ([1, -1] as const).map((side) => reducedCoefficients(problem, timeStep, side));
  const advanceSide = kernel === 'wasm' ? advanceCompiled : advancePlain;
  const { depth } = problem;
  return {
    dimension: 1,
    velocities: 0,
    epochWords: 0,
    timeStep,
    limit: depth === 1 ? 1e280 : 1e100,
    ...coordinate(problem),
    advance(chains, steps) {
      sides.forEach((coefficients, side) => {
        const belongs = (x: number): boolean => (depth === 0 ? side === 0 : x < 0 === (side === 1));
        forBlocks(chains, belongs, (members) => advanceSide(chains, { members, steps, depth, coefficients }));
      });
    },
  };
}

/** Depth 0: v. Depth 1: ±v⁻², which holds collapsed chains at ±10²⁸⁰. Deeper: the weight of one layer. */
function coordinate({ depth, width }: DiagonalLinearProblem): Pick<ReducedProcess, 'fromModel' | 'toModel'> {
  if (depth === 0) return { fromModel: (v) => v, toModel: (v) => v };
  if (depth === 1) {
    return {
      fromModel: (v) => (v < 0 ? -1 : 1) * Math.min(1e280, v ** -2),
      toModel: (s) => (Math.abs(s) >= 1e200 ? 0 : Math.sign(s) / Math.sqrt(Math.abs(s))),
    };
  }
  return {
    fromModel: (v) => Math.sign(v) * (Math.abs(v) / width) ** (1 / (depth + 1)),
    toModel: (u) => Math.sign(u) * width * Math.abs(u) ** (depth + 1),
  };
}

interface Side {
  /** Chains that go together, all of one sign. */
  readonly members: Int32Array;
  readonly steps: number;
  readonly depth: number;
  readonly coefficients: Float64Array;
}

/** Chains to a block: what the compiled kernel holds. */
const BLOCK = 512;

/** Calls `use` with the chains whose coordinate belongs, in order, a block at a time: no list grows with the number of chains. */
function forBlocks(chains: Chains, belongs: (x: number) => boolean, use: (members: Int32Array) => void): void {
  const members = new Int32Array(BLOCK);
  let found = 0;
  for (let k = 0; k < chains.count; k++) {
    if (chains.lost[k] === 0 && belongs(chains.theta[k])) members[found++] = k;
    if (found < BLOCK && k + 1 < chains.count) continue;
    if (found > 0) use(members.subarray(0, found));
    found = 0;
  }
}

function advancePlain(chains: Chains, { members, steps, depth, coefficients: c }: Side): void {
  const stream = emptyStream();
  const step = depth === 0 ? regressionStep : depth === 1 ? twoLayerStep : null;
  for (const k of members) {
    const sign = depth > 0 && chains.theta[k] < 0 ? -1 : 1;
    let x = sign * chains.theta[k];
    loadStream(stream, chains, k);
    for (let n = 0; n < steps; n++) {
      const xi = nextNormal(stream);
      x = step === null ? deepStep(x, xi, depth, c) : step(x, xi, c);
    }
    saveStream(stream, chains, k);
    chains.theta[k] = sign * x;
  }
}

function advanceCompiled(chains: Chains, { members, steps, depth, coefficients }: Side): void {
  const wasm = particleKernel();
  wasm.coefficients.set(coefficients);
  // A group is filled up with copies of the last chain, which are thrown away.
  const filled = Math.ceil(members.length / wasm.group) * wasm.group;
  for (let j = 0; j < filled; j++) {
    const k = members[Math.min(j, members.length - 1)];
    wasm.values[j] = depth === 0 ? chains.theta[k] : Math.abs(chains.theta[k]);
    for (let i = 0; i < STATE_WORDS; i++) wasm.states[STATE_WORDS * j + i] = chains.random[STATE_WORDS * k + i];
  }
  wasm.advance(depth, filled, steps);
  members.forEach((k, j) => {
    chains.theta[k] = depth > 0 && chains.theta[k] < 0 ? -wasm.values[j] : wasm.values[j];
    for (let i = 0; i < STATE_WORDS; i++) chains.random[STATE_WORDS * k + i] = wasm.states[STATE_WORDS * j + i];
  });
}
