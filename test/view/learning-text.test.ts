import { describe, expect, test } from 'vitest';
import { figureSvg } from '../../src/view/figure-svg.js';
import { learningFigures, learningReport } from '../../src/view/learning-report.js';
import { describeLearning, learningMarkdown } from '../../src/view/learning-text.js';
import { learningSample } from '../io/learning-samples.js';

const study = learningSample([1e-2, 1e-4]);
const single = learningSample(null);

describe('learning times', () => {
  test('as text', () => {
    const lines = describeLearning({ ...study, warnings: ['look out'] }).split('\n');
    expect(lines[0]).toMatch(/time to the right sign and to learn · from a₀$/);
    expect(lines[1]).toBe(
      '├─ T = 0.05  a₀ = 0.01    v > 0: median 1.576  95 % 3.151        v > 0.5: median 4.727  95 % 9.454',
    );
    expect(lines[3]).toMatch(/T = 2 .* 95 % not reached/);
    expect(lines.at(-1)).toBe('warning: look out');
    expect(describeLearning(single)).not.toMatch('a₀');
  });

  test('as Markdown, with the growth of the medians where there are two imbalances', () => {
    const text = learningMarkdown(study, 'sgdfp learning-time p.yaml --out here/times.md');
    expect(text).toMatch('](times.svg)');
    expect(text).toMatch('| 0.05 | 0.01 | 1.576 | 3.151 | 4.727 | 9.454 |');
    expect(text).toMatch('| 0.05 | 0.125 | 0.125 | 0.375 | 0.25 |');
    expect(text).toMatch('| 2 | 0.125 | 0.125 | 0.375 | ∞ |');
    expect(learningMarkdown(single, 'sgdfp')).not.toMatch('Growth of the median');
  });

  test('as figures: growth for several imbalances, else the laws', () => {
    const [sign, learned] = learningFigures(study).map(({ figure }) => figure.data);
    const names = sign.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['T = 0.05, median', 'T = 0.05, 95 %', 'predicted slope']);
    const y = (trace: (typeof sign)[number]) => trace['y'] as (number | null)[];
    expect(sign[0]['x']).toEqual([100, 10_000]);
    // The line of the predicted slope ends at the last median.
    expect(y(sign[2])[1]).toBe(y(sign[0])[1]);
    expect(y(sign[2])[1]! - y(sign[2])[0]!).toBeCloseTo(Math.log(100) / 8, 4);
    expect(y(learned[4])).toEqual([null, null]);
    expect(learned).toHaveLength(5);
    const [{ figure, title }] = learningFigures(single);
    expect(title).toBe('How many paths have arrived');
    expect(figure.data.map(({ name }) => name)).toEqual(['T = 0.05, v &gt; 0', 'T = 0.05, v &gt; 0.5']);
  });

  test('as a page', () => {
    expect(learningReport(study, 'plotly').match(/class="plot"/g)).toHaveLength(2);
    expect(learningReport(single, 'plotly').match(/class="plot"/g)).toHaveLength(1);
  });
});

describe('figureSvg', () => {
  const panel = (trace: object, xaxis: object, yaxis: object = {}) => ({
    title: 'a < b',
    figure: {
      data: [{ type: 'scatter', mode: 'lines+markers', name: 'one', line: { color: 'red', width: 2 }, ...trace }],
      layout: { xaxis: { title: { text: 'x' }, ...xaxis }, yaxis: { title: { text: 'y' }, ...yaxis } },
    },
  });

  test('draws lines, markers and ticks in their places, and leaves gaps out', () => {
    const svg = figureSvg([panel({ x: [0, 1, 2], y: [0, null, 10] }, { range: [0, 2] }, { range: [0, 10] })]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toMatch('a &lt; b');
    expect(svg).toMatch('<path d="M64 328L544 40"');
    expect(svg.match(/<circle/g)).toHaveLength(2);
    for (const tick of ['0', '0.5', '1', '1.5', '2', '4', '10']) expect(svg).toMatch(`>${tick}</text>`);
  });

  test('has decades on logarithmic axes, and stands for itself with nothing to draw', () => {
    const log = figureSvg([panel({ x: [1e-2, 1e3], y: [1, 2] }, { type: 'log' }, { rangemode: 'tozero' })]);
    for (const tick of ['10⁻²', '10⁰', '10³']) expect(log).toMatch(`>${tick}</text>`);
    expect(log).toMatch('>0</text>');
    const empty = figureSvg([panel({ x: [], y: [], showlegend: false }, {})]);
    expect(empty).not.toMatch(/NaN|Infinity/);
    expect(figureSvg([panel({ x: [3], y: [5] }, {})])).not.toMatch(/NaN|Infinity/);
    expect(figureSvg([])).toMatch(/<\/svg>/);
  });
});
