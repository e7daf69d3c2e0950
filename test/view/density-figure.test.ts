import { describe, expect, test } from 'vitest';
import { densityFigure } from '../../src/view/density-figure.js';
import type { Figure } from '../../src/view/density-figure.js';
import { labelNoise, wholeLine } from '../io/sample-documents.js';

interface Trace {
  readonly name: string;
  readonly mode: string;
  readonly x: (number | null)[];
  readonly y: (number | null)[];
}

const { result } = labelNoise();
const [component] = result.components;
const density = result.density!;
const traces = (figure: Figure): Trace[] => figure.data as unknown as Trace[];
const axes = ({
  layout,
}: Figure): Record<'xaxis' | 'yaxis', { title: { text: string }; type: string; range: number[] }> => layout as never;
const draw = (scale: 'linear' | 'log', from = labelNoise()): Figure =>
  densityFigure({ component: from.result.components[0]!, density: from.result.density!, scale });

describe('densityFigure', () => {
  test('has curve, closed form, median, quantiles and mean', () => {
    const closedForm = { reference: '[NB] Eq. (15)', logDensity: density.logDensity };
    const figure = densityFigure({ component: component!, density, closedForm, scale: 'linear' });
    expect(traces(figure).map(({ name }) => name)).toEqual([
      'computed density',
      'closed form [NB] Eq. (15)',
      'median',
      'quantiles 5, 25, 75, 95 %',
      'mean',
    ]);
    const marks = traces(figure)[1]!;
    expect(marks.mode).toBe('markers');
    expect(marks.x.length).toBeGreaterThan(10);
    expect(traces(figure)[3]!.x).toHaveLength(12);
    expect(traces(draw('linear'))).toHaveLength(4);
  });

  test('marks the closed form only where it was evaluated', () => {
    const logDensity = Float64Array.from(density.logDensity, (value, i) => (i % 40 === 0 ? value : NaN));
    const figure = densityFigure({
      component: component!,
      density,
      closedForm: { reference: '', logDensity },
      scale: 'log',
    });
    const marks = traces(figure)[1]!;
    expect(marks.name).toBe('closed form');
    expect(marks.x.length).toBeGreaterThan(3);
    expect([...marks.x, ...marks.y].every((value) => Number.isFinite(value))).toBe(true);
  });

  test('labels its axes with terms and units', () => {
    expect(axes(draw('linear')).xaxis).toMatchObject({ title: { text: 'model v (units of y/x)' }, type: 'linear' });
    expect(axes(draw('linear')).yaxis).toMatchObject({
      title: { text: 'density p(v) (units of x/y)' },
      type: 'linear',
    });
    expect(axes(draw('log'))).toMatchObject({ xaxis: { type: 'log' }, yaxis: { type: 'log' } });
    const u = { ...density, axes: [{ ...density.axes[0]!, name: 'u' }] };
    const figure = densityFigure({ component: component!, density: u, scale: 'linear' });
    expect(axes(figure)).toMatchObject({ xaxis: { title: { text: 'u' } }, yaxis: { title: { text: 'density p(u)' } } });
  });

  test.each(['linear', 'log'] as const)('draws at most 4000 finite ascending points of 10⁵ cells, %s', (scale) => {
    const { x, y } = traces(draw(scale, labelNoise({ cells: 100_000 })))[0]!;
    expect(x.length).toBeLessThanOrEqual(4000);
    expect(x.length).toBeGreaterThan(300);
    expect([...x, ...y].every((value) => Number.isFinite(value))).toBe(true);
    expect(x).toEqual([...x].sort((a, b) => a! - b!));
  });

  test('the curve follows the closed form between the cells of a coarse grid', () => {
    const hot = labelNoise({ temperature: 0.8, cells: 1000 });
    const { x, y } = traces(draw('linear', hot))[0]!;
    const inside = x.filter((v) => v! > 0.5 && v! < 3);
    expect(inside.length).toBeGreaterThan(50);
    const slopes = inside.map((v) => Math.log(y[x.indexOf(v)]!) + 0.875 * Math.log(v!) + v! / 1.6);
    expect(Math.max(...slopes) - Math.min(...slopes)).toBeLessThan(0.03);
  });

  test.each([
    [0.001, undefined],
    [0.05, 3],
    [0.25, 5],
    [0.8, 6],
  ])('ticks of the logarithmic v axis at T = %d', (temperature, nticks) => {
    expect(draw('log', labelNoise({ temperature })).layout.xaxis).toMatchObject({ tickangle: 0 });
    expect((draw('log', labelNoise({ temperature })).layout.xaxis as { nticks?: number }).nticks).toBe(nticks);
  });

  test('a density that is infinite at 0: cut, noted, and within what a screen can take', () => {
    const figure = draw('linear', labelNoise({ temperature: 0.8 }));
    const top = axes(figure).yaxis.range[1]!;
    for (const value of traces(figure)[0]!.y) expect(value).toBeLessThanOrEqual(100.1 * top);
    expect(figure.layout.annotations).toMatchObject([{ text: 'p → ∞ at 0: the axis is cut' }]);
    expect(draw('linear').layout.annotations).toEqual([]);
  });

  test('a logarithmic axis leaves out a mean at 0 and says |v| for v < 0', () => {
    const negative = { ...component!, support: [-Infinity, 0] as const, mean: 0 };
    const { centres, widths } = density.axes[0]!;
    const flipped = {
      axes: [{ name: 'v', centres: Array.from(centres, (v) => -v).reverse(), widths: Array.from(widths).reverse() }],
      mass: Array.from(density.mass).reverse(),
      logDensity: Array.from(density.logDensity).reverse(),
    };
    const figure = densityFigure({ component: negative, density: flipped, scale: 'log' });
    expect(axes(figure).xaxis.title.text).toBe('model |v| (units of y/x)');
    expect(traces(figure).at(-1)!.x).toEqual([]);
    expect(traces(figure)[0]!.x.every((value) => value! > 0)).toBe(true);
  });

  test('the whole line', () => {
    const figure = draw('log', wholeLine());
    expect(axes(figure)).toMatchObject({ xaxis: { type: 'linear' }, yaxis: { type: 'log' } });
    expect(JSON.stringify(figure)).not.toContain('null,null');
  });
});
