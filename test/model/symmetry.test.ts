import { describe, expect, it } from 'vitest';
import { print } from '../../src/expression/print.js';
import { model } from '../../src/model/symbolic-loss.js';
import { alongOrbit, rescalingSymmetries } from '../../src/model/symmetry.js';

const pairs = (text: string, parameters = ['u', 'w']) =>
  rescalingSymmetries(model({ parameters, loss: text })).map((s) => [s.pair.join(), s.kind]);

describe('rescalingSymmetries', () => {
  it.each([
    '(u*w*x - y)^2',
    'log(1 + exp(-y*u*w*x))',
    '(w*relu(u*x) - y)^2',
    'abs(u*w*x - y)',
    'softplus(u*w)/(1 + (u*w)^2)',
    'cos(u*w*x) + sqrt(1 + u^2*w^2)',
  ])('proves that of %s', (text) => {
    expect(pairs(text)).toEqual([['u,w', 'symbolic']]);
  });

  it('finds those it cannot prove by trying', () => {
    const found = rescalingSymmetries(model({ parameters: ['u', 'w'], loss: '(w*max(u*x, 0) - y)^2' }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ pair: ['u', 'w'], kind: 'numerical' });
    expect(found[0]!.defect).toBeLessThan(1e-12);
  });

  it('finds every pair of a product, and only pairs', () => {
    expect(pairs('(a*b*c*x - y)^2 + d^2', ['a', 'b', 'c', 'd']).map(([pair]) => pair)).toEqual(['a,b', 'a,c', 'b,c']);
    expect(pairs('(a*b + c*d - y)^2', ['a', 'b', 'c', 'd']).map(([pair]) => pair)).toEqual(['a,b', 'c,d']);
  });

  it.each(['(w*tanh(u*x) - y)^2', '(u*w*x - y)^2 + 1e-6*(u^2 + w^2)', '(u + w - y)^2', 'log(-1 - u^2*w^2)*u'])(
    'claims none for %s',
    (text) => {
      expect(pairs(text)).toEqual([]);
    },
  );
});

describe('alongOrbit', () => {
  it('puts the product in for the pair', () => {
    const m = model({ parameters: ['u', 'w', 'c'], prediction: 'w*relu(u*x)/2 + c' });
    const inner = alongOrbit(m, ['w', 'u'], 'v');
    expect(inner.parameters).toEqual(['v', 'c']);
    expect(print(inner.loss.node)).toBe('(v*relu(x)/2 + c - y)^2');
  });
});
