/**
 * Wrong input, told as `where: expectation, got value. Cure.`
 * `path` is where the input stands: a key path of a problem file (`data.y`, `sgd.batchSize`) or the name of a function.
 * `offset`, if given, is the 0-based position of the fault inside the string that stands at `path`; −1 means the key itself.
 */
export class InputError extends Error {
  readonly path: string;
  readonly offset: number | undefined;

  constructor(path: string, expectation: string, got: string, cure: string, offset?: number) {
    super(`${path}: ${expectation}, got ${got}. ${cure}`);
    this.name = 'InputError';
    this.path = path;
    this.offset = offset;
  }
}
