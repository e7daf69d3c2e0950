import { InputError } from '../../src/num/input-error.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { emptyStream, nextIndex, STATE_WORDS, type Stream } from '../../src/num/random/stream.js';
import type { Ahead, Chains } from './chains.js';

/** Where samples z come from: a law to draw from, or rows. */
export type DataSource =
  | {
      readonly kind: 'law';
      readonly columns: number;
      draw(stream: Stream, row: Float64Array): void;
      /** For a law that takes nothing but normal numbers from the stream: how to make the same row of numbers drawn ahead. */
      readonly normals?: RowFromNormals;
    }
  | {
      readonly kind: 'rows';
      readonly columns: number;
      readonly count: number;
      /** Row-major, count × columns. */ readonly rows: Float64Array;
    };

/** A row from `count` normal numbers, the first of them at from[at], each other `stride` further. */
export interface RowFromNormals {
  readonly count: number;
  make(from: Float64Array, at: number, stride: number, row: Float64Array): void;
}

/**
 * How a mini-batch picks its rows: independently ('replacement'); as a fresh random subset at every step ('subset'); or in
 * turn from a random order that is drawn anew every epoch ('reshuffle'), where an incomplete last batch is left out.
 * A law allows only 'replacement'.
 */
export type Sampling = 'replacement' | 'subset' | 'reshuffle';

/** Fills mini-batches for one chain after another. */
export interface BatchReader {
  /** Words of Chains.epoch per chain. */
  readonly epochWords: number;
  /** The S rows of the current batch, overwritten by `next`. */
  readonly batch: readonly Float64Array[];
  /** For batches made of normal numbers alone: see ChainStepper.ahead. */
  readonly ahead?: Ahead;
  open(chains: Chains, k: number, stream: Stream): void;
  next(stream: Stream): void;
  close(chains: Chains, k: number): void;
}

/**
 * A reader of mini-batches of `size`. Throws InputError for a size that is no positive integer or exceeds the rows where
 * they are not replaced, for a law without replacement, and for an unknown sampling.
 */
export function batchReader(source: DataSource, size: number, sampling: Sampling): BatchReader {
  if (!(Number.isSafeInteger(size) && size > 0)) {
    throw new InputError('sgd.batchSize', 'a positive integer', String(size), 'Use at least one sample per step.');
  }
  if (!['replacement', 'subset', 'reshuffle'].includes(sampling)) {
    throw new InputError(
      'particles.sampling',
      '"replacement", "subset" or "reshuffle"',
      JSON.stringify(sampling),
      'Choose one.',
    );
  }
  const batch = Array.from({ length: size }, () => new Float64Array(source.columns));
  if (source.kind === 'law') {
    if (sampling !== 'replacement') {
      throw new InputError(
        'particles.sampling',
        '"replacement" for an analytic law',
        `"${sampling}"`,
        'Draw the rows first, or change it.',
      );
    }
    return source.normals === undefined ? lawReader(batch, source.draw) : normalReader(batch, source.normals);
  }
  checkRows(source.rows, source.count, source.columns);
  if (sampling !== 'replacement' && size > source.count) {
    const cure = 'Use a smaller batch or sample with replacement.';
    throw new InputError(
      'sgd.batchSize',
      `at most ${source.count}, the number of rows, without replacement`,
      String(size),
      cure,
    );
  }
  const fetch = (b: number, row: number): void => {
    for (let j = 0; j < source.columns; j++) batch[b][j] = source.rows[row * source.columns + j];
  };
  const parts = { batch, size, count: source.count, fetch };
  if (sampling === 'subset') return subsetReader(parts);
  return sampling === 'reshuffle' ? epochReader(parts) : replacementReader(parts);
}

function checkRows(rows: Float64Array, count: number, columns: number): void {
  if (count > 0 && rows.length === count * columns) return;
  throw new InputError(
    'data.rows',
    'count × columns numbers and at least one row',
    `${rows.length} for ${count} × ${columns}`,
    'Pass whole rows.',
  );
}

function nothing(): void {
  // Readers without an epoch keep nothing between calls.
}

type Draw = (stream: Stream, row: Float64Array) => void;

function lawReader(batch: readonly Float64Array[], draw: Draw): BatchReader {
  const next = (stream: Stream): void => {
    for (const row of batch) draw(stream, row);
  };
  return { epochWords: 0, batch, open: nothing, close: nothing, next };
}

/** Makes rows of the numbers that were drawn ahead, or where none were, of numbers drawn at once. */
function normalReader(batch: readonly Float64Array[], { count, make }: RowFromNormals): BatchReader {
  const normals = count * batch.length;
  const own = new Float64Array(normals);
  let drawn: Float64Array | null = null;
  let [at, stride] = [0, 1];
  return {
    epochWords: 0,
    batch,
    ahead: {
      normals,
      use(numbers, first, apart) {
        [drawn, at, stride] = [numbers, first, apart];
      },
    },
    open: nothing,
    close() {
      drawn = null;
    },
    next(stream) {
      if (drawn === null) for (let i = 0; i < normals; i++) own[i] = nextNormal(stream);
      const from = drawn ?? own;
      if (drawn === null) [at, stride] = [0, 1];
      for (let b = 0; b < batch.length; b++) {
        make(from, at, stride, batch[b]);
        at += count * stride;
      }
    },
  };
}

interface Parts {
  readonly batch: readonly Float64Array[];
  readonly size: number;
  readonly count: number;
  /** Copies a row of the data into place b of the batch. */
  readonly fetch: (b: number, row: number) => void;
}

function replacementReader({ batch, size, count, fetch }: Parts): BatchReader {
  const next = (stream: Stream): void => {
    for (let b = 0; b < size; b++) fetch(b, nextIndex(stream, count));
  };
  return { epochWords: 0, batch, open: nothing, close: nothing, next };
}

/** The first S exchanges of a Fisher–Yates shuffle, then undone, so that every step starts from the same order. */
function subsetReader({ batch, size, count, fetch }: Parts): BatchReader {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const picked = new Int32Array(size);
  const next = (stream: Stream): void => {
    for (let b = 0; b < size; b++) {
      picked[b] = b + nextIndex(stream, count - b);
      exchange(order, b, picked[b]);
      fetch(b, order[b]);
    }
    for (let b = size - 1; b >= 0; b--) exchange(order, b, picked[b]);
  };
  return { epochWords: 0, batch, open: nothing, close: nothing, next };
}

/**
 * One order at a time is kept, that of the chain at work. A chain stores only the stream's state at the start of its epoch
 * and its place in it, nine words, from which `open` shuffles the same order again.
 */
function epochReader({ batch, size, count, fetch }: Parts): BatchReader {
  const batches = Math.floor(count / size);
  const order = new Int32Array(count);
  const start = emptyStream();
  let place = 0;
  const shuffle = (stream: Stream): void => {
    for (let i = 0; i < count; i++) order[i] = i;
    for (let i = count - 1; i > 0; i--) exchange(order, i, nextIndex(stream, i + 1));
  };
  const words = STATE_WORDS + 1;
  return {
    epochWords: words,
    batch,
    open(chains, k) {
      place = chains.epoch[words * k + STATE_WORDS];
      for (let i = 0; i < STATE_WORDS; i++) start[i] = chains.epoch[words * k + i];
      if (place === 0) return;
      const copy = emptyStream();
      copy.set(start);
      shuffle(copy);
    },
    next(stream) {
      if (place === 0) {
        start.set(stream);
        shuffle(stream);
      }
      for (let b = 0; b < size; b++) fetch(b, order[place * size + b]);
      place = (place + 1) % batches;
    },
    close(chains, k) {
      for (let i = 0; i < STATE_WORDS; i++) chains.epoch[words * k + i] = start[i];
      chains.epoch[words * k + STATE_WORDS] = place;
    },
  };
}

function exchange(order: Int32Array, i: number, j: number): void {
  const kept = order[i];
  order[i] = order[j];
  order[j] = kept;
}
