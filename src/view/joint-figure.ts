import type { EvolutionFrame } from '../io/evolution-document.js';
import type { Figure } from './density-figure.js';
import { frameSlider } from './figure-slider.js';
import { numberText, short } from './number-text.js';

/** Decades of density below its highest that are coloured. */
const DECADES = 4;

/** The law of (ξ, ζ) as a map with a slider over the frames; empty cells and those far below the highest are left blank. */
export function jointFigure(frames: readonly EvolutionFrame[]): Figure {
  const shown = frames.filter(({ joint }) => joint);
  const data = shown.map(({ time, joint }, i) => {
    const [zeta, xi] = joint!.axes;
    const area = zeta!.widths[0]! * xi!.widths[0]!;
    const columns = xi!.centres.length;
    const logs = Array.from(joint!.mass, (m) => Math.log10(m / area));
    const top = logs.reduce((a, b) => Math.max(a, b), -Infinity);
    const z = Array.from({ length: zeta!.centres.length }, (_, j) =>
      logs.slice(j * columns, (j + 1) * columns).map((p) => (p > top - DECADES ? Number(p.toFixed(3)) : null)),
    );
    return {
      type: 'heatmap',
      name: `t = ${numberText(time)}`,
      x: Array.from(xi!.centres, short),
      y: Array.from(zeta!.centres, short),
      z,
      zmin: short(top - DECADES),
      zmax: short(top),
      colorscale: 'Viridis',
      colorbar: { title: { text: 'log₁₀ p', side: 'top' }, thickness: 12, len: 0.9 },
      visible: i === 0,
      hovertemplate: 'ξ = %{x}<br>ζ = %{y}<br>log₁₀ p = %{z}<extra></extra>',
    };
  });
  const seen = (trace: (typeof data)[number]): readonly (readonly [number, number])[] =>
    trace.z.flatMap((row, j) => row.flatMap((p, k) => (p === null ? [] : [[trace.x[k]!, trace.y[j]!] as const])));
  const ranges = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of data.flatMap(seen)) {
      low = Math.min(low, point[axis]!);
      high = Math.max(high, point[axis]!);
    }
    return low <= high ? [short(low - 0.5), short(high + 0.5)] : [-1, 1];
  });
  return {
    data,
    layout: {
      ...frameSlider(
        shown.map(({ time }) => time),
        0,
      ),
      xaxis: { title: { text: 'ξ = ½ ln(a/b): v > 0 to the right of 0' }, range: ranges[0] },
      yaxis: { title: { text: 'ζ = ½ ln(ab): balance is at −∞' }, range: ranges[1] },
    },
  };
}
