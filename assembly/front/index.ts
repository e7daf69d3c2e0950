// The kernel of solvers/linear/dense-front.ts, step for step, with two numbers per instruction. Read that file first: it
// says what the steps are for. Addresses are in bytes; the arena starts at base() and the caller grows the memory.

const BIAS: f64 = reinterpret<f64>((1023 + 900) << 52);
const UNBIAS: f64 = reinterpret<f64>((1023 - 900) << 52);
const SMALLEST: f64 = reinterpret<f64>((1023 - 60) << 52);
const PANEL: i32 = 32;

/** Where the arena starts. */
export function base(): usize {
  return (__heap_base + 15) & ~15;
}

/** As `eliminateFront`: false where a rate or a probability leaves the range of plain doubles. */
export function eliminate(
  at: usize,
  states: i32,
  width: i32,
  stride: i32,
  pivots: i32,
  final: bool,
  work: usize,
): bool {
  const row = (<usize>stride) << 3;
  const block = work;
  const inverse = block + ((PANEL * PANEL) << 3);
  const beyond = inverse + (PANEL << 3);
  const rows = beyond + (PANEL << 3);
  for (let first = 0; first < pivots; first += PANEL) {
    const last = min(first + PANEL, pivots);
    const columns = rows + ((<usize>((states + 4) * PANEL)) << 3);
    sumBeyond(at, row, width, first, last, beyond);
    if (!eliminateBlock(at, row, final ? states - 1 : -1, first, last, block, inverse, beyond)) return false;
    if (!solveColumns(at, row, width, first, last, block, inverse, columns)) return false;
    if (!solveRows(at, row, states, first, last, rows)) return false;
    updateRest(at, row, states, width, last, last - first, rows, columns);
  }
  return true;
}

/** Each pivot's rates beyond the block, summed. The columns past the width are zero. */
function sumBeyond(at: usize, row: usize, width: i32, first: i32, last: i32, beyond: usize): void {
  for (let k = first; k < last; k++) {
    let sum = f64x2.splat(0);
    const end = at + k * row + ((<usize>width) << 3);
    for (let p = at + k * row + ((<usize>last) << 3); p < end; p += 16) sum = f64x2.add(sum, v128.load(p));
    store<f64>(beyond + ((<usize>(k - first)) << 3), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  }
}

function eliminateBlock(
  at: usize,
  row: usize,
  end: i32,
  first: i32,
  last: i32,
  block: usize,
  inverse: usize,
  beyond: usize,
): bool {
  for (let k = first; k < last; k++) {
    const pivot = at + k * row;
    const own = beyond + ((<usize>(k - first)) << 3);
    let S = load<f64>(own);
    for (let j = k + 1; j < last; j++) S += load<f64>(pivot + ((<usize>j) << 3));
    if (k === end) {
      store<f64>(pivot + ((<usize>k) << 3), 0);
      return true;
    }
    if (!(S >= SMALLEST)) return false;
    store<f64>(pivot + ((<usize>k) << 3), S);
    const scale = BIAS / S;
    store<f64>(inverse + ((<usize>(k - first)) << 3), scale);
    for (let j = k + 1; j < last; j++) {
      const value = load<f64>(pivot + ((<usize>j) << 3)) * scale;
      if (value < SMALLEST && value !== 0) return false;
      store<f64>(pivot + ((<usize>j) << 3), value);
    }
    const rest = load<f64>(own) * scale;
    for (let i = k + 1; i < last; i++) {
      const target = at + i * row;
      const flow = load<f64>(target + ((<usize>k) << 3));
      if (flow < SMALLEST && flow !== 0) return false;
      const rate = flow * UNBIAS;
      store<f64>(block + ((<usize>((i - first) * PANEL + k - first)) << 3), rate);
      const rates = f64x2.splat(rate);
      let j = k + 1;
      for (; j + 1 < last; j += 2) {
        const p = target + ((<usize>j) << 3);
        v128.store(p, f64x2.add(v128.load(p), f64x2.mul(rates, v128.load(pivot + ((<usize>j) << 3)))));
      }
      if (j < last) {
        const p = target + ((<usize>j) << 3);
        store<f64>(p, load<f64>(p) + rate * load<f64>(pivot + ((<usize>j) << 3)));
      }
      const sum = beyond + ((<usize>(i - first)) << 3);
      store<f64>(sum, load<f64>(sum) + rate * rest);
    }
  }
  return true;
}

function solveColumns(
  at: usize,
  row: usize,
  width: i32,
  first: i32,
  last: i32,
  block: usize,
  inverse: usize,
  columns: usize,
): bool {
  const depth = last - first;
  const smallest = f64x2.splat(SMALLEST);
  const zero = f64x2.splat(0);
  let bad = i64x2.splat(0);
  let strip = columns;
  for (let j = last; j < width; j += 4) {
    let source = at + first * row + ((<usize>j) << 3);
    let out = strip;
    for (let k = 0; k < depth; k++) {
      let b0 = v128.load(source);
      let b1 = v128.load(source, 16);
      let rates = block + ((<usize>(k * PANEL)) << 3);
      for (let before = strip; before < out; before += 32) {
        const rate = v128.load_splat<f64>(rates);
        rates += 8;
        b0 = f64x2.add(b0, f64x2.mul(rate, v128.load(before)));
        b1 = f64x2.add(b1, f64x2.mul(rate, v128.load(before, 16)));
      }
      const scale = v128.load_splat<f64>(inverse + ((<usize>k) << 3));
      b0 = f64x2.mul(b0, scale);
      b1 = f64x2.mul(b1, scale);
      bad = v128.or(bad, v128.and(f64x2.lt(b0, smallest), f64x2.ne(b0, zero)));
      bad = v128.or(bad, v128.and(f64x2.lt(b1, smallest), f64x2.ne(b1, zero)));
      v128.store(source, b0);
      v128.store(source, b1, 16);
      v128.store(out, b0);
      v128.store(out, b1, 16);
      out += 32;
      source += row;
    }
    strip = out;
  }
  return !v128.any_true(bad);
}

function solveRows(at: usize, row: usize, states: i32, first: i32, last: i32, rows: usize): bool {
  const depth = last - first;
  const smallest = f64x2.splat(SMALLEST);
  const zero = f64x2.splat(0);
  const unbias = f64x2.splat(UNBIAS);
  let bad = i64x2.splat(0);
  let strip = rows;
  const diagonal = at + first * row + ((<usize>first) << 3);
  for (let i = last; i < states; i += 4) {
    let entry = at + i * row + ((<usize>first) << 3);
    let out = strip;
    for (let k = 0; k < depth; k++) {
      let a0 = v128.load_lane<f64>(entry + row, v128.load_zero<f64>(entry), 1);
      let a1 = v128.load_lane<f64>(entry + 3 * row, v128.load_zero<f64>(entry + 2 * row), 1);
      let probability = diagonal + ((<usize>k) << 3);
      for (let before = strip; before < out; before += 32) {
        const p = v128.load_splat<f64>(probability);
        probability += row;
        a0 = f64x2.add(a0, f64x2.mul(p, v128.load(before)));
        a1 = f64x2.add(a1, f64x2.mul(p, v128.load(before, 16)));
      }
      bad = v128.or(bad, v128.and(f64x2.lt(a0, smallest), f64x2.ne(a0, zero)));
      bad = v128.or(bad, v128.and(f64x2.lt(a1, smallest), f64x2.ne(a1, zero)));
      v128.store_lane<f64>(entry, a0, 0);
      v128.store_lane<f64>(entry + row, a0, 1);
      v128.store_lane<f64>(entry + 2 * row, a1, 0);
      v128.store_lane<f64>(entry + 3 * row, a1, 1);
      v128.store(out, f64x2.mul(a0, unbias));
      v128.store(out, f64x2.mul(a1, unbias), 16);
      out += 32;
      entry += 8;
    }
    strip = out;
  }
  return !v128.any_true(bad);
}

function updateRest(
  at: usize,
  row: usize,
  states: i32,
  width: i32,
  last: i32,
  depth: i32,
  rows: usize,
  columns: usize,
): void {
  const length = (<usize>(4 * depth)) << 3;
  let a = rows;
  for (let i = last; i < states; i += 4) {
    let b = columns;
    let c = at + i * row + ((<usize>last) << 3);
    for (let j = last; j < width; j += 4) {
      tile(a, b, length, c, row);
      b += length;
      c += 32;
    }
    a += length;
  }
}

/** Four rows by four columns: eight running sums, two columns' worth of probabilities and one rate at a time. */
function tile(a: usize, b: usize, length: usize, c: usize, row: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  const end = a + length;
  for (; a < end; a += 32, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let r = v128.load_splat<f64>(a);
    c00 = f64x2.add(c00, f64x2.mul(r, b0));
    c01 = f64x2.add(c01, f64x2.mul(r, b1));
    r = v128.load_splat<f64>(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(r, b0));
    c11 = f64x2.add(c11, f64x2.mul(r, b1));
    r = v128.load_splat<f64>(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(r, b0));
    c21 = f64x2.add(c21, f64x2.mul(r, b1));
    r = v128.load_splat<f64>(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(r, b0));
    c31 = f64x2.add(c31, f64x2.mul(r, b1));
  }
  addTo(c, c00, c01);
  addTo(c + row, c10, c11);
  addTo(c + 2 * row, c20, c21);
  addTo(c + 3 * row, c30, c31);
}

function addTo(c: usize, left: v128, right: v128): void {
  v128.store(c, f64x2.add(v128.load(c), left));
  v128.store(c, f64x2.add(v128.load(c, 16), right), 16);
}

/**
 * Adds a child's remainder, `size` rows of `length` numbers at `source`, to the parent's front: entry (i, j) goes to row
 * place[i] and column place[j]. Columns that stay neighbours are added two at a time.
 */
export function extendAdd(source: usize, size: i32, length: i32, place: usize, at: usize, stride: i32): void {
  for (let i = 0; i < size; i++) {
    const target = at + ((<usize>(load<i32>(place + ((<usize>i) << 2)) * stride)) << 3);
    let from = place;
    const end = place + ((<usize>length) << 2);
    for (; from + 4 < end; from += 8, source += 16) {
      const first = load<i32>(from);
      const second = load<i32>(from, 4);
      const p = target + ((<usize>first) << 3);
      if (second === first + 1) {
        v128.store(p, f64x2.add(v128.load(p), v128.load(source)));
      } else {
        const q = target + ((<usize>second) << 3);
        store<f64>(p, load<f64>(p) + load<f64>(source));
        store<f64>(q, load<f64>(q) + load<f64>(source, 8));
      }
    }
    if (from < end) {
      const p = target + ((<usize>load<i32>(from)) << 3);
      store<f64>(p, load<f64>(p) + load<f64>(source));
      source += 8;
    }
  }
}

/** Moves `rows` rows of `length` numbers, `stride` apart at `source`, to lie without gaps at `target` ≤ `source`. */
export function compact(source: usize, stride: i32, rows: i32, length: i32, target: usize): void {
  for (let i = 0; i < rows; i++) {
    let p = source;
    const end = source + ((<usize>length) << 3);
    for (; p + 8 < end; p += 16, target += 16) v128.store(target, v128.load(p));
    if (p < end) {
      store<f64>(target, load<f64>(p));
      target += 8;
    }
    source += (<usize>stride) << 3;
  }
}

/** Copies an eliminated front's own columns to `lower` and, unless that is 0, its own rows beyond them to `upper`; unscaled. */
export function keep(at: usize, states: i32, stride: i32, pivots: i32, lower: usize, upper: usize): void {
  const row = (<usize>stride) << 3;
  for (let i = 0; i < states; i++) lower = unscale(at + i * row, pivots, lower);
  if (upper === 0) return;
  const beyond = at + ((<usize>pivots) << 3);
  for (let k = 0; k < pivots; k++) upper = unscale(beyond + k * row, states - pivots, upper);
}

function unscale(source: usize, length: i32, target: usize): usize {
  const unbias = f64x2.splat(UNBIAS);
  const end = source + ((<usize>length) << 3);
  for (; source + 8 < end; source += 16, target += 16) v128.store(target, f64x2.mul(v128.load(source), unbias));
  if (source < end) {
    store<f64>(target, load<f64>(source) * UNBIAS);
    target += 8;
  }
  return target;
}

// The sweeps of solvers/linear/front-sweeps.ts. `own` is where x holds the front's own states, `boundary` lists the others.

export function forwardProbabilities(
  x: usize,
  own: usize,
  pivots: i32,
  boundary: usize,
  rest: i32,
  lower: usize,
  upper: usize,
  sums: usize,
): void {
  memory.fill(sums, 0, (<usize>rest) << 3);
  for (let k = 0; k < pivots; k++) {
    const value = load<f64>(own + ((<usize>k) << 3));
    addMultiple(own + ((<usize>(k + 1)) << 3), pivots - k - 1, value, lower + ((<usize>(k * pivots + k + 1)) << 3));
    addMultiple(sums, rest, value, upper + ((<usize>(k * rest)) << 3));
  }
  for (let j = 0; j < rest; j++) {
    const p = x + ((<usize>load<i32>(boundary + ((<usize>j) << 2))) << 3);
    store<f64>(p, load<f64>(p) + load<f64>(sums + ((<usize>j) << 3)));
  }
}

export function backwardRates(x: usize, own: usize, pivots: i32, boundary: usize, rest: i32, lower: usize): void {
  const row = (<usize>pivots) << 3;
  let p = lower + pivots * row;
  for (let i = 0; i < rest; i++, p += row) {
    addMultiple(own, pivots, load<f64>(x + ((<usize>load<i32>(boundary + ((<usize>i) << 2))) << 3)), p);
  }
  for (let k = pivots - 1; k >= 0; k--) {
    p = lower + k * row;
    const entry = own + ((<usize>k) << 3);
    const value = load<f64>(entry) / load<f64>(p + ((<usize>k) << 3));
    store<f64>(entry, value);
    addMultiple(own, k, value, p);
  }
}

export function forwardRates(x: usize, own: usize, pivots: i32, boundary: usize, rest: i32, lower: usize): void {
  const row = (<usize>pivots) << 3;
  let p = lower;
  for (let k = 0; k < pivots; k++, p += row) {
    const entry = own + ((<usize>k) << 3);
    store<f64>(entry, (load<f64>(entry) + product(own, p, k)) / load<f64>(p + ((<usize>k) << 3)));
  }
  for (let i = 0; i < rest; i++, p += row) {
    const entry = x + ((<usize>load<i32>(boundary + ((<usize>i) << 2))) << 3);
    store<f64>(entry, load<f64>(entry) + product(own, p, pivots));
  }
}

export function backwardProbabilities(
  x: usize,
  own: usize,
  pivots: i32,
  boundary: usize,
  rest: i32,
  lower: usize,
  upper: usize,
  values: usize,
): void {
  for (let j = 0; j < rest; j++) {
    const p = x + ((<usize>load<i32>(boundary + ((<usize>j) << 2))) << 3);
    store<f64>(values + ((<usize>j) << 3), load<f64>(p));
  }
  for (let k = pivots - 1; k >= 0; k--) {
    const entry = own + ((<usize>k) << 3);
    const inside = product(entry + 8, lower + ((<usize>(k * pivots + k + 1)) << 3), pivots - k - 1);
    store<f64>(entry, load<f64>(entry) + inside + product(values, upper + ((<usize>(k * rest)) << 3), rest));
  }
}

/** y += value·x. */
function addMultiple(y: usize, length: i32, value: f64, x: usize): void {
  const values = f64x2.splat(value);
  const end = y + ((<usize>length) << 3);
  for (; y + 8 < end; y += 16, x += 16) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(values, v128.load(x))));
  }
  if (y < end) store<f64>(y, load<f64>(y) + value * load<f64>(x));
}

/** Σ x y, even and odd terms apart. */
function product(x: usize, y: usize, length: i32): f64 {
  let sum = f64x2.splat(0);
  const end = x + ((<usize>length) << 3);
  for (; x + 8 < end; x += 16, y += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x), v128.load(y)));
  const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  return x < end ? total + load<f64>(x) * load<f64>(y) : total;
}
