import type { BalancePointRow, BalanceResult, Unbalanced } from '../src/io/balance-document.js';
import { initialLaws } from '../src/io/problem.js';
import type { Problem } from '../src/io/problem-schema.js';
import { forwardPass, type TwoLayerData, type TwoLayerShape, type TwoLayerWeights } from '../src/model/two-layer.js';
import { InputError } from '../src/num/input-error.js';
import { createStream } from '../src/num/random/stream.js';
import { hyperParameters } from '../src/sde/hyper-parameters.js';
import { networkBalance, neuronBounds } from '../solvers/balance/network-balance.js';
import { trainNetwork } from '../solvers/balance/network-training.js';
import { neuronNoise } from '../solvers/balance/neuron-noise.js';
import { lawSource } from '../solvers/particles/law-source.js';
import { parameterStart } from '../solvers/particles/start.js';
import { JOINT_SENTENCES } from '../solvers/balance/joint-balance.js';
import type { BalanceChoices, BalanceOutcome } from './balance-choices.js';
import { loadLaw, type LoadedProblem } from './load.js';

type NetworkModel = Extract<Problem['model'], { inputs: string[] }>;

/** The balance of every neuron and of the layer of a two-layer network, before or after training it by SGD. */
export async function networkResult(loaded: LoadedProblem, choices: BalanceChoices): Promise<BalanceOutcome> {
  const { problem } = loaded;
  const text = problem.model as NetworkModel;
  if (problem.symmetry) {
    throw new InputError(
      'symmetry',
      'a model with named parameters',
      'a network',
      'Its neurons are rescaled one by one; leave it out.',
    );
  }
  const { seed = 1 } = choices;
  const shape: TwoLayerShape = {
    activation: text.family,
    inputs: text.inputs.length + (text.bias ? 1 : 0),
    width: text.width,
    outputs: text.outputs.length,
  };
  const data = networkData(text, await columnsOf(loaded, choices));
  const settings = hyperParameters(problem.sgd);
  const initial = initialWeights(shape, text.bias, { initial: initialLaws(problem) ?? {}, seed });
  const trained =
    choices.train === undefined ? null : training(shape, initial, data, { problem, steps: choices.train, seed });
  const weights = trained?.weights ?? initial;
  const noise = neuronNoise(shape, weights, data, forwardPass(shape, weights, data));
  const { value } = networkBalance(shape, weights, data, settings);
  const active = value.neurons.flatMap((neuron, i) => (neuron.outcome === 'converged' ? [i] : []));
  const bounds = neuronBounds(shape, weights, data, { settings, neurons: active });
  const points = active.map((i, k): BalancePointRow => {
    const { lambda, residual, noiseU, noiseW, ratio } = value.neurons[i];
    const { lower, upper } = bounds[k];
    const theta = [part(value.weights.outer, i, shape.outputs), part(value.weights.inner, i, shape.inputs)].flatMap(
      (values) => [...values],
    );
    const before = { noiseU: noise.outer[i], noiseW: noise.inner[i] };
    return { neuron: i + 1, theta, lambda, residual, noiseU, noiseW, before, ratio: { value: ratio, lower, upper } };
  });
  const unbalanced = value.neurons.flatMap((neuron, i): Unbalanced[] =>
    neuron.outcome === 'converged'
      ? []
      : [{ neuron: i + 1, outcome: neuron.outcome, message: JOINT_SENTENCES[neuron.outcome] }],
  );
  const { lambda, residual, noiseU, noiseW, ratio } = value.layer;
  const lowest = bounds.reduce((least, { lower }) => Math.min(least, lower), Infinity);
  const highest = bounds.reduce((most, { upper }) => Math.max(most, upper), 0);
  const result: BalanceResult = {
    points,
    convention: 'factor',
    // Each neuron's ratio lies in its own bounds, so the ratio of their sums lies in the widest.
    ratio: { value: layerRatio(value.weights), lower: lowest, upper: highest },
    unbalanced,
    layer: { lambda, residual, noiseU, noiseW, ratio },
    fullRank: { active: active.length, full: bounds.filter(({ fullRank }) => fullRank).length },
    ...(trained && { training: trained.table }),
  };
  return { result, warnings: trained?.warnings ?? [], stats: { samples: data.count, loss: value.loss } };
}

const part = (values: Float64Array, i: number, length: number): Float64Array =>
  values.subarray(i * length, (i + 1) * length);

function layerRatio({ outer, inner }: TwoLayerWeights): number {
  const norm = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  return norm(outer) / norm(inner);
}

/** Columns of the data: rows as they are, or samples of an analytic law. */
async function columnsOf(
  loaded: LoadedProblem,
  { samples, seed = 1 }: BalanceChoices,
): Promise<{ names: readonly string[]; rows: Float64Array; count: number }> {
  const { data } = loaded.problem;
  const isRows =
    ('csv' in data && typeof data.columns === 'object') || ('rows' in data && typeof data.rows === 'object');
  if (isRows) {
    if (samples !== undefined)
      throw new InputError('--samples', 'an analytic law to draw from', 'rows of data', 'Leave it out.');
    const law = await loadLaw(loaded);
    const { points } = law.nodes(1);
    return { names: law.columns, rows: points, count: law.rows! };
  }
  const count = samples ?? 1000;
  if (!(Number.isSafeInteger(count) && count >= 2))
    throw new InputError('--samples', 'a whole number ≥ 2', String(count), 'One sample has no gradient noise.');
  const names = Object.keys(data);
  const source = lawSource(data as Record<string, string>, names);
  const width = names.length;
  const rows = new Float64Array(count * width);
  const stream = createStream(seed, 1);
  if (source.kind === 'law')
    for (let n = 0; n < count; n++) source.draw(stream, rows.subarray(n * width, (n + 1) * width));
  return { names, rows, count };
}

function networkData(
  text: NetworkModel,
  { names, rows, count }: { names: readonly string[]; rows: Float64Array; count: number },
): TwoLayerData {
  const places = (key: 'inputs' | 'outputs'): number[] =>
    text[key].map((name, i) => {
      const place = names.indexOf(name);
      if (place >= 0) return place;
      throw new InputError(
        `model.${key}.${i}`,
        `a column of the data (${names.slice(0, 8).join(', ')})`,
        `«${name}»`,
        'Correct the name or add the column.',
      );
    });
  const [inputs, outputs] = [places('inputs'), places('outputs')];
  const take = (columns: readonly number[], bias: boolean): Float64Array =>
    Float64Array.from({ length: count * (columns.length + (bias ? 1 : 0)) }, (_, k) => {
      const size = columns.length + (bias ? 1 : 0);
      const column = columns[k % size];
      return column === undefined ? 1 : rows[Math.floor(k / size) * names.length + column];
    });
  return { count, x: take(inputs, text.bias), y: take(outputs, false) };
}

/** Weights from `initial: {u, w, b}`; by default normal with variance 1/(entries of x) for w, 1/width for u, and b = 0. */
function initialWeights(
  { width, inputs, outputs }: TwoLayerShape,
  bias: boolean,
  { initial, seed }: { readonly initial: Readonly<Record<string, string | number>>; readonly seed: number },
): TwoLayerWeights {
  const strange = Object.keys(initial).find((name) => !['u', 'w', ...(bias ? ['b'] : [])].includes(name));
  if (strange !== undefined)
    throw new InputError(
      `initial.${strange}`,
      'u, w or (with a bias) b',
      strange,
      'Each law is for all entries of its kind.',
    );
  const { u = `normal(0, ${1 / Math.sqrt(width)})`, w = `normal(0, ${1 / Math.sqrt(inputs)})`, b = 0 } = initial;
  const draw = (key: string, definition: string | number, index: number): (() => number) => {
    const start = parameterStart([key], { [key]: definition });
    const stream = createStream(seed, index);
    const value = new Float64Array(1);
    return () => (start(stream, value), value[0]);
  };
  const [nextU, nextW, nextB] = [draw('u', u, 2), draw('w', w, 3), draw('b', b, 4)];
  return {
    outer: Float64Array.from({ length: width * outputs }, nextU),
    inner: Float64Array.from({ length: width * inputs }, (_, k) =>
      bias && k % inputs === inputs - 1 ? nextB() : nextW(),
    ),
  };
}

/** Trains by SGD and records how far each neuron is from balance. */
function training(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  data: TwoLayerData,
  { problem, steps, seed }: { readonly problem: Problem; readonly steps: number; readonly seed: number },
) {
  const { temperature, weightDecay } = { temperature: problem.sgd.temperature ?? 0, ...problem.sgd };
  const { learningRate = temperature, batchSize = 1 } = problem.sgd;
  const table = {
    steps: [] as number[],
    loss: [] as number[],
    low: [] as number[],
    median: [] as number[],
    high: [] as number[],
  };
  const observe = (step: number, now: TwoLayerWeights): void => {
    const pass = forwardPass(shape, now, data);
    const noise = neuronNoise(shape, now, data, pass);
    const ratios = Array.from(noise.outer, (value, i) => noise.inner[i] / value)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const quantile = (p: number): number => ratios[Math.min(ratios.length - 1, Math.floor(p * ratios.length))] ?? NaN;
    table.steps.push(step);
    table.loss.push(pass.loss);
    table.low.push(quantile(0.05));
    table.median.push(quantile(0.5));
    table.high.push(quantile(0.95));
  };
  const every = Math.max(1, Math.floor(steps / 50));
  const run = trainNetwork(shape, weights, data, { learningRate, batchSize, weightDecay, steps, seed, every, observe });
  if (run.outcome === 'diverged') throw new Error(`balance: ${run.message}`);
  const warnings =
    problem.sgd.learningRate === undefined
      ? [`SGD was run with learning rate ${learningRate} and batch size 1, as only the temperature is given.`]
      : [];
  return { weights: run.value, table, warnings };
}
