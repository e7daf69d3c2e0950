import { expect, test } from 'vitest';
import { describeMoments } from '../../src/view/moments-text.js';
import { wholeLine } from '../io/sample-documents.js';

test('describeMoments leaves out what the model has not', () => {
  const { result, ...document } = wholeLine({ cells: 3 });
  const moments = { ...document, command: 'moments' as const, result: result.moments!, warnings: ['α₃ is small.'] };
  expect(describeMoments(moments)).toBe(
    `diagonal-linear, depth 0, width 1 · moments of the data
├─ α₁  Var[x²]                                  2
├─ α₂  Cov[x², xy]                              2
├─ α₃  Var[xy]                                  3
├─ β₁  E[x²]                                    1
├─ β₂  E[xy]                                    1
├─ Δ   α₁α₃ − α₂²                               2
├─ T   temperature, learning rate / batch size  0.2
└─ v*  global minimum of the loss               1
warning: α₃ is small.`,
  );
  const warm = describeMoments({ ...moments, warnings: [], result: { ...moments.result, criticalTemperature: 1 / 3 } });
  expect(warm).toContain('├─ T_c  critical temperature                     0.333333');
});
