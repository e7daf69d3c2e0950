/** Least-squares slope of ln error against ln of the number of cells or steps, with its sign turned: the observed order. */
export function fittedOrder(counts: readonly number[], errors: readonly number[]): number {
  const x = counts.map(Math.log);
  const y = errors.map(Math.log);
  const mean = (a: readonly number[]): number => a.reduce((s, t) => s + t, 0) / a.length;
  const [mx, my] = [mean(x), mean(y)];
  return -x.reduce((s, t, i) => s + (t - mx) * (y[i] - my), 0) / x.reduce((s, t) => s + (t - mx) ** 2, 0);
}
