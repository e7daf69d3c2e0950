import { describe, expect, it } from 'vitest';
import { balanceTitle, describeBalance, ratioText } from '../../src/view/balance-text.js';
import { networkDocument, planeDocument } from './balance-documents.js';

describe('describeBalance', () => {
  it('tells points, failures, the manifold and the runs', () => {
    expect(describeBalance(planeDocument()).split('\n')).toEqual([
      'f = u*w*x · T = 0.025 · 1 balanced point, residual ≤ 1e-15',
      '├─ θ = (1, 1)  from (2, 0.5)  λ = 0.5  noise 3 | 3',
      '│    θ = (u, w)',
      '├─ 2 orbits without balance: (0, 1), (0, 2)',
      '│    No balanced point: w collapses.',
      '├─ manifold 2 pieces, 5 points',
      '│    meets the set of least loss (0.25) at (1, 1.2)',
      '└─ ‖u‖² − ‖w‖² up to t = 10',
      '     gradient flow      3 → 3',
      '     SGD                3 → 1',
      '     predicted for SGD  3 → 1.1',
      '     isotropic noise    3 → 4',
      'warning: mind the gap',
    ]);
  });

  it('tells the neurons of a network', () => {
    expect(describeBalance(networkDocument()).split('\n')).toEqual([
      'two-layer relu network 2 → 3 → 1 with bias · T = 0.01 · 2 balanced points, residual ≤ 1e-9',
      '├─ neurons  λ from 1.1 to 2, median 2',
      '│    ‖U‖²/‖W‖² at balance 1.5 in [0.5, ∞]',
      '├─ layer    λ = 1.4 for all at once',
      '│    noise 14 | 14, ‖U‖²/‖W‖² 1.4',
      '├─ rank     C₁ and C₂ of full rank in 1 of 2 active neurons',
      '├─ training 100 steps of SGD, loss 5 → 1',
      '│    median noise ratio 4 → 1',
      '├─ neuron 1  λ = 2    noise 2 | 2',
      '├─ neuron 3  λ = 1.1  noise 12 | 12',
      '└─ 1 neuron without balance: neuron 2',
      '     A dead neuron.',
    ]);
  });

  it('counts what it does not show, and says so where nothing is balanced', () => {
    const plane = planeDocument();
    const many = {
      ...plane,
      result: { ...plane.result, points: Array.from({ length: 20 }, () => plane.result.points[0]), minima: [] },
    };
    expect(describeBalance(many)).toMatch(/and 8 points more \(see --json\)/);
    expect(describeBalance(many)).toMatch(/holds no point of least loss in the window/);
    expect(describeBalance({ ...plane, result: { ...plane.result, points: [] } })).toMatch(
      /T = 0\.025 · no balanced point/,
    );
    const exponent = { ...plane, result: { ...plane.result, convention: 'exponent' as const } };
    expect(describeBalance(exponent)).toMatch(/λ in e\^\{λA\} = 0\.5/);
  });

  it('names models and ratios', () => {
    expect(balanceTitle({ model: { loss: 'u*w' } })).toBe('ℓ = u*w');
    expect(ratioText({ value: 2, lower: 2, upper: 2 })).toBe('2');
    expect(ratioText({ value: 2, lower: 1, upper: 3 })).toBe('2 in [1, 3]');
  });
});
