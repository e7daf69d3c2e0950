/**
 * The script of a report, as text. It unpacks plotly (gzip in base64) with the browser's own DecompressionStream, draws
 * the figures in the colours of the reader's setting, follows changes of that setting, and serves the downloads.
 * On touch screens dragging is left to scrolling.
 */
export const REPORT_SCRIPT = `
(async () => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  for (const button of document.querySelectorAll('button[data-source]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([read(button.dataset.source)], { type: button.dataset.type }));
      link.download = button.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
  const plots = [...document.querySelectorAll('.plot')];
  if (plots.length === 0) return;
  try {
    const packed = Uint8Array.from(atob(document.getElementById('plotly').textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    const script = document.createElement('script');
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    const { figures, templates } = read('figures');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const template = () => (dark.matches ? templates.dark : templates.light);
    const dragmode = matchMedia('(pointer: coarse)').matches ? false : 'zoom';
    const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d'] };
    const draw = (plot, i) => {
      plot.textContent = '';
      return Plotly.newPlot(plot, figures[i].data, { ...figures[i].layout, dragmode, template: template() }, config);
    };
    await Promise.all(plots.map(draw));
    dark.addEventListener('change', () => plots.forEach((plot) => Plotly.relayout(plot, { template: template() })));
    document.documentElement.dataset.drawn = 'yes';
  } catch (error) {
    for (const plot of plots) plot.textContent = 'This browser cannot draw the figure (' + error.message + '). The tables are complete.';
  }
})();
`;
