import type { BalanceDocument } from '../src/io/balance-document.js';
import { InputError } from '../src/num/input-error.js';
import type { BalanceChoices } from './balance-choices.js';
import { networkResult } from './balance-network.js';
import { symbolicResult } from './balance-symbolic.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** Balances a problem: orbits, the manifold and trajectories of a loss with named parameters, or the neurons of a network. */
export async function balanceDocument(loaded: LoadedProblem, choices: BalanceChoices): Promise<BalanceDocument> {
  const started = performance.now();
  const { problem } = loaded;
  const { model } = problem;
  const isNetwork = 'family' in model && model.family !== 'diagonal-linear';
  refuse(
    choices,
    isNetwork ? ['from', 'orbits', 'window', 'until'] : ['train', 'samples'],
    isNetwork ? 'a network' : 'a loss with named parameters',
  );
  const { result, warnings, stats } = await (isNetwork
    ? networkResult(loaded, choices)
    : symbolicResult(loaded, choices));
  return {
    command: 'balance',
    version: version(),
    problem,
    result,
    warnings,
    stats: { milliseconds: performance.now() - started, ...stats },
  };
}

function refuse(choices: BalanceChoices, names: readonly (keyof BalanceChoices)[], what: string): void {
  const found = names.find((name) => choices[name] !== undefined);
  if (found !== undefined) throw new InputError(`--${found}`, `options for ${what}`, `--${found}`, 'Leave it out.');
}
