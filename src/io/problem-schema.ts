import { z } from 'zod';

/**
 * The one schema of problem files: it validates, fills in defaults and makes the JSON Schema. Each form of `model` and
 * `data` is strict on its own; `problemSchema` picks the form by its telling key, so that errors speak of that form only.
 */
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _');
const expressions = z.record(name, z.string());
const positive = z.number().positive();

const familyModel = z
  .strictObject({
    family: z.enum(['diagonal-linear']),
    depth: z.int().min(0).max(1000).default(1).describe('D ≥ 0 hidden layers; 0 is linear regression'),
    width: z.int().min(1).default(1).describe('d ≥ 1 chains'),
  })
  .describe('f(x) = Σ_i Π_k u_i^(k) x, i = 1…width, k = 0…depth');

const twoLayerModel = z
  .strictObject({
    family: z.enum(['linear', 'relu']),
    width: z.int().min(1).max(10_000).describe('neurons'),
    inputs: z.array(name).min(1).describe('columns of the data that make x'),
    outputs: z.array(name).min(1).describe('columns of the data that make y'),
    bias: z.boolean().default(false).describe('a constant 1 as a further input'),
  })
  .describe('f(x) = Σ_i u_i σ(w_i·x) with vectors u_i, w_i; loss ‖f(x) − y‖²');

const predictionModel = z
  .strictObject({
    parameters: z.array(name).min(1),
    prediction: z.string().describe('loss = (prediction − y)²'),
    let: expressions.optional().describe('helper definitions used in the prediction'),
  })
  .describe('least squares with any prediction');

const lossModel = z
  .strictObject({
    parameters: z.array(name).min(1),
    loss: z.string().describe('the per-sample loss'),
    let: expressions.optional().describe('helper definitions used in the loss'),
  })
  .describe('any per-sample loss');

const csvData = z
  .strictObject({
    csv: z.string().describe('path, relative to the problem file'),
    columns: z.record(name, z.string()).default({ x: 'x', y: 'y' }).describe('data variable: name in the header'),
    delimiter: z.string().length(1).optional(),
  })
  .describe('rows of a CSV file');

const rowData = z.strictObject({ rows: z.record(name, z.array(z.number())) }).describe('rows given inline');

const lawData = z.record(name, z.union([z.string(), z.number()])).describe('laws and derived columns, in any order');

const rateOrRamp = z.union([
  positive.describe('η'),
  z.strictObject({ from: positive, to: positive }).describe('η rising or falling linearly in time'),
]);

const sgd = z
  .strictObject({
    learningRate: positive.optional().describe('η'),
    batchSize: z.int().min(1).optional().describe('S'),
    temperature: positive.optional().describe('T = η/S, instead of learningRate and batchSize'),
    weightDecay: z.number().min(0).default(0).describe('γ in ℓ + γ‖θ‖²'),
    schedule: z
      .array(z.strictObject({ until: positive.describe('time at which the segment ends'), learningRate: rateOrRamp }))
      .min(1)
      .optional()
      .describe('learning rates in turn, at the same batch size; time is the sum of the learning rates of the steps'),
    modifiedLoss: z
      .union([z.boolean(), z.literal('paper')])
      .default(false)
      .describe("drift −∇(L + c‖∇L‖²): c = η/4 for true, T/4 for 'paper'"),
  })
  .describe("SGD's hyper-parameters");

const axis = z.strictObject({
  kind: z.enum(['uniform', 'log', 'signed-log', 'sinh', 'algebraic']),
  cells: z.int().min(2).max(20_000_000),
  from: z.number().optional(),
  to: z.number().optional(),
  centre: z.number().optional(),
  scale: positive.optional(),
  periodic: z.boolean().optional(),
});

const samples = z
  .strictObject({ csv: z.string(), column: z.string(), delimiter: z.string().length(1).optional() })
  .describe('values in a column of a CSV file, with equal weights');
const initialLaws = z
  .record(name, z.union([z.string(), z.number(), samples]))
  .describe('initial law of each parameter');
const initialFile = z
  .strictObject({ file: z.string() })
  .describe('the last frame of an earlier result: .json, .npz or .h5');
const initial = z.union([initialFile, initialLaws]);

const grid = z.union([z.literal('auto'), z.record(name, axis)]).default('auto');
const domainEnd = z.enum(['natural', 'reflecting', 'absorbing']);
const number = z.union([z.number(), z.string()]);
const domain = z.union([
  z.string().describe('periodic(a, b), reflecting(a, b) or absorbing(a, b)'),
  z.strictObject({
    from: number.optional().describe('−∞ if left out'),
    to: number.optional().describe('∞ if left out'),
    lower: domainEnd.optional().describe('reflecting if finite'),
    upper: domainEnd.optional().describe('reflecting if finite'),
  }),
]);
const rest = {
  sgd,
  coordinates: z.enum(['reduced', 'parameters', 'symmetry']).optional(),
  grid,
  domain: z.record(name, domain).optional().describe('where a parameter lives; everywhere if left out'),
  initial: initial.optional(),
  symmetry: z
    .array(z.array(z.number()).min(1))
    .min(1)
    .optional()
    .describe('A, symmetric, one row per parameter: the loss is the same at θ and e^{λA}θ'),
};

const models = { family: familyModel, twoLayer: twoLayerModel, prediction: predictionModel, loss: lossModel };
const data = { csv: csvData, rows: rowData, laws: lawData };

const full = z.strictObject({
  model: z.union([familyModel, twoLayerModel, predictionModel, lossModel]),
  data: z.union([csvData, rowData, lawData]),
  ...rest,
});

/** A problem file with its defaults filled in. */
export type Problem = z.output<typeof full> & { readonly coordinates: 'reduced' | 'parameters' | 'symmetry' };

/** The schema for one value: the forms of `model` and `data` that it seems to mean. */
export function problemSchemaFor(value: unknown) {
  const part = (key: string): Record<string, unknown> => {
    const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  };
  const model = part('model');
  const isTwoLayer = model['family'] === 'linear' || model['family'] === 'relu';
  const form = isTwoLayer
    ? 'twoLayer'
    : 'family' in model
      ? 'family'
      : 'prediction' in model
        ? 'prediction'
        : 'loss' in model
          ? 'loss'
          : 'family';
  const source =
    typeof part('data')['csv'] === 'string' && !/\(/.test(String(part('data')['csv']))
      ? 'csv'
      : isRows(part('data'))
        ? 'rows'
        : 'laws';
  return z.strictObject({
    model: models[form],
    data: data[source],
    ...rest,
    grid: gridFor(part('grid')),
    initial: initialFor(part('initial')),
  });
}

function isRows(value: Record<string, unknown>): boolean {
  return typeof value['rows'] === 'object' && value['rows'] !== null;
}

function initialFor(value: Record<string, unknown>) {
  return typeof value['file'] === 'string' && Object.keys(value).length === 1
    ? initialFile.optional()
    : initialLaws.optional();
}

function gridFor(value: Record<string, unknown>) {
  return Object.keys(value).length > 0 ? z.record(name, axis) : z.literal('auto').default('auto');
}

/** The JSON Schema (draft 2020-12) of problem files, for editors. */
export function problemJsonSchema(): object {
  return { title: 'Problem file of sgdfp', ...z.toJSONSchema(full, { io: 'input' }) };
}
