// A panel as a picture: what is in it (figureOf), and how it is painted into a context (paintPanel).

const fontOf = (size, bold = false) => `${bold ? 'bold ' : ''}${size}px system-ui, sans-serif`;

/** Everything a panel shows in a view, in numbers. null where there is nothing to draw. */
function figureOf(panel, view) {
  const groups = view.visible, many = groups.length > 6;
  const drafts = groups.map(group => ({group, line: lineOf(group, panel, state.x, 'median', 'range')})).filter(d => d.line);
  if (!drafts.length) return null;
  const range = state.z ?? rangeOfX(drafts);
  const kind = state.y === 'auto' ? axisAround(drafts.flatMap(({line}) => withBand(line)), range, 'auto').kind : state.y;
  const lines = drafts.map(({group}) => {
    const center = lineKind(kind, panel), band = many && group.label !== view.lifted ? 'none' : bandKind(group.runs.length);
    const line = lineOf(group, panel, state.x, center, band);
    return {group, ...line, shown: smoothed(line.y, Number(state.smooth)), center, band: line.banded ? band : 'none'};
  });
  const singles = state.seeds || view.sel ? groups.flatMap(group => group.runs.filter(run => state.seeds || run === view.sel)
    .map(run => ({group, run, ...runLine(run, panel, state.x)})).filter(line => line.y)) : [];
  const x = new Axis('linear', range[0], range[1] > range[0] ? range[1] : range[0] + 1);
  const y = axisAround([...lines.flatMap(line => line.band === 'none' ? [line] : withBand(line)), ...singles], range, kind);
  return {panel, lines, singles, x, y, words: wordsOf(panel, lines, y)};
}

/** A line and its band's edges. */
const withBand = line => line.banded ? [line, {x: line.x, y: line.low}, {x: line.x, y: line.high}] : [line];

/** "log · median of 3 · band: least to greatest" */
function wordsOf(panel, lines, y) {
  const words = [y.kind];
  const banded = lines.find(l => l.band !== 'none'), several = lines.find(l => l.n > 1);
  if (several) words.push(several.center);
  if (banded) words.push({range: 'band: all seeds', sd: 'band: ± sd', interval: `band: ${bandLevel(panel, banded.n)}`}[banded.band]);
  if (Number(state.smooth) > 1) words.push(`running median of ${state.smooth} rows`);
  if (state.clip) words.push('clipped to 1–99 %');
  return words.join(' · ');
}

const bandLevel = (panel, n) => panel.bounded ? '95 % interval' : `${levelText(medianInterval(Array.from({length: n}, (_, i) => i)).level)} interval of the median`;

function rangeOfX(drafts) {
  let low = Infinity, high = -Infinity;
  for (const {line} of drafts) for (const v of line.x) if (Number.isFinite(v)) { low = Math.min(low, v); high = Math.max(high, v); }
  return low <= high ? [low, high] : [0, 1];
}

function axisAround(lines, [low, high], kind) {
  const values = [];
  for (const {x, y} of lines) for (let i = 0; i < y.length; ++i) if (x[i] >= low && x[i] <= high && Number.isFinite(y[i])) values.push(y[i]);
  let sorted = Float64Array.from(values).sort();
  if (!sorted.length) return new Axis('linear', 0, 1);
  if (state.clip) sorted = sorted.slice(Math.floor(0.01 * (sorted.length - 1)), Math.ceil(0.99 * (sorted.length - 1)) + 1);
  return Axis.around(sorted, kind);
}

/** Where the picture's frame lies in a box of this size. */
function frameOf(figure, width, height, titled) {
  const labels = figure.y.ticks().map(tickText), widest = Math.max(0, ...labels.map(t => measured(fontOf(11), t).width));
  const ends = width > 700 ? endLabels(figure) : [], right = ends.length ? Math.min(200, Math.max(...ends.map(e => e.width)) + 14) : 8;
  const left = Math.ceil(widest) + 10;
  return {left, top: titled ? 40 : 8, width: Math.max(20, width - left - right), height: Math.max(20, height - (titled ? 40 : 8) - 36), ends};
}

const endLabels = figure => figure.lines.length > 12 ? [] : figure.lines.map(({group}) => ({group, width: measured(fontOf(12), group.label).width}));

/** The whole picture. `titled`: with its name and its words, for a file. */
function paintPanel(context, width, height, figure, theme, titled = false) {
  const frame = frameOf(figure, width, height, titled), {x, y} = figure;
  const px = v => frame.left + x.place(v) * frame.width, py = v => frame.top + (1 - y.place(v)) * frame.height;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  if (titled) paintTitle(context, figure, theme);
  paintAxes(context, frame, figure, px, py, theme);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  for (const line of figure.lines) if (line.band !== 'none') paintBand(context, line, px, py, frame, theme);
  for (const line of figure.singles) strokeLine(context, line.x, line.y, px, py, frame, {...styleOf(line.group.place, theme), width: line.run.cell === state.sel ? 2.4 : 1, alpha: line.run.cell === state.sel ? 1 : 0.4});
  const ordered = [...figure.lines].sort((a, b) => b.group.place - a.group.place);
  for (const line of ordered) {
    const style = styleOf(line.group.place, theme), faint = state.seeds || line.shown !== line.y;
    if (line.shown !== line.y) strokeLine(context, line.x, line.y, px, py, frame, {...style, width: 1.2, alpha: 0.25});
    strokeLine(context, line.x, line.shown, px, py, frame, {...style, width: faint ? 2.4 : 2, alpha: 1});
  }
  context.restore();
  for (const line of ordered) paintEnds(context, line, px, py, frame, theme);
  if (frame.ends.length) paintEndLabels(context, figure, frame, py, theme);
  return frame;
}

function paintTitle(context, figure, theme) {
  context.textAlign = 'left';
  context.fillStyle = theme.ink;
  context.font = fontOf(14, true);
  context.fillText(headingOf(figure.panel), 8, 18);
  context.fillStyle = theme.quiet;
  context.font = fontOf(11);
  context.fillText(figure.words, 8, 33);
}

function paintAxes(context, frame, figure, px, py, theme) {
  context.font = fontOf(11);
  context.lineWidth = 1;
  const written = [];
  for (const t of figure.y.ticks()) {
    const at = py(t);
    if (at < frame.top - 1 || at > frame.top + frame.height + 1) continue;
    context.strokeStyle = theme.grid;
    segment(context, frame.left, Math.round(at) + 0.5, frame.left + frame.width, Math.round(at) + 0.5);
    if (written.some(other => Math.abs(other - at) < 12)) continue;
    written.push(at);
    context.fillStyle = theme.quiet;
    context.textAlign = 'right';
    context.fillText(tickText(t), frame.left - 6, at + 4);
  }
  const bottom = frame.top + frame.height;
  context.strokeStyle = theme.line;
  segment(context, frame.left, Math.round(bottom) + 0.5, frame.left + frame.width, Math.round(bottom) + 0.5);
  context.fillStyle = theme.quiet;
  let free = -Infinity;
  for (const t of figure.x.ticks()) {
    const label = tickText(t), half = measured(fontOf(11), label).width / 2, at = Math.min(px(t), frame.left + frame.width + 6 - half);
    if (at - half < free) continue;
    free = at + half + 10;
    context.textAlign = 'center';
    context.fillText(label, at, bottom + 15);
  }
  context.textAlign = 'right';
  context.fillText(axisLabels[state.x], frame.left + frame.width, bottom + 30);
}

function segment(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** The rows within sight: those in the frame and one on either side. */
function rowsInSight(x, px, frame) {
  let first = 0, end = x.length;
  while (first + 1 < x.length && px(x[first + 1]) < frame.left) ++first;
  while (end > first + 1 && px(x[end - 2]) > frame.left + frame.width) --end;
  return [first, end];
}

/** Rows to draw: all, or where they are dense each pixel's first, least, greatest and last, so that no spike is lost. */
function rowsToDraw(x, y, px, frame) {
  const [first, end] = rowsInSight(x, px, frame), rows = [];
  if (end - first <= 0.8 * frame.width) { for (let i = first; i < end; ++i) rows.push(i); return rows; }
  for (let i = first; i < end;) {
    const pixel = Math.floor(px(x[i]));
    let least = i, most = i, last = i, gap = false;
    for (; i < end && Math.floor(px(x[i])) === pixel; ++i) {
      if (!Number.isFinite(y[i])) { if (!gap) rows.push(i); gap = true; continue; }
      if (!(y[i] >= y[least])) least = i;
      if (!(y[i] <= y[most])) most = i;
      last = i;
    }
    rows.push(...new Set([Math.min(least, most), Math.max(least, most), last]));
  }
  return rows;
}

function strokeLine(context, x, y, px, py, frame, style) {
  context.save();
  Object.assign(context, {strokeStyle: style.color, lineWidth: style.width, globalAlpha: style.alpha, lineJoin: 'round'});
  context.setLineDash(style.dash);
  context.beginPath();
  let on = false;
  for (const i of rowsToDraw(x, y, px, frame)) {
    if (Number.isFinite(y[i])) {
      const at = clamped(py(y[i]), frame);
      if (on) context.lineTo(px(x[i]), at); else context.moveTo(px(x[i]), at);
      on = true;
    } else on = false;
  }
  if (y.length === 1 && Number.isFinite(y[0])) context.arc(px(x[0]), py(y[0]), 2.5, 0, 7);
  context.stroke();
  context.restore();
}

/** Far out lines are drawn to a frame's height beyond it, not to a number that no canvas takes. */
const clamped = (at, frame) => Math.max(frame.top - frame.height, Math.min(frame.top + 2 * frame.height, at));

function paintBand(context, line, px, py, frame, theme) {
  context.save();
  context.fillStyle = styleOf(line.group.place, theme).color;
  context.globalAlpha = theme.name === 'dark' ? 0.2 : 0.14;
  const [first, end] = rowsInSight(line.x, px, frame);
  for (let i = first; i < end;) {
    while (i < end && Number.isNaN(line.low[i])) ++i;
    const start = i;
    while (i < end && !Number.isNaN(line.low[i])) ++i;
    if (i - start < 1) continue;
    context.beginPath();
    for (let k = start; k < i; ++k) context.lineTo(px(line.x[k]), clamped(edge(py, line.high[k], frame), frame));
    for (let k = i - 1; k >= start; --k) context.lineTo(px(line.x[k]), clamped(edge(py, line.low[k], frame), frame));
    context.closePath();
    context.fill();
  }
  context.restore();
}

/** An infinity lies beyond the frame. */
const edge = (py, v, frame) => { const at = py(v); return Number.isFinite(at) ? at : v > 0 ? frame.top - frame.height : frame.top + 2 * frame.height; };

/** ✕ where a group with a diverged run stops; a tick on the frame where its line is infinite. */
function paintEnds(context, line, px, py, frame, theme) {
  const color = styleOf(line.group.place, theme).color;
  context.strokeStyle = color;
  context.lineWidth = 1.6;
  for (let i = 0; i < line.y.length; ++i) {
    if (line.y[i] !== Infinity && line.y[i] !== -Infinity) continue;
    const at = px(line.x[i]), y = line.y[i] > 0 ? frame.top : frame.top + frame.height;
    if (at >= frame.left && at <= frame.left + frame.width) segment(context, at, y, at, y + (line.y[i] > 0 ? 6 : -6));
  }
  if (!line.ended) return;
  let last = line.y.length - 1;
  while (last >= 0 && !Number.isFinite(line.y[last])) --last;
  if (last < 0) return;
  const x = px(line.x[last]), y = py(line.y[last]);
  if (x < frame.left || x > frame.left + frame.width + 1) return;
  segment(context, x - 4, y - 4, x + 4, y + 4);
  segment(context, x - 4, y + 4, x + 4, y - 4);
}

/** The groups' names at their lines' ends, pushed apart. */
function paintEndLabels(context, figure, frame, py, theme) {
  const labels = figure.lines.map(line => {
    let last = line.shown.length - 1;
    while (last >= 0 && !Number.isFinite(line.shown[last])) --last;
    return last < 0 ? null : {line, at: Math.max(frame.top + 8, Math.min(frame.top + frame.height, py(line.shown[last])))};
  }).filter(Boolean).sort((a, b) => a.at - b.at);
  for (let i = 1; i < labels.length; ++i) labels[i].at = Math.max(labels[i].at, labels[i - 1].at + 14);
  let floor = frame.top + frame.height + 4;
  for (let i = labels.length - 1; i >= 0; --i) floor = (labels[i].at = Math.min(labels[i].at, floor)) - 14;
  context.font = fontOf(12);
  context.textAlign = 'left';
  for (const {line, at} of labels) {
    context.fillStyle = styleOf(line.group.place, theme).color;
    context.fillText(line.group.label, frame.left + frame.width + 8, at + 4);
  }
}
