/** The part of odex 2.0.4 (which ships no declarations that strict mode accepts) that this project uses. */
export type Derivative = (x: number, y: number[]) => number[];
export type OutputFunction = (
  n: number,
  xOld: number,
  x: number,
  y: number[],
  dense: (component: number, x: number) => number,
) => unknown;
export enum Outcome {
  Converged,
  MaxStepsExceeded,
  EarlyReturn,
}
export class Solver {
  constructor(n: number);
  absoluteTolerance: number | number[];
  relativeTolerance: number | number[];
  denseOutput: boolean;
  maxSteps: number;
  initialStepSize: number;
  solve(
    f: Derivative,
    x0: number,
    y0: number[],
    xEnd: number,
    onStep?: OutputFunction,
  ): {
    y: number[];
    outcome: Outcome;
    nStep: number;
    nAccept: number;
    nReject: number;
    nEval: number;
  };
}
