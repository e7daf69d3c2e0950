import { expect, it } from 'vitest';
import { decodeBase64, instantiate } from '../../../solvers/wasm/instantiate.js';

it.each(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar', '\u0000\u00ff\u0080\u007f'])('decodes %j', (text) => {
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
});

it('starts a module', () => {
  // (module (func (export "f") (result i32) i32.const 42))
  const bytes = Uint8Array.of(
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    1,
    5,
    1,
    96,
    0,
    1,
    127,
    3,
    2,
    1,
    0,
    7,
    5,
    1,
    1,
    102,
    0,
    0,
    10,
    6,
    1,
    4,
    0,
    65,
    42,
    11,
  );
  const { f } = instantiate<{ f: () => number }>(Buffer.from(bytes).toString('base64'));
  expect(f()).toBe(42);
});
