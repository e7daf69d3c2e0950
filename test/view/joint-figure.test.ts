import { expect, test } from 'vitest';
import { gapFigure } from '../../src/view/gap-figure.js';
import { jointFigure } from '../../src/view/joint-figure.js';
import { evolutionSample } from '../io/evolution-samples.js';

test('a joint law is a map per frame, blank where there is next to nothing', () => {
  const [first, second] = evolutionSample().result.frames;
  const axis = (name: string, centres: number[]) => ({ name, centres, widths: centres.map(() => 0.5) });
  const joint = (mass: number[]) => ({ axes: [axis('zeta', [-1, 0]), axis('xi', [1, 2, 3])], mass, balanced: 0 });
  const frames = [
    { ...first, joint: joint([0, 0, 0, 0.25, 0.5, 0]) },
    { ...second, joint: joint([0.25, 1e-9, 0, 0, 0, 0]) },
    second,
  ];
  const { data, layout } = jointFigure(frames);
  expect(data.map(({ visible }) => visible)).toEqual([true, false]);
  expect(data[0]['z']).toEqual([
    [null, null, null],
    [0, 0.301, null],
  ]);
  expect((data[1]['z'] as unknown[][])[0]).toEqual([0, null, null]);
  expect((layout['xaxis'] as { range: number[] }).range).toEqual([0.5, 2.5]);
  expect((layout['yaxis'] as { range: number[] }).range).toEqual([-1.5, 0.5]);
  expect((jointFigure([second]).layout['xaxis'] as { range: number[] }).range).toEqual([-1, 1]);
});

test('the gap is one curve for rates and one for edges, in order of temperature', () => {
  const row = (temperature: number, gap: number | null, kind: 'rate' | 'continuum') =>
    ({ temperature, gap, kind, name: 'v>0' }) as const;
  const gaps = [row(0.3, 0.5, 'continuum'), row(0.2, 1, 'continuum'), row(0.1, 2, 'rate'), row(9, null, 'rate')];
  const { data, layout } = gapFigure(gaps, 1);
  expect(data.map(({ x, y }) => [x, y])).toEqual([
    [[0.1], [2]],
    [
      [0.2, 0.3],
      [1, 0.5],
    ],
  ]);
  expect(layout['shapes']).toHaveLength(1);
  expect(gapFigure(gaps, null).layout['annotations']).toEqual([]);
});
