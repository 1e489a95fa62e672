// What follows the pointer: one crosshair through all panels, one tooltip, zoom by dragging, and the same by keys.

const hover = {panel: null, x: NaN, pinned: false, drag: null};
const tip = h('div', {id: 'tip', hidden: true});
const spoken = h('div', {class: 'spoken', 'aria-live': 'polite'});

addEventListener('scroll', () => { tip.hidden = true; }, {passive: true});

/** The row of a line nearest to a place on the x axis. */
function nearestRow(line, x) {
  const after = Math.min(line.x.length - 1, lastAtMost(line.x, x) + 1), before = Math.max(0, after - 1);
  return Math.abs(line.x[before] - x) <= Math.abs(line.x[after] - x) ? before : after;
}

/** The values under the crosshair, the greatest first. */
function valuesAtX(figure, x) {
  return figure.lines.map(line => {
    const row = nearestRow(line, x);
    return {line, row, v: line.y[row], low: line.low[row], high: line.high[row], at: line.x[row]};
  }).sort((a, b) => (Number.isNaN(a.v) ? 1 : 0) - (Number.isNaN(b.v) ? 1 : 0) || b.v - a.v);
}

const placeOf = view => event => {
  const box = view.plot.getBoundingClientRect();
  return {left: event.clientX - box.left, top: event.clientY - box.top};
};

const xUnder = (view, left) => view.figure.x.value((left - view.frame.left) / view.frame.width);

function attachHover(view) {
  const {plot} = view, place = placeOf(view);
  plot.addEventListener('pointermove', event => moved(view, place(event), event));
  plot.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse' && !hover.drag) leave(view); });
  plot.addEventListener('pointerdown', event => pressed(view, place(event), event));
  plot.addEventListener('pointerup', event => released(view, place(event), event));
  plot.addEventListener('pointercancel', () => { hover.drag = null; });
  plot.addEventListener('dblclick', () => { view.yZoom = null; choose({z: null}); view.soil(); });
  plot.addEventListener('keydown', event => keyed(view, event));
  plot.addEventListener('blur', () => leave(view));
}

function moved(view, at, event) {
  if (!view.figure || !view.frame) return;
  if (hover.drag && hover.drag.view === view) { hover.drag.to = at; paintOverlay(view); return; }
  if (event.pointerType !== 'mouse') return;
  show(view, xUnder(view, at.left), at);
}

/** The crosshair at x in all panels, the values of this one beside the pointer. */
function show(view, x, at) {
  Object.assign(hover, {panel: view, x, top: at ? at.top : NaN});
  for (const other of view.page.panels.views) if (other.seen) paintOverlay(other);
  view.page.samples.mark(x);
  const values = valuesAtX(view.figure, x);
  const line = Number.isFinite(hover.top) ? nearestLine(view, values, hover.top) : null;
  tip.replaceChildren(...tipOf(view, values, line));
  tip.hidden = false;
  const box = view.plot.getBoundingClientRect(), left = at ? at.left : view.frame.left + view.figure.x.place(x) * view.frame.width;
  const right = box.left + left + 24 + tip.offsetWidth < innerWidth;
  tip.style.left = `${Math.max(4, right ? box.left + left + 16 : box.left + left - 16 - tip.offsetWidth)}px`;
  tip.style.top = `${Math.max(4, Math.min(innerHeight - tip.offsetHeight - 4, box.top + (at ? at.top : 20) + 12))}px`;
}

function nearestLine(view, values, top) {
  const y = v => view.frame.top + (1 - view.figure.y.place(v)) * view.frame.height;
  return values.filter(({v}) => Number.isFinite(v)).reduce((best, value) =>
    !best || Math.abs(y(value.v) - top) < Math.abs(y(best.v) - top) ? value : best, null);
}

function tipOf(view, values, nearest) {
  const first = values[0], axis = state.x === 'step' ? `step ${first ? first.line.steps[first.row] : ''}` : `${axisLabels[state.x]} ${shortText(first ? first.at : NaN, 4)}`;
  const rows = values.slice(0, 16).map(value => h('tr', {class: value === nearest ? 'near' : ''},
    h('td', {}, swatchOf(value.line.group.place)), h('td', {text: value.line.group.label}),
    h('td', {class: 'number', text: shortText(value.v, 4), title: exactText(value.v)}),
    h('td', {class: 'quiet', text: Number.isNaN(value.low) ? '' : `${shortText(value.low)} … ${shortText(value.high)}`}),
    h('td', {class: 'quiet', text: value.line.n > 1 ? `n ${value.line.n}` : ''})));
  if (values.length > 16) rows.push(h('tr', {}, h('td', {colspan: '5', class: 'quiet', text: `and ${values.length - 16} more`})));
  return [h('div', {class: 'tip-head', text: `${view.panel.name} · ${axis}`}), h('table', {}, h('tbody', {}, rows))];
}

function leave(view) {
  if (hover.pinned && hover.panel === view) return;
  hover.x = NaN;
  tip.hidden = true;
  for (const other of view.page.panels.views) if (other.seen) paintOverlay(other);
  view.page.samples.mark(NaN);
}

function pressed(view, at, event) {
  if (event.button || !view.figure || !view.frame) return;
  if (event.pointerType === 'mouse') {
    hover.drag = {view, from: at, to: at, y: event.shiftKey};
    view.plot.setPointerCapture(event.pointerId);
    tip.hidden = true;
  } else {
    hover.touch = at;
  }
}

function released(view, at, event) {
  if (event.pointerType !== 'mouse') { pin(view, at); return; }
  const {drag} = hover;
  hover.drag = null;
  if (!drag || drag.view !== view) return;
  if (drag.y && Math.abs(at.top - drag.from.top) > 6) zoomY(view, drag.from.top, at.top);
  else if (!drag.y && Math.abs(at.left - drag.from.left) > 6) {
    const [a, b] = [xUnder(view, drag.from.left), xUnder(view, at.left)];
    choose({z: [Math.min(a, b), Math.max(a, b)]});
  } else show(view, xUnder(view, at.left), at);
  paintOverlay(view);
}

function zoomY(view, from, to) {
  const value = top => view.figure.y.low + (1 - (top - view.frame.top) / view.frame.height) * (view.figure.y.high - view.figure.y.low);
  view.yZoom = [Math.min(value(from), value(to)), Math.max(value(from), value(to)), view.figure.y.kind];
  view.soil();
}

/** A tap leaves its values under the panel. */
function pin(view, at) {
  if (!view.figure || !view.frame) return;
  const x = xUnder(view, at.left), values = valuesAtX(view.figure, x);
  Object.assign(hover, {panel: view, x, top: NaN});
  for (const other of view.page.panels.views) {
    if (other.seen) paintOverlay(other);
    if (other !== view) other.pinned.hidden = true;
  }
  view.pinned.replaceChildren(...tipOf(view, values, null));
  view.pinned.hidden = false;
}

/** Arrow keys: a row along the line, or to the next group; Shift: ten; Escape: the whole again; Enter: alone. */
function keyed(view, event) {
  const {figure} = view;
  if (!figure) return;
  const line = figure.lines[Math.min(view.keyLine ?? 0, figure.lines.length - 1)];
  let row = Number.isNaN(hover.x) ? line.x.length - 1 : nearestRow(line, hover.x);
  const far = event.shiftKey ? 10 : 1;
  if (event.key === 'ArrowLeft') row = Math.max(0, row - far);
  else if (event.key === 'ArrowRight') row = Math.min(line.x.length - 1, row + far);
  else if (event.key === 'ArrowUp' || event.key === 'ArrowDown')
    view.keyLine = ((view.keyLine ?? 0) + (event.key === 'ArrowDown' ? 1 : figure.lines.length - 1)) % figure.lines.length;
  else if (event.key === 'Enter') { view.toggle(); event.preventDefault(); return; }
  else if (event.key === 'Escape') { view.yZoom = null; choose({z: null, big: ''}); return; }
  else return;
  event.preventDefault();
  const chosen = figure.lines[view.keyLine ?? 0];
  show(view, chosen.x[Math.min(row, chosen.x.length - 1)], null);
  const at = nearestRow(chosen, hover.x);
  spoken.textContent = `${chosen.group.label}, step ${chosen.steps[at]}: ${shortText(chosen.y[at], 4)}`;
}

/** Crosshair, the lifted line's dots, the dragged range: never the base. */
function paintOverlay(view) {
  const width = view.plot.clientWidth, height = view.plot.clientHeight;
  if (!width || !view.frame || !view.figure) return;
  ++counts.overlays;
  const context = sized(view.over, width, height), {frame, figure} = view, theme = themeOf();
  context.clearRect(0, 0, width, height);
  if (hover.drag && hover.drag.view === view) paintDrag(context, frame, theme);
  if (Number.isNaN(hover.x)) return;
  const at = frame.left + figure.x.place(hover.x) * frame.width;
  if (at < frame.left || at > frame.left + frame.width) return;
  context.strokeStyle = theme.quiet;
  context.lineWidth = 1;
  segment(context, Math.round(at) + 0.5, frame.top, Math.round(at) + 0.5, frame.top + frame.height);
  for (const {line, v, at: x} of valuesAtX(figure, hover.x).slice(0, 40)) {
    const y = frame.top + (1 - figure.y.place(v)) * frame.height;
    if (!Number.isFinite(y) || y < frame.top || y > frame.top + frame.height) continue;
    context.fillStyle = styleOf(line.group.place, theme).color;
    context.beginPath();
    context.arc(frame.left + figure.x.place(x) * frame.width, y, 3, 0, 7);
    context.fill();
  }
}

function paintDrag(context, frame, theme) {
  const {from, to, y} = hover.drag;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.15;
  if (y) context.fillRect(frame.left, Math.min(from.top, to.top), frame.width, Math.abs(to.top - from.top));
  else context.fillRect(Math.min(from.left, to.left), frame.top, Math.abs(to.left - from.left), frame.height);
  context.globalAlpha = 1;
}
