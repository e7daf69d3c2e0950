/** A plotly template (layout.template) for a light or a dark page: ground, text and grid, but no trace colours. */
export function plotTemplate(theme: 'light' | 'dark'): { readonly layout: Readonly<Record<string, unknown>> } {
  const [text, ground, grid, line] =
    theme === 'light' ? ['#1f2933', '#ffffff', '#e6eaef', '#9aa5b1'] : ['#dbe2ea', '#161c24', '#2a323d', '#5d6977'];
  const axis = { gridcolor: grid, linecolor: line, tickcolor: line, showline: true, ticks: 'outside', zeroline: false };
  return {
    layout: {
      paper_bgcolor: ground,
      plot_bgcolor: ground,
      font: {
        family: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
        size: 13,
        color: text,
      },
      hoverlabel: { bgcolor: ground, bordercolor: line, font: { color: text } },
      xaxis: { ...axis, automargin: true, title: { standoff: 10 } },
      yaxis: { ...axis, automargin: true, title: { standoff: 10 } },
      sliderdefaults: { bgcolor: grid, activebgcolor: line, bordercolor: line, tickcolor: line },
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: line, activecolor: text },
    },
  };
}
