import { Command } from 'commander';
import { balanceCommand } from './commands/balance.js';
import { compareCommand } from './commands/compare.js';
import { ergodicCommand } from './commands/ergodic.js';
import { evolveCommand } from './commands/evolve.js';
import { figuresCommand } from './commands/figures.js';
import { learningTimeCommand } from './commands/learning-time.js';
import { momentsCommand } from './commands/moments.js';
import { particlesCommand } from './commands/particles.js';
import { passageCommand } from './commands/passage.js';
import { regimesCommand } from './commands/regimes.js';
import { schemaCommand } from './commands/schema.js';
import { spectrumCommand } from './commands/spectrum.js';
import { stationaryCommand } from './commands/stationary.js';
import { validateCommand } from './commands/validate.js';
import { version } from './version.js';

// Commands import what they compute with when they run, so that --help costs no more than this file and commander.
const commands = [
  momentsCommand,
  stationaryCommand,
  evolveCommand,
  spectrumCommand,
  ergodicCommand,
  passageCommand,
  learningTimeCommand,
  balanceCommand,
  particlesCommand,
  compareCommand,
  regimesCommand,
  validateCommand,
  figuresCommand,
  schemaCommand,
];

/** Runs the command line `args` (without node and file) in this process; its exit code is left in process.exitCode. */
export async function program(args: readonly string[]): Promise<void> {
  const root = new Command('sgdfp')
    .description('Where SGD goes: stationary densities of stochastic gradient descent from its Fokker–Planck equation')
    .version(version())
    .showHelpAfterError('(see sgdfp --help)')
    .addHelpText('after', '\nExample:\n  sgdfp stationary examples/01-learning-under-noise.yaml --out report.html')
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      throw error;
    });
  for (const make of commands) root.addCommand(make().copyInheritedSettings(root));
  try {
    await root.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed its own message; anything else is told by the commands themselves.
    if (process.exitCode === undefined) throw error;
  }
}
