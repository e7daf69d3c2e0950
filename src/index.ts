/** DESCRIBE: data laws, losses, SDEs, grids, generators, figures and file formats — pure functions and plain data. */
