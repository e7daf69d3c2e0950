import { InputError } from '../../src/num/input-error.js';
import { createStream, emptyStream, STATE_WORDS, type Stream } from '../../src/num/random/stream.js';
import { particleKernel } from './kernel.js';

/**
 * Many chains in structure-of-arrays form. Plain typed arrays and nothing else: a checkpoint is a copy, and a worker
 * receives one by `structuredClone`. Chain k of n is number `first` + k of the whole ensemble and draws from stream
 * number `first` + k, so that results do not depend on how the ensemble is cut.
 */
export interface Chains {
  readonly count: number;
  readonly first: number;
  readonly dimension: number;
  /** Steps made so far by every chain that was not lost. */
  step: number;
  /** Coordinate i of chain k at [i·count + k]. */
  readonly theta: Float64Array;
  /** Further numbers of the method (velocities), laid out like theta; empty if it has none. */
  readonly velocity: Float64Array;
  /** State of stream k in eight words from 8k. */
  readonly random: Int32Array;
  /** What the method keeps of an epoch, `length / count` words a chain. */
  readonly epoch: Int32Array;
  /** The step after which chain k left the finite numbers (see Process.limit), 0 while it is there: pages of zeros take no memory. */
  readonly lost: Float64Array;
  /** [0]: steps of implicit methods whose equation was not solved to tolerance. */
  readonly failures: Float64Array;
}

/** A way to move chains: stochastic gradient descent, or a scheme for its SDE. */
export interface Process {
  /** Coordinates of one chain. */
  readonly dimension: number;
  /** Numbers of `Chains.velocity` per chain. */
  readonly velocities: number;
  /** Words of `Chains.epoch` per chain. */
  readonly epochWords: number;
  /** Time that one step adds. */
  readonly timeStep: number;
  /** A chain with a coordinate beyond ±limit, or not a number, is lost: it stops, is counted, and enters no result. */
  readonly limit: number;
  /** Makes `steps` steps with every chain that is not lost, in place, but leaves `chains.step` alone. */
  advance(chains: Chains, steps: number): void;
}

/** The start of an ensemble, or of the part of it that begins at chain `first`. */
export interface ChainsOptions {
  readonly count: number;
  readonly first?: number;
  readonly seed: number;
  /** Writes the first θ of a chain, drawing from its stream. */
  initial(stream: Stream, theta: Float64Array): void;
}

/** The most chains of an ensemble: their states alone take 3 GB, and far beyond arrays have no such length. */
export const MOST_CHAINS = 1e8;

/** Chains at their start. Throws InputError where the count is not a positive integer up to 10⁸ or a start is outside the limit. */
export function createChains(process: Process, { count, first = 0, seed, initial }: ChainsOptions): Chains {
  if (!(Number.isSafeInteger(count) && count > 0 && count <= MOST_CHAINS)) {
    const expectation = `a positive number of particles up to ${MOST_CHAINS}`;
    throw new InputError('particles.count', expectation, String(count), 'Ask for another number.');
  }
  const { dimension } = process;
  const chains: Chains = {
    count,
    first,
    dimension,
    step: 0,
    theta: new Float64Array(dimension * count),
    velocity: new Float64Array(process.velocities * count),
    random: new Int32Array(STATE_WORDS * count),
    epoch: new Int32Array(process.epochWords * count),
    lost: new Float64Array(count),
    failures: new Float64Array(1),
  };
  const theta = new Float64Array(dimension);
  const stream = emptyStream();
  for (let k = 0; k < count; k++) {
    createStream(seed, first + k, stream);
    theta.fill(0);
    initial(stream, theta);
    if (!inside(theta, process.limit)) {
      throw new InputError(
        'particles.initial',
        `finite coordinates within ±${process.limit}`,
        `[${theta.join(', ')}]`,
        'Start nearer.',
      );
    }
    for (let i = 0; i < dimension; i++) chains.theta[i * count + k] = theta[i];
    saveStream(stream, chains, k);
  }
  return chains;
}

/** Whether every coordinate is a number within ±limit. */
export function inside(theta: ArrayLike<number>, limit: number): boolean {
  for (let i = 0; i < theta.length; i++) if (!(Math.abs(theta[i]) <= limit)) return false;
  return true;
}

/** Copies stream k out of the chains. */
export function loadStream(stream: Stream, chains: Chains, k: number): void {
  for (let i = 0; i < STATE_WORDS; i++) stream[i] = chains.random[STATE_WORDS * k + i];
}

/** Copies a stream back. */
export function saveStream(stream: Stream, chains: Chains, k: number): void {
  for (let i = 0; i < STATE_WORDS; i++) chains.random[STATE_WORDS * k + i] = stream[i];
}

/** Where a method reads normal numbers that were drawn ahead. */
export interface Ahead {
  /** How many of them a step takes; nothing else is drawn. */
  readonly normals: number;
  /** The next steps of a chain find theirs from numbers[first] on, `apart` from each other. */
  use(numbers: Float64Array, first: number, apart: number): void;
}

/** What moves a single chain. `open` and `close` fetch and store what the method keeps in `Chains.epoch`. */
export interface ChainStepper {
  open?(chains: Chains, k: number, stream: Stream): void;
  /** One step in place; returns how many equations it left unsolved (nothing for explicit methods). */
  step(theta: Float64Array, velocity: Float64Array, stream: Stream): number | undefined;
  close?(chains: Chains, k: number): void;
  /** Lets the compiled generator draw for many chains and steps at once. */
  readonly ahead?: Ahead;
}

/** The loop over chains and steps of every method without a kernel of its own: Process.advance from a ChainStepper. */
export function advanceEach(chains: Chains, steps: number, stepper: ChainStepper, limit: number): void {
  const chain = chainRunner(chains, stepper, limit);
  const { ahead } = stepper;
  if (ahead !== undefined && ahead.normals <= particleKernel().ahead) return advanceGroups(chains, steps, chain, ahead);
  for (let k = 0; k < chains.count; k++) {
    if (chains.lost[k] > 0) continue;
    loadStream(chain.stream, chains, k);
    chain.run(k, 0, steps);
    saveStream(chain.stream, chains, k);
  }
}

interface ChainRunner {
  /** The stream that `run` draws from. */
  readonly stream: Stream;
  /** Steps `from` + 1 … `to` of this call with chain k, or as many as it takes to lose it. */
  run(k: number, from: number, to: number): void;
}

function chainRunner(chains: Chains, stepper: ChainStepper, limit: number): ChainRunner {
  const { count, dimension } = chains;
  const velocities = chains.velocity.length / count;
  const theta = new Float64Array(dimension);
  const velocity = new Float64Array(velocities);
  const stream = emptyStream();
  return {
    stream,
    run(k, from, to) {
      for (let i = 0; i < dimension; i++) theta[i] = chains.theta[i * count + k];
      for (let i = 0; i < velocities; i++) velocity[i] = chains.velocity[i * count + k];
      stepper.open?.(chains, k, stream);
      let failures = 0;
      for (let step = from + 1; step <= to; step++) {
        failures += stepper.step(theta, velocity, stream) ?? 0;
        if (inside(theta, limit)) continue;
        chains.lost[k] = chains.step + step;
        break;
      }
      chains.failures[0] += failures;
      stepper.close?.(chains, k);
      for (let i = 0; i < dimension; i++) chains.theta[i * count + k] = theta[i];
      for (let i = 0; i < velocities; i++) chains.velocity[i * count + k] = velocity[i];
    },
  };
}

/** As many chains at a time as the compiled generator takes; what it draws for those that are lost is thrown away. */
function advanceGroups(chains: Chains, steps: number, chain: ChainRunner, { normals, use }: Ahead): void {
  const kernel = particleKernel();
  const { group } = kernel;
  const block = Math.floor(kernel.ahead / normals);
  for (let start = 0; start < chains.count; start += group) {
    const end = Math.min(start + group, chains.count);
    // Places without a chain draw as well, and a state of zeros would never end.
    kernel.states.fill(1, 0, STATE_WORDS * group);
    kernel.states.set(chains.random.subarray(STATE_WORDS * start, STATE_WORDS * end));
    for (let done = 0; done < steps; done += block) {
      const to = Math.min(steps, done + block);
      kernel.draw((to - done) * normals);
      for (let k = start; k < end; k++) {
        if (chains.lost[k] > 0) continue;
        use(kernel.normals, k - start, group);
        chain.run(k, done, to);
      }
    }
    chains.random.set(kernel.states.subarray(0, STATE_WORDS * (end - start)), STATE_WORDS * start);
    // A lost chain draws no more, and how far its stream went must not tell how the run was cut.
    for (let k = start; k < end; k++) {
      if (chains.lost[k] > 0) chains.random.fill(1, STATE_WORDS * k, STATE_WORDS * (k + 1));
    }
  }
}
