import { expect, it } from 'vitest';
import { exponential, logarithm } from '../../../src/num/random/elementary.js';

it('exp agrees with the engine to 2 units of the last place over its whole range', () => {
  for (let i = 0; i <= 20_000; i++) {
    const x = -708 + (1417 * i) / 20_000;
    expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(4.5e-16);
  }
  expect([exponential(0), exponential(710), exponential(-746)]).toEqual([1, Infinity, 0]);
  // Into the subnormal numbers, whose spacing is 2^-1074.
  for (let x = -745; x < -708; x += 0.37)
    expect(Math.abs(exponential(x) - Math.exp(x))).toBeLessThanOrEqual(2 ** -1074);
});

it('ln agrees with the engine to 2 units of the last place, near 1 and among subnormal numbers too', () => {
  for (let i = 0; i <= 20_000; i++) {
    const x = 10 ** (-320 + (620 * i) / 20_000) * (1 + 1e-3 * i);
    expect(Math.abs(logarithm(x) / Math.log(x) - 1)).toBeLessThan(4.5e-16);
  }
  for (let k = 1; k < 50; k++) {
    for (const x of [1 + 2 ** -k, 1 - 2 ** -k]) expect(Math.abs(logarithm(x) / Math.log(x) - 1)).toBeLessThan(4.5e-16);
  }
  expect([logarithm(1), logarithm(0), logarithm(Infinity), logarithm(-1)]).toEqual([0, -Infinity, Infinity, NaN]);
});
