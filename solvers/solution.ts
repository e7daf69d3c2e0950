/** What every solver returns: the value, how the run ended, an English sentence with the cure, and figures. */
export interface Solution<T, O extends string = 'converged'> {
  readonly value: T;
  readonly outcome: O;
  readonly message: string;
  readonly stats: Readonly<Record<string, number>>;
}
