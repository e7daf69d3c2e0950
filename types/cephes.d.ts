/** The part of cephes 3.3 that tests use as an oracle; its own declarations do not resolve under package exports. */
declare module 'cephes' {
  /** Settles when the functions can be called. */
  export const compiled: Promise<void>;
  /** Regularised incomplete beta function I_x(a, b). */
  export function incbet(a: number, b: number, x: number): number;
}
