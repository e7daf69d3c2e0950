/** What this project asks of WebAssembly; the language's own library does not declare it outside a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/**
 * Starts a module that was compiled by scripts/assembly.mjs from its base64 text, without waiting: kernels are a few
 * kilobytes, and a synchronous start works alike in Node and in a browser worker.
 */
export function instantiate<Exports>(base64: string): Exports {
  const module = new WebAssembly.Module(decodeBase64(base64));
  return new WebAssembly.Instance(module, {}).exports as Exports;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text (RFC 4648) without line breaks. */
export function decodeBase64(text: string): Uint8Array {
  const length = text.replace(/=+$/, '').length;
  const out = new Uint8Array((length * 3) >> 2);
  let bits = 0;
  for (let i = 0, at = 0; i < length; i++) {
    bits = ((bits << 6) | DIGITS.indexOf(text[i])) & 0xffffff;
    // Every character but the first of four completes a byte.
    if (i % 4 !== 0) out[at++] = bits >> (6 - 2 * (i % 4));
  }
  return out;
}
