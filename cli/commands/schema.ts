import { Command } from 'commander';
import { run } from '../run.js';

/** `sgdfp schema`: the JSON Schema of problem files. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of problem files, for editors')
    .addHelpText('after', '\nExample:\n  sgdfp schema > problem.schema.json')
    .action(() =>
      run(async () => {
        const { problemJsonSchema } = await import('../../src/io/problem-schema.js');
        process.stdout.write(`${JSON.stringify(problemJsonSchema(), null, 2)}\n`);
      }),
    );
}
