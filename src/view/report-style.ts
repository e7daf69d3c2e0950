/** Style sheet of a report: light and dark by the reader's setting, one column on narrow screens, plain tables on paper. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --card: #ffffff; --text: #1f2933; --soft: #52606d; --line: #d9dfe6; --accent: #1d64b0;
  --warn-ground: #fff6e0; --warn-line: #d9a116; --warn-text: #5c4303;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1319; --card: #161c24; --text: #dbe2ea; --soft: #9fabb8; --line: #2a323d; --accent: #72b0f5;
    --warn-ground: #2b2411; --warn-line: #b58a1f; --warn-text: #f1dca6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
header p.kind { margin: 0; color: var(--soft); font-size: 0.9rem; }
h1 { margin: 0.15em 0 0.1em; font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.2; overflow-wrap: anywhere; }
header p.facts { margin: 0 0 1em; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 22px; margin: 0 0 18px; }
h2 { margin: 0 0 0.5em; font-size: 1.2rem; }
h3 { margin: 0.2em 0 0.3em; font-size: 1rem; font-weight: 600; }
p { margin: 0.5em 0; max-width: 75ch; }
sub, sup { font-size: 0.75em; line-height: 0; }
section.lead p { font-size: 1.06rem; }
section.warnings { background: var(--warn-ground); border-color: var(--warn-line); color: var(--warn-text); }
section.warnings ul { margin: 0; padding-left: 1.2em; overflow-wrap: anywhere; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 10px; margin: 14px 0 4px; }
dl.figures div { border-left: 3px solid var(--accent); padding: 2px 0 2px 12px; }
dl.figures dt { color: var(--soft); font-size: 0.85rem; }
dl.figures dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 16px; margin: 12px 0; }
figure { margin: 0; min-width: 0; }
p.note { color: var(--soft); font-size: 0.9rem; }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 14px 0 6px; padding: 0; font-size: 0.9rem; }
ul.legend svg { width: 30px; height: 12px; margin-right: 7px; }
.plot { height: 400px; width: 100%; color: var(--soft); }
.plot.map { height: min(500px, 96vw); }
.plot.slider { height: min(600px, 120vw); }
.table { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; font-size: 0.93rem; min-width: min(100%, 430px); }
caption { text-align: left; color: var(--soft); font-size: 0.85rem; padding-bottom: 4px; }
th, td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 500; }
td { font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 0 18px; align-items: start; }
button {
  font: inherit; color: var(--accent); background: none; border: 1px solid var(--line); border-radius: 6px;
  padding: 5px 12px; margin: 6px 8px 0 0; cursor: pointer;
}
button:hover, button:focus-visible { border-color: var(--accent); }
footer { color: var(--soft); font-size: 0.85rem; padding-bottom: 32px; }
@media (max-width: 500px) {
  main, header, footer { padding-left: 10px; padding-right: 10px; }
  section { padding: 14px 12px; }
}
@media print { section { break-inside: avoid; } button { display: none; } }
`;
