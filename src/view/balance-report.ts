import type { BalanceDocument } from '../io/balance-document.js';
import { toJson } from '../io/json-document.js';
import { flowFigure, lawOfBalanceFigure, manifoldFigure, neuronFigure, trainingFigure } from './balance-figure.js';
import { balanceTitle, ratioText } from './balance-text.js';
import type { Figure } from './density-figure.js';
import { documentPage } from './document-page.js';
import type { Markup } from './markup.js';
import { markup, tableMarkup } from './markup.js';
import { numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { plotMarkup } from './report-figure.js';
import { downloadButton } from './report-sections.js';

/** Points in the table of the page; the download holds all. */
const MOST_ROWS = 50;

/** A balance result as one self-contained HTML file; `plotly` is the library as `reportPage` takes it. */
export function balanceReport(document: BalanceDocument, { plotly }: { readonly plotly: string }): string {
  const { result } = document;
  const parts: (readonly [string, Figure])[] = [
    ...(result.manifold ? [['The noise-balanced manifold', manifoldFigure(result)] as const] : []),
    ...(result.trajectories
      ? [['The law of balance along three ways to descend', lawOfBalanceFigure(result.trajectories)] as const]
      : []),
    ...(result.layer ? [['Gradient noise of every neuron', neuronFigure(result)] as const] : []),
    ...(result.training ? [['Balance along training', trainingFigure(result.training)] as const] : []),
    ...(result.flow ? [['Noether flow of the first orbit', flowFigure(result.flow)] as const] : []),
  ];
  return documentPage(document, {
    title: balanceTitle(document.problem),
    kind: 'Noise balance of stochastic gradient descent',
    facts: factsText(document, []),
    sections: [...parts.map(([title]) => figureSection(title)), pointsSection(document)],
    method: [METHOD],
    figures: parts.map(([, figure]) => figure),
    downloads: { document: toJson(document) },
    plotly,
  });
}

const METHOD = markup`<p>If ℓ(λu, w/λ) = ℓ(u, w), then d/dt (‖u‖² − ‖w‖²) = T (Tr Cov[∂ℓ/∂u] − Tr Cov[∂ℓ/∂w]) − 4γ (‖u‖² − ‖w‖²) under SGD
(arXiv:2308.06671, Th. 3.1), without noise of its own. Along the orbit of a point this rate falls strictly with λ, so a bracketing root finder
gives its one zero; covariances at the zero are computed afresh. Curves are traced by continuation, with the orbit as corrector.</p>\n`;

const figureSection = (title: string): Markup => markup`<section><h2>${title}</h2>
<div class="panels"><figure>${plotMarkup(title)}</figure></div></section>\n`;

function pointsSection({ result }: BalanceDocument): Markup {
  const { points, unbalanced, ratio, parameters } = result;
  const head = ['point', 'λ', 'residual', 'noise in u', 'noise in w'];
  const rows = points
    .slice(0, MOST_ROWS)
    .map(({ neuron, theta, lambda, residual, noiseU, noiseW }) => [
      neuron === undefined ? Array.from(theta, (value) => numberText(value)).join(', ') : `neuron ${neuron}`,
      ...[lambda, residual, noiseU, noiseW].map((value) => numberText(value)),
    ]);
  const caption = parameters ? `Balanced points (${parameters.join(', ')})` : 'Balanced neurons';
  const failures = unbalanced.slice(0, 10).map(({ start, neuron, message }) => {
    const where = start ? Array.from(start, (value) => numberText(value)).join(', ') : `neuron ${neuron}`;
    return markup`<li>${where}: ${message}</li>\n`;
  });
  const download = markup`<p>${downloadButton('document', 'balance.json', 'Download result (JSON)')}</p>`;
  return markup`<section><h2>Balanced points</h2>
<p>‖u‖²/‖w‖² at balance: ${ratioText(ratio)}.</p>
${tableMarkup(caption, head, rows)}
${failures.length > 0 ? markup`<h3>Without balance</h3><ul>${failures}</ul>` : ''}${download}</section>\n`;
}
