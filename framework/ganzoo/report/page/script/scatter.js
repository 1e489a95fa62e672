// Any two numbers of the runs against each other: a dot a run.

class Scatter {
  constructor(page) {
    this.page = page;
    this.controls = h('div', {class: 'controls'});
    this.canvas = h('canvas', {class: 'base', 'aria-hidden': 'true'});
    this.plot = h('div', {class: 'plot scatter', tabindex: '0', role: 'img'}, this.canvas);
    this.plot.addEventListener('pointermove', event => this.point(event));
    this.plot.addEventListener('pointerleave', () => { tip.hidden = true; });
    this.plot.addEventListener('click', event => { const dot = this.nearest(event); choose({sel: dot && dot.run.cell !== state.sel ? dot.run.cell : ''}); });
  }

  elements() { return [this.controls, this.plot]; }

  /** The axes: as chosen, else the first two metrics, or what there is over the time it took. */
  axes() {
    const {numbers, panels} = this.page.experiment, find = name => numbers.find(n => n.name === name);
    const [first, second] = panels, isMetric = second && second.table === 'metrics';
    return {x: find(state.sx) || find(isMetric ? second.id : 'wall_time'), y: find(state.sy) || find(first ? first.id : 'step')};
  }

  refresh() {
    const {numbers} = this.page.experiment, {x, y} = this.axes();
    const select = (name, chosen, key) => h('label', {}, `${name} `, h('select', {id: key, onchange: event => choose({[key]: event.target.value})},
      numbers.map(n => h('option', {value: n.name, text: n.name, selected: n === chosen}))));
    this.controls.replaceChildren(select('x', x, 'sx'), select('y', y, 'sy'), this.words = h('span', {class: 'quiet'}));
    this.paint();
  }

  paint() {
    const width = this.plot.clientWidth, height = this.plot.clientHeight;
    if (!width) return;
    const {x, y} = this.axes(), theme = themeOf(), context = sized(this.canvas, width, height);
    const dots = this.page.view.visible.flatMap(group => group.runs.map(run => ({group, run, x: x.of(run), y: y.of(run)})));
    const drawn = dots.filter(d => Number.isFinite(d.x) && Number.isFinite(d.y));
    this.words.textContent = drawn.length < dots.length ? `${dots.length - drawn.length} of ${plural(dots.length, 'run')} without a finite value` : '';
    this.plot.setAttribute('aria-label', `${y.name} over ${x.name} of ${plural(drawn.length, 'run')}`);
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height);
    if (!drawn.length) { this.dots = []; return; }
    const axis = side => Axis.around(Float64Array.from(drawn, d => d[side]).sort()), ax = axis('x'), ay = axis('y');
    const frame = {left: 64, top: 24, width: width - 76, height: height - 66};
    const px = v => frame.left + ax.place(v) * frame.width, py = v => frame.top + (1 - ay.place(v)) * frame.height;
    paintScatterAxes(context, frame, ax, ay, px, py, x, y, theme);
    this.dots = drawn.map(d => ({...d, left: px(d.x), top: py(d.y)}));
    for (const dot of this.dots) paintDot(context, dot, theme, state.sel && dot.run.cell !== state.sel);
  }

  nearest(event) {
    const box = this.plot.getBoundingClientRect(), left = event.clientX - box.left, top = event.clientY - box.top;
    let best = null, distance = 24;
    for (const dot of this.dots || []) {
      const d = Math.hypot(dot.left - left, dot.top - top);
      if (d < distance) [best, distance] = [dot, d];
    }
    return best;
  }

  point(event) {
    const dot = this.nearest(event), {x, y} = this.axes();
    tip.hidden = !dot;
    if (!dot) return;
    tip.replaceChildren(h('div', {class: 'tip-head', text: dot.run.cell}), h('table', {}, h('tbody', {}, [[x, dot.x], [y, dot.y]].map(([axis, v]) =>
      h('tr', {}, h('td', {text: axis.name}), h('td', {class: 'number', text: shortText(v, 4)}))))));
    tip.style.left = `${Math.min(innerWidth - tip.offsetWidth - 4, event.clientX + 14)}px`;
    tip.style.top = `${Math.min(innerHeight - tip.offsetHeight - 4, event.clientY + 14)}px`;
  }
}

function paintScatterAxes(context, frame, ax, ay, px, py, x, y, theme) {
  context.font = fontOf(11);
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  for (const t of ay.ticks()) {
    segment(context, frame.left, Math.round(py(t)) + 0.5, frame.left + frame.width, Math.round(py(t)) + 0.5);
    context.fillStyle = theme.quiet;
    context.textAlign = 'right';
    context.fillText(tickText(t), frame.left - 6, py(t) + 4);
  }
  context.textAlign = 'center';
  for (const t of ax.ticks()) {
    segment(context, Math.round(px(t)) + 0.5, frame.top, Math.round(px(t)) + 0.5, frame.top + frame.height);
    const half = measured(fontOf(11), tickText(t)).width / 2;
    context.fillText(tickText(t), Math.min(px(t), frame.left + frame.width + 10 - half), frame.top + frame.height + 15);
  }
  const name = (axis, n) => n.name + (n.better ? arrowOf(n.better) : '') + (axis.kind === 'linear' ? '' : ` · ${axis.kind}`);
  context.textAlign = 'right';
  context.fillText(name(ax, x), frame.left + frame.width, frame.top + frame.height + 32);
  context.textAlign = 'left';
  context.fillText(name(ay, y), 4, 12);
}

/** A circle, square, triangle or diamond: the shape stands for the way the group's line is broken. */
function paintDot(context, {left, top, group}, theme, faint) {
  const style = styleOf(group.place, theme), r = 4.5;
  context.globalAlpha = faint ? 0.2 : 0.85;
  context.fillStyle = style.color;
  context.beginPath();
  if (style.shape === 0) context.arc(left, top, r, 0, 7);
  if (style.shape === 1) context.rect(left - r + 0.5, top - r + 0.5, 2 * r - 1, 2 * r - 1);
  if (style.shape === 2) { context.moveTo(left, top - r); context.lineTo(left + r, top + r - 1); context.lineTo(left - r, top + r - 1); context.closePath(); }
  if (style.shape === 3) { context.moveTo(left, top - r - 1); context.lineTo(left + r, top); context.lineTo(left, top + r + 1); context.lineTo(left - r, top); context.closePath(); }
  context.fill();
  context.globalAlpha = 1;
}
