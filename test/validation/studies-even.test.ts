import { tryStudies } from './study-trial.js';

// Two files, so that two cores share the studies.
tryStudies(0, 2);
