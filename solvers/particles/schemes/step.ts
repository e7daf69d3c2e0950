/** One step of a scheme, in place, driven by the increments ΔW (as many as coordinates, each of variance dt). */
export type SdeStep = (theta: Float64Array, dt: number, dw: Float64Array) => void;
