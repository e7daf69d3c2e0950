// Where things lie. All of it is static: the kernels allocate nothing.

/** Chains that the kernels take at a time, two to a vector. */
export const CHAINS: i32 = 512;
/** Chains whose steps are interleaved, so that one chain's square roots hide behind another's. */
export const GROUP: i32 = 16;
/** Steps for which a group's normal numbers are drawn ahead; the numbers fill 16 KiB of the first-level cache. */
export const AHEAD: i32 = 128;

/** Ziggurat tables, written by the host so that both kernels read the same bits: layers, heights, wedges. */
export const LAYERS: usize = memory.data(256 * 16, 16);
export const HEIGHTS: usize = memory.data(257 * 8, 16);
export const WEDGES: usize = memory.data(256 * 16, 16);

/** Generator states, four 64-bit words a chain. */
export const STATES: usize = memory.data(CHAINS * 32, 16);
/** The coordinate of each chain, positive where the depth is not 0. */
export const VALUES: usize = memory.data(CHAINS * 8, 16);
/** Coefficients of the step; see solvers/particles/reduced-coefficients.ts. */
export const COEFFICIENTS: usize = memory.data(24 * 8, 16);
/** Normal numbers of a group, step after step. */
export const NORMALS: usize = memory.data(GROUP * AHEAD * 8, 16);
/**
 * 1, 1.5, the clamp of the depth-1 coordinate, and all bits but the sign, in both lanes: read from memory because V8 builds
 * a literal anew, in three instructions, at every use.
 */
export const CONSTANTS: usize = memory.data<f64>([1, 1, 1.5, 1.5, 1e280, 1e280], 16);
export const MASK: usize = memory.data<u64>([0x7fffffffffffffff, 0x7fffffffffffffff], 16);

/** State of the generator of substeps. */
export const LOCAL: usize = memory.data(32, 16);
