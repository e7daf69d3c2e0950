import type { LearningResult, LearningRow } from '../io/learning-document.js';
import type { Figure } from './density-figure.js';
import { underLegend } from './figure-slider.js';
import { numberText, short } from './number-text.js';

/** Which of the two first times. */
type LearningGoal = 'sign' | 'learned';

/** Blue to orange, as temperature rises. */
const COLOURS = ['#2f81d8', '#1f9e77', '#c9a227', '#e8762b', '#b25fc9', '#5d6977'];
const GUIDE = '#8a94a0';

/** Median and 95 % quantile of a first time against 1/a₀, one colour per temperature, and lines of the predicted slope. */
export function growthFigure({ rows, level }: LearningResult, goal: LearningGoal): Figure {
  const temperatures = [...new Set(rows.map(({ temperature }) => temperature))];
  const data = temperatures.flatMap((temperature, k) => {
    const here = rows
      .filter((row) => row.temperature === temperature && row.imbalance !== null)
      .sort((a, b) => b.imbalance! - a.imbalance!);
    const x = here.map(({ imbalance }) => short(1 / imbalance!));
    const color = COLOURS[k % COLOURS.length]!;
    const line = (level: string, name: string, dash: string): Figure['data'][number] => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: `T = ${numberText(temperature)}, ${name}`,
      x,
      y: here.map((row) => shortOrNull(row[goal].quantiles[level]!)),
      line: { color, width: 2, dash },
      marker: { size: 6, color },
    });
    return [line('0.5', 'median', 'solid'), line('0.95', '95 %', 'dot'), ...guide(here, goal)];
  });
  return {
    data,
    layout: {
      ...underLegend,
      xaxis: { title: { text: 'initial imbalance 1/a₀' }, type: 'log', exponentformat: 'power' },
      yaxis: { title: { text: `time until v > ${goal === 'sign' ? 0 : numberText(level)}` }, rangemode: 'tozero' },
    },
  };
}

/** A line of the predicted slope through the last median. */
function guide(rows: readonly LearningRow[], goal: LearningGoal): Figure['data'] {
  const last = rows[rows.length - 1];
  const median = last?.[goal].quantiles['0.5'];
  if (!last || rows.length < 2 || median === undefined || median === null || !Number.isFinite(last.growth[goal]))
    return [];
  const y = rows.map(({ imbalance }) => median - last.growth[goal] * Math.log(imbalance! / last.imbalance!));
  const shown = rows.map((_, i) => i).filter((i) => y[i]! >= 0);
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'predicted slope',
      x: shown.map((i) => short(1 / rows[i]!.imbalance!)),
      y: shown.map((i) => short(y[i]!)),
      line: { color: GUIDE, width: 1.2, dash: 'dash' },
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}

/** The distribution functions of both first times, one colour per temperature. */
export function reachedFigure({ rows, level }: LearningResult): Figure {
  const data = rows.flatMap(({ temperature, imbalance, sign, learned }, k) =>
    [sign, learned].map(({ times, reached }, i) => ({
      type: 'scatter',
      mode: 'lines',
      name: `${imbalance === null ? '' : `a₀ = ${numberText(imbalance)}, `}T = ${numberText(temperature)}, v &gt; ${i === 0 ? 0 : numberText(level)}`,
      x: times.map(short),
      y: reached.map(short),
      line: { color: COLOURS[k % COLOURS.length]!, width: 2.5, dash: i === 0 ? 'solid' : 'dot' },
    })),
  );
  return {
    data,
    layout: {
      ...underLegend,
      xaxis: { title: { text: 'time (learning rate × steps)' }, rangemode: 'tozero' },
      yaxis: { title: { text: 'probability that v has been above the level' }, range: [0, 1.02] },
    },
  };
}

const shortOrNull = (value: number | null): number | null => (value === null ? null : short(value));
