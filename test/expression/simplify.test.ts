import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/expression/parse.js';
import { print } from '../../src/expression/print.js';
import { simplify } from '../../src/expression/simplify.js';

describe('simplify', () => {
  it.each([
    ['0*u + 1*w + 0', 'w'],
    ['u - 0 - w*0', 'u'],
    ['0 - u', '-u'],
    ['u - u', '0'],
    ['u/u', '1'],
    ['--u', 'u'],
    ['u + -w', 'u - w'],
    ['-u + w', 'w - u'],
    ['u - -w', 'u + w'],
    ['-(u - w)', 'w - u'],
    ['-(2*u)', '-2*u'],
    ['u*2*w*3', '6*(u*w)'],
    ['(-u)*(-w)', 'u*w'],
    ['2*(3/u)', '6/u'],
    ['-1*u', '-u'],
    ['(-u)/w', '-(u/w)'],
    ['u/(-w)', '-(u/w)'],
    ['0/u', '0'],
    ['u^1*w^0', 'u'],
    ['(u^2)^3', 'u^6'],
    ['(u^0.5)^2', '(u^0.5)^2'],
    ['1^u', '1'],
    ['log(1 + exp(u*w))', 'softplus(u*w)'],
    ['log(exp(-u) + 1)', 'softplus(-u)'],
    ['1/(1 + exp(-u))', 'sigmoid(u)'],
    ['w*exp(u)/(1 + exp(u))', 'w*exp(u)*sigmoid(-u)'],
    ['exp(u)/(1 + exp(u))', 'sigmoid(u)'],
  ])('%s becomes %s', (text, simple) => {
    expect(print(simplify(parseExpression(text, 'p').node))).toBe(simple);
  });
});
