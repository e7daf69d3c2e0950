#!/usr/bin/env node
import { program } from './program.js';

// A reader that closes the pipe early (head, less) has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

await program(process.argv.slice(2));
