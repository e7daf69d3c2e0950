import { describe, expect, it } from 'vitest';
import {
  flowFigure,
  lawOfBalanceFigure,
  manifoldFigure,
  neuronFigure,
  trainingFigure,
} from '../../src/view/balance-figure.js';
import { networkDocument, planeDocument } from './balance-documents.js';

const trace = (figure: { data: readonly Readonly<Record<string, unknown>>[] }, name: string) =>
  figure.data.find((one) => one['name'] === name)!;

describe('figures of balance', () => {
  const { result } = planeDocument();
  it('draw the pieces of the manifold apart, closed ones closed', () => {
    const figure = manifoldFigure(result);
    expect(trace(figure, 'balanced manifold')['x']).toEqual([-1, 1, null, 0, 1, 0, 0, null]);
    expect(trace(figure, 'least loss')['y']).toEqual([1.2]);
    const path = trace(figure, 'from start to balance');
    // The path follows the hyperbola u·w = 1.
    const [x, y] = [path['x'] as number[], path['y'] as number[]];
    for (let i = 0; i < 21; i++) expect(x[i] * y[i]).toBeCloseTo(1, 5);
    expect([x[0], x[20], x[21]]).toEqual([2, 1, null]);
    expect(figure.layout['xaxis']).toMatchObject({ title: { text: 'u' } });
    const exponents = manifoldFigure({
      ...result,
      points: result.points.map((point) => ({ ...point, factors: undefined })),
    });
    expect(trace(exponents, 'from start to balance')['x']).toEqual([]);
  });
  it('draw the four curves of the law of balance and the flow', () => {
    const figure = lawOfBalanceFigure(result.trajectories!);
    expect(figure.data.map((one) => one['name'])).toEqual([
      'gradient flow',
      'SGD',
      'law of balance along SGD',
      'descent with isotropic noise',
    ]);
    expect(trace(figure, 'SGD')['y']).toEqual([3, 1]);
    expect(flowFigure(result.flow!).data[0]['y']).toEqual([3, 0]);
  });
  it('draw the noise of neurons and its course in training', () => {
    const network = networkDocument().result;
    const figure = neuronFigure(network);
    expect(trace(figure, 'as given or trained')['x']).toEqual([1, 9]);
    expect(trace(figure, 'balance')['x']).toEqual([1, 16]);
    expect(figure.layout['xaxis']).toMatchObject({ type: 'log' });
    const course = trainingFigure(network.training!);
    expect(trace(course, 'median')['y']).toEqual([4, 1]);
    expect(trace(course, 'balance')['x']).toEqual([0, 100]);
  });
});
