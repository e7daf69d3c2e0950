import { describe, expect, it } from 'vitest';
import { parameterDomain } from '../../src/io/parameter-domain.js';

describe('domains of parameters', () => {
  it('are called or given as a table', () => {
    expect(parameterDomain('t', undefined)).toEqual({
      kind: 'interval',
      from: -Infinity,
      to: Infinity,
      lower: 'natural',
      upper: 'natural',
    });
    expect(parameterDomain('t', 'periodic(0, 2*pi)')).toEqual({ kind: 'periodic', from: 0, to: 2 * Math.PI });
    expect(parameterDomain('t', ' reflecting( -1 , sqrt(4) ) ')).toEqual({
      kind: 'interval',
      from: -1,
      to: 2,
      lower: 'reflecting',
      upper: 'reflecting',
    });
    expect(parameterDomain('t', 'absorbing(0, 1)')).toMatchObject({ lower: 'absorbing', upper: 'absorbing' });
    expect(parameterDomain('t', { from: 0, to: 'pi/2', upper: 'absorbing' })).toEqual({
      kind: 'interval',
      from: 0,
      to: Math.PI / 2,
      lower: 'reflecting',
      upper: 'absorbing',
    });
    expect(parameterDomain('t', { from: 0 })).toMatchObject({ lower: 'reflecting', upper: 'natural', to: Infinity });
  });

  const wrong: [string, Parameters<typeof parameterDomain>[1], RegExp][] = [
    ['another word', 'torus(0, 1)', /^domain\.t: periodic\(a, b\).*got «torus\(0, 1\)»/],
    ['one end', 'periodic(1)', /^domain\.t: periodic\(a, b\)/],
    ['ends out of order', 'reflecting(1, 0)', /^domain\.t: from < to, got \[1, 0\]/],
    ['a name', 'periodic(0, x)', /^domain\.t: numbers, pi and e, got «x»/],
    ['an infinite end', 'periodic(0, 10^400)', /^domain\.t: a finite/],
    [
      'a wall at infinity',
      { from: 0, upper: 'absorbing' },
      /^domain\.t\.to: a finite end that is absorbing, got Infinity/,
    ],
    ['a natural end that is finite', { from: 0, lower: 'natural' }, /^domain\.t\.from: no end that is natural, got 0/],
    ['hostile text', 'periodic(0, import("fs"))', /^domain\.t/],
  ];
  for (const [name, text, message] of wrong) {
    it(`refuse ${name}`, () => expect(() => parameterDomain('t', text)).toThrow(message));
  }
});
