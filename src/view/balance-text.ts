import type { BalanceDocument, BalanceResult, BoundedRatio } from '../io/balance-document.js';
import { countText, numberText } from './number-text.js';
import { factsText, modelText } from './problem-text.js';
import type { Branch, Palette } from './tree-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';

/** Points and neurons told one by one; further ones are counted. */
const MOST_TOLD = 12;
/** Residuals up to this are what rounding leaves. */
const ROUNDING = 1e-10;

/** The result of `balance` as a line and a tree. No newline at the end. */
export function describeBalance(document: BalanceDocument, palette: Palette = PLAIN): string {
  const { result, warnings } = document;
  const facts = factsText(document, [largestResidual(result, palette)]);
  const title = [palette.strong(balanceTitle(document.problem)), ...(facts === '' ? [] : [facts])].join(' · ');
  const branches = [
    ...networkBranches(result),
    ...pointBranches(result, palette),
    ...planeBranches(result),
    ...runBranches(result),
  ];
  const lines = [treeText(title, branches, { indent: 2, palette })];
  return [...lines, ...warnings.map((warning) => palette.warn(`warning: ${warning}`))].join('\n');
}

/** The model in a few words; a two-layer network by its activation and widths. */
export function balanceTitle(problem: object): string {
  const { model } = problem as {
    model?: {
      family?: string;
      width?: number;
      inputs?: readonly string[];
      outputs?: readonly string[];
      bias?: boolean;
    };
  };
  if (!model?.inputs || !model.outputs) return modelText(problem);
  return `two-layer ${model.family} network ${model.inputs.length} → ${model.width} → ${model.outputs.length}${model.bias ? ' with bias' : ''}`;
}

/** `0.98 in [0.2, 4.5]`. */
export function ratioText({ value, lower, upper }: BoundedRatio): string {
  const within = upper < Infinity && upper - lower <= ROUNDING * upper;
  return within ? numberText(value) : `${numberText(value)} in [${numberText(lower, 3)}, ${numberText(upper, 3)}]`;
}

function largestResidual({ points }: BalanceResult, palette: Palette): string {
  if (points.length === 0) return palette.warn('no balanced point');
  const most = points.reduce((largest, { residual }) => Math.max(largest, residual), 0);
  const colour = most <= ROUNDING ? palette.good : palette.warn;
  return `${countText(points.length, 'balanced point')}, ${colour(`residual ≤ ${numberText(most, 2)}`)}`;
}

function pointBranches({ points, convention, parameters, unbalanced }: BalanceResult, palette: Palette): Branch[] {
  const shown = points.filter(({ neuron }) => neuron === undefined || points.length <= MOST_TOLD).slice(0, MOST_TOLD);
  const symbol = convention === 'factor' ? 'λ' : 'λ in e^{λA}';
  const rows = shown.map(({ theta, lambda, noiseU, noiseW, neuron, start }) => [
    neuron === undefined ? `θ = (${numbersText(theta)})` : `neuron ${neuron}`,
    ...(start ? [`from (${numbersText(start)})`] : []),
    `${symbol} = ${numberText(lambda)}`,
    `noise ${numberText(noiseU)} | ${numberText(noiseW)}`,
  ]);
  const names = parameters ? [palette.dim(`θ = (${parameters.join(', ')})`)] : [];
  const told = alignColumns(rows).map((head, i): Branch => ({ head, details: i === 0 ? names : [] }));
  const rest = points.length - shown.length;
  const more =
    rest > 0 && shown.length > 0 ? [{ head: `and ${countText(rest, 'point')} more (see --json)`, details: [] }] : [];
  const failures = [...new Set(unbalanced.map(({ message }) => message))].map((message) => {
    const same = unbalanced.filter((one) => one.message === message);
    const where = same.map(({ start, neuron }) => (start ? `(${numbersText(start)})` : `neuron ${neuron}`)).slice(0, 4);
    return {
      head: palette.warn(
        `${countText(same.length, same[0].neuron ? 'neuron' : 'orbit')} without balance: ${where.join(', ')}${same.length > 4 ? ', …' : ''}`,
      ),
      details: [message],
    };
  });
  return [...told, ...more, ...failures];
}

function networkBranches({ layer, fullRank, points, ratio, training }: BalanceResult): Branch[] {
  if (!layer || !fullRank) return [];
  const lambdas = points.map(({ lambda }) => lambda).sort((a, b) => a - b);
  const quantile = (p: number): string =>
    numberText(lambdas[Math.min(lambdas.length - 1, Math.floor(p * lambdas.length))] ?? NaN);
  const steps = training?.steps;
  return [
    {
      head: `neurons  λ from ${quantile(0)} to ${quantile(1)}, median ${quantile(0.5)}`,
      details: [`‖U‖²/‖W‖² at balance ${ratioText(ratio)}`],
    },
    {
      head: `layer    λ = ${numberText(layer.lambda)} for all at once`,
      details: [
        `noise ${numberText(layer.noiseU)} | ${numberText(layer.noiseW)}, ‖U‖²/‖W‖² ${numberText(layer.ratio)}`,
      ],
    },
    {
      head: `rank     C₁ and C₂ of full rank in ${fullRank.full} of ${countText(fullRank.active, 'active neuron')}`,
      details: [],
    },
    ...(training && steps
      ? [
          {
            head: `training ${steps[steps.length - 1]} steps of SGD, loss ${numberText(training.loss[0])} → ${numberText(training.loss[steps.length - 1])}`,
            details: [
              `median noise ratio ${numberText(training.median[0])} → ${numberText(training.median[steps.length - 1])}`,
            ],
          },
        ]
      : []),
  ];
}

function planeBranches({ manifold, pieces = [], minima = [] }: BalanceResult): Branch[] {
  if (!manifold) return [];
  const points = minima.map(({ theta }) => `(${numbersText(theta)})`);
  const best =
    points.length > 0
      ? [`meets the set of least loss (${numberText(minima[0].loss)}) at ${points.join(', ')}`]
      : ['holds no point of least loss in the window'];
  return [
    { head: `manifold ${countText(pieces.length, 'piece')}, ${countText(manifold.length, 'point')}`, details: best },
  ];
}

function runBranches({ trajectories }: BalanceResult): Branch[] {
  if (!trajectories) return [];
  const { times } = trajectories;
  const last = times.length - 1;
  const row = (name: string, values: ArrayLike<number>): string[] => [
    name,
    `${numberText(values[0])} → ${numberText(values[last])}`,
  ];
  const rows = [
    row('gradient flow', trajectories.gradientFlow),
    row('SGD', trajectories.sgd),
    row('predicted for SGD', trajectories.predicted),
    row('isotropic noise', trajectories.isotropic),
  ];
  return [{ head: `‖u‖² − ‖w‖² up to t = ${numberText(times[last])}`, details: alignColumns(rows) }];
}

const numbersText = (values: ArrayLike<number>): string =>
  Array.from(values)
    .slice(0, 6)
    .map((value) => numberText(value))
    .join(', ') + (values.length > 6 ? ', …' : '');
