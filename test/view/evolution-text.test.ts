import { describe, expect, test } from 'vitest';
import { ergodicReport } from '../../src/view/ergodic-report.js';
import { describeErgodic } from '../../src/view/ergodic-text.js';
import { evolutionFigure, windowOf } from '../../src/view/evolution-figure.js';
import { evolutionReport } from '../../src/view/evolution-report.js';
import { describeEvolution } from '../../src/view/evolution-text.js';
import { describePassage } from '../../src/view/passage-text.js';
import { spectrumReport } from '../../src/view/spectrum-report.js';
import { describeSpectrum } from '../../src/view/spectrum-text.js';
import { ergodicSample, evolutionSample, passageSample, spectrumSample } from '../io/evolution-samples.js';

const title = 'diagonal-linear, depth 1, width 1 · T = 0.25 = 0.25 T_c';

describe('texts', () => {
  test('an evolution', () => {
    expect(describeEvolution({ ...evolutionSample(), warnings: ['mind the gap'] })).toBe(
      `${title} · from v ~ uniform(0, 3) · 2 cells
├─ t = 0   mean 1.15  sd 0.5  P(v>0) 0.8  P(v=0) 0.2  entropy 0.75  from the limit 0.125 nats
└─ t = 10  mean 0.7   sd 0.5  P(v>0) 0.8  P(v=0) 0.2  entropy 0.75
mass kept to 2e-16, smallest mass of a cell 0.2
warning: mind the gap`,
    );
  });

  test('limits', () => {
    expect(describeErgodic(ergodicSample())).toBe(
      `${title} · from v ~ uniform(-1, 3)
├─ v>0  stationary density  weight 0.75
└─ v=0  collapse to 0       weight 0.25
at the start P(v<0) = 0.25, P(v>0) = 0.75`,
    );
  });

  test('a spectrum', () => {
    expect(describeSpectrum(spectrumSample())).toBe(
      `${title} · relaxation rates in units of 1/(learning rate × steps)
├─ v>0  density  gap 1, slowest relaxation in time 1
│    isolated rates  0  1
│    continuous from 1.125: every rate above occurs
└─ v<0  collapses  no rate above 0 among those computed
     isolated rates  0`,
    );
  });

  test('passages', () => {
    expect(describePassage(passageSample())).toBe(
      `${title} · into v>1
├─ from v = 0.5  probability 1       mean time 0.4669
├─ from v = -1   probability 0.25    mean time ∞
└─ from v = -3   probability e^-900  mean time e^1000`,
    );
    const { result, ...rest } = passageSample();
    const avoiding = { ...rest, result: { ...result, avoid: { text: 'v<0', from: -Infinity, to: 0 } } };
    expect(describePassage(avoiding)).toMatch(/into v>1 before v<0\n.*mean time 0\.4669 until either/);
  });
});

describe('figures and reports', () => {
  const { frames } = evolutionSample().result;

  test('the slider shows one frame at a time over the start', () => {
    const { data, layout } = evolutionFigure(frames, 'v');
    expect(data.map(({ visible }) => visible)).toEqual([undefined, true, false]);
    const [slider] = layout['sliders'] as { steps: { label: string; args: [{ visible: boolean[] }] }[] }[];
    expect(slider.steps.map(({ label, args }) => [label, ...args[0].visible])).toEqual([
      ['0', true, true, false],
      ['10', true, false, true],
    ]);
    expect(windowOf(frames)[0]).toBeLessThan(0.5);
    expect((data[2]['y'] as number[]).every((p) => p >= 0 && p < 0.8)).toBe(true);
  });

  test('a curve holds the mass of its frame without stairs, and its axis is cut where it collapses', () => {
    const edges = Array.from({ length: 41 }, (_, i) => i / 10 - 2);
    const centres = edges.slice(1).map((edge) => edge - 0.05);
    const bell = centres.map((v) => Math.exp(-2 * v * v));
    const total = bell.reduce((a, b) => a + b, 0);
    const frame = (time: number, mass: number[]) => {
      const axes = [{ name: 'v', centres, widths: centres.map(() => 0.1), edges }];
      return { ...frames[0], time, density: { axes, mass, logDensity: mass.map((m) => Math.log(m / 0.1)) } };
    };
    const smooth = frame(
      0,
      bell.map((m) => m / total),
    );
    const { data, layout } = evolutionFigure([smooth], 'v');
    const [x, y] = [data[1]['x'] as number[], data[1]['y'] as number[]];
    expect(y.reduce((sum, p) => sum + p * (x[1] - x[0]), 0)).toBeCloseTo(1, 2);
    x.forEach((v, i) => {
      const exact = Math.exp(-2 * v * v) / Math.sqrt(Math.PI / 2);
      if (Math.abs(v) < 1.4) expect(Math.abs(y[i] - exact)).toBeLessThan(0.02);
    });
    expect(layout['annotations']).toEqual([]);
    const spike = frame(
      1,
      centres.map((_, i) => (i === 20 ? 0.9 : 0.1 / 39)),
    );
    const cut = evolutionFigure([smooth, smooth, spike], 'v').layout;
    expect((cut['yaxis'] as { range: number[] }).range[1]).toBeLessThan(3);
    expect(cut['annotations']).toHaveLength(1);
  });

  test('a window of nothing', () => {
    expect(windowOf([{ ...frames[0], density: undefined }])).toEqual([-1, 1]);
  });

  test('reports are whole pages without links', () => {
    const pages = [
      evolutionReport(evolutionSample(), 'plotly'),
      ergodicReport(ergodicSample()),
      spectrumReport(spectrumSample(), 'plotly'),
    ];
    for (const page of pages) {
      expect(page).toMatch(/^<!doctype html>/);
      expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)="http/);
    }
    expect(pages[0].match(/class="plot"/g)).toHaveLength(2);
    expect(pages[2]).toMatch(/continuous from 1\.125/);
  });
});
