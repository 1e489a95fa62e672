// Files out of the page: made in the browser, from what the page holds.

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], {type}));
  const link = h('a', {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const csvField = text => /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
const csvText = rows => rows.map(row => row.map(v => csvField(String(v))).join(',')).join('\n') + '\n';
const csvNumber = v => Number.isNaN(v) ? 'nan' : v === Infinity ? 'inf' : v === -Infinity ? '-inf' : String(v);

const fileName = text => text.replace(/[^\w.-]+/g, '_');

/** One panel: as it is shown, at twice the screen's size, or its lines' numbers. */
function downloadPanel(view, kind) {
  const figure = view.figure || figureOf(view.panel, view.page.view), name = fileName(view.panel.name);
  if (!figure) return;
  if (kind === 'csv') { save(`${name}.csv`, 'text/csv', csvText(panelRows(figure))); return; }
  const width = 640, height = 400;
  if (kind === 'svg') { save(`${name}.svg`, 'image/svg+xml', svgOf(figure, width, height)); return; }
  const canvas = h('canvas', {width: 2 * width, height: 2 * height}), context = canvas.getContext('2d');
  context.scale(2, 2);
  paintPanel(context, width, height, figure, themeOf(), true);
  canvas.toBlob(blob => save(`${name}.png`, 'image/png', blob));
}

function svgOf(figure, width, height) {
  const context = new SvgContext(width, height);
  paintPanel(context, width, height, figure, themeOf(), true);
  return context.text();
}

function panelRows(figure) {
  const rows = [['group', 'step', axisLabels[state.x], figure.panel.name, 'low', 'high', 'runs']];
  for (const line of figure.lines)
    line.steps.forEach((step, i) => rows.push([line.group.label, step, csvNumber(line.x[i]), csvNumber(line.y[i]), csvNumber(line.low[i]), csvNumber(line.high[i]), line.n]));
  return rows;
}

/** Every number of some runs: one row a number. */
function downloadCurves(page, runs) {
  const keys = page.experiment.keys.map(key => key.name).filter(name => name !== 'seed'), rows = [['cell', 'seed', ...keys, 'table', 'column', 'step', 'value']];
  for (const run of runs)
    for (const panel of page.experiment.panels) {
      const curve = curveOf(run, panel);
      if (curve) curve.values.forEach((v, i) => rows.push([run.cell, run.seed, ...keys.map(k => run.labels[k]), panel.table, panel.name, curve.steps[i], csvNumber(v)]));
    }
  save('curves.csv', 'text/csv', csvText(rows));
}

/** The comparison as it is shown; as the program words it where that is what is shown. */
function comparisonText(page, kind) {
  const {experiment, view} = page;
  if (view.asMade) return {CSV: experiment.csv, Markdown: experiment.markdown, LaTeX: experiment.latex}[kind];
  const head = [keysOfView(experiment).join(', ') || 'group', ...experiment.metrics.flatMap(m => [headingOf(m), 'low', 'high', 'level'])];
  const body = view.comparison.groups.map(g => [g.label, ...g.values.flatMap(v => kind === 'CSV' ? [v.center, v.low, v.high, v.level].map(csvNumber)
    : [shortText(v.center), Number.isNaN(v.low) ? '' : shortText(v.low, 2), Number.isNaN(v.high) ? '' : shortText(v.high, 2), levelText(v.level)])]);
  if (kind === 'CSV') return csvText([head, ...body]);
  if (kind === 'Markdown') return [head, head.map(() => '---'), ...body].map(row => `| ${row.map(v => String(v).replace(/\|/g, '\\|')).join(' | ')} |`).join('\n') + `\n\n${view.comparison.summary}\n`;
  const tex = text => String(text).replace(/[&%$#_{}]/g, '\\$&').replace('↑', '$\\uparrow$').replace('↓', '$\\downarrow$').replace(/−/g, '$-$');
  return `% needs \\usepackage{booktabs}\n% ${view.comparison.summary}\n\\begin{tabular}{l${'r'.repeat(head.length - 1)}}\\toprule\n${[head, ...body].map(row => row.map(tex).join(' & ') + ' \\\\').join('\n')}\n\\bottomrule\n\\end{tabular}\n`;
}

/** To the clipboard, or where that is not to be had, as a file. */
async function copyComparison(page, kind, button) {
  const text = comparisonText(page, kind);
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'copied';
  } catch {
    save(`comparison.${{CSV: 'csv', Markdown: 'md', LaTeX: 'tex'}[kind]}`, 'text/plain', text);
    button.textContent = 'saved';
  }
  setTimeout(() => { button.textContent = kind; }, 1500);
}
