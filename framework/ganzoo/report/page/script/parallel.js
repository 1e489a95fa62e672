// Parallel coordinates of what varies between the runs: dragging along an axis filters, as the search does.

const mostAxes = 9;

class Parallel {
  constructor(page) {
    this.page = page;
    this.canvas = h('canvas', {class: 'base', 'aria-hidden': 'true'});
    this.plot = h('div', {class: 'plot parallel', role: 'img'}, this.canvas);
    this.words = h('p', {class: 'quiet', text: 'Drag along an axis to keep the runs within; the range stands in the search.'});
    this.details = h('details', {ontoggle: () => choose({pc: this.details.open})}, h('summary', {text: 'parallel coordinates'}), this.words, this.plot);
    this.plot.addEventListener('pointerdown', event => this.press(event));
    this.plot.addEventListener('pointermove', event => { if (this.drag) { this.drag.to = this.at(event).top; this.paint(); } });
    this.plot.addEventListener('pointerup', event => this.release(event));
    this.plot.addEventListener('pointercancel', () => { this.drag = null; this.paint(); });
  }

  elements() { return [this.details]; }

  /** Each axis: the groups' keys by their values' order, then numeric keys and metrics. */
  axes() {
    const {experiment, view} = this.page, finite = n => experiment.runs.filter(run => Number.isFinite(n.of(run))).length > 1;
    const keys = keysOfView(experiment).filter(name => !experiment.numbers.some(n => n.name === name)).map(name => {
      const values = [...new Set(view.all.flatMap(g => g.runs.map(run => run.labels[name])))].sort((a, b) => compareKeys([a], [b]));
      return {name, text: true, values, of: run => values.indexOf(run.labels[name])};
    });
    const numeric = experiment.numbers.filter(n => n.key && finite(n)), metrics = experiment.numbers.filter(n => n.panel && n.panel.table === 'metrics' && finite(n));
    return [...keys, ...numeric, ...metrics].slice(0, mostAxes);
  }

  refresh() {
    this.details.open = state.pc;
    if (state.pc) this.paint();
  }

  scales() {
    const {experiment} = this.page;
    return this.axes().map(axis => {
      if (axis.text) return {...axis, place: run => axis.values.length < 2 ? 0.5 : axis.of(run) / (axis.values.length - 1),
        marks: axis.values.map((v, i) => [axis.values.length < 2 ? 0.5 : i / (axis.values.length - 1), v])};
      const scale = Axis.around(Float64Array.from(experiment.runs.map(axis.of).filter(Number.isFinite)).sort());
      return {...axis, scale, place: run => scale.place(axis.of(run)), marks: scale.ticks().map(t => [scale.place(t), tickText(t)])};
    });
  }

  paint() {
    const width = this.plot.clientWidth, height = this.plot.clientHeight;
    if (!width) return;
    const context = sized(this.canvas, width, height), theme = themeOf(), scales = this.shown = this.scales();
    this.frame = {left: 60, top: 30, width: Math.max(10, width - 90), height: height - 50};
    const x = i => this.frame.left + (scales.length < 2 ? 0 : i / (scales.length - 1)) * this.frame.width, y = p => this.frame.top + (1 - p) * this.frame.height;
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height);
    const shown = new Set(this.page.view.visible.flatMap(g => g.runs)), groupOf = new Map(this.page.view.all.flatMap(g => g.runs.map(run => [run, g])));
    for (const run of [...this.page.experiment.runs].sort((a, b) => shown.has(a) - shown.has(b))) this.paintRun(context, run, scales, x, y, shown.has(run), groupOf.get(run), theme);
    scales.forEach((scale, i) => this.paintAxis(context, scale, x(i), y, theme));
    this.paintDrag(context, x, theme);
    this.plot.setAttribute('aria-label', `${plural(shown.size, 'run')} over ${scales.map(s => s.name).join(', ')}`);
  }

  paintRun(context, run, scales, x, y, on, group, theme) {
    context.save();
    Object.assign(context, {strokeStyle: on ? styleOf(group.place, theme).color : theme.line, globalAlpha: on ? 0.75 : 0.5, lineWidth: run.cell === state.sel ? 3 : 1.3});
    if (on) context.setLineDash(styleOf(group.place, theme).dash);
    context.beginPath();
    let drawn = false;
    scales.forEach((scale, i) => {
      const p = scale.place(run);
      if (!Number.isFinite(p)) { drawn = false; return; }
      if (drawn) context.lineTo(x(i), y(p)); else context.moveTo(x(i), y(p));
      drawn = true;
    });
    context.stroke();
    context.restore();
  }

  paintAxis(context, scale, x, y, theme) {
    context.strokeStyle = theme.quiet;
    context.lineWidth = 1;
    segment(context, Math.round(x) + 0.5, y(0), Math.round(x) + 0.5, y(1));
    context.font = fontOf(11);
    context.textAlign = 'left';
    const last = x + 110 > this.plot.clientWidth;
    const write = (text, at) => {
      Object.assign(context, {strokeStyle: theme.paper, lineWidth: 3, textAlign: last ? 'right' : 'left'});
      context.strokeText(text, last ? x - 5 : x + 5, at);
      context.fillText(text, last ? x - 5 : x + 5, at);
    };
    context.fillStyle = theme.quiet;
    let written = Infinity;
    for (const [p, text] of scale.marks) {
      if (written - y(p) < 12 && p !== scale.marks[0][0]) continue;
      write(text.length > 18 ? text.slice(0, 17) + '…' : text, y(p) + 4);
      written = y(p);
    }
    context.fillStyle = theme.ink;
    context.font = fontOf(11, true);
    write((scale.name.length > 20 ? '…' + scale.name.slice(-19) : scale.name) + (scale.scale && scale.scale.kind !== 'linear' ? ` · ${scale.scale.kind}` : ''), this.frame.top - 12);
  }

  paintDrag(context, x, theme) {
    if (!this.drag) return;
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.25;
    context.fillRect(x(this.drag.axis) - 8, Math.min(this.drag.from, this.drag.to), 16, Math.abs(this.drag.to - this.drag.from));
    context.globalAlpha = 1;
  }

  at(event) {
    const box = this.plot.getBoundingClientRect();
    return {left: event.clientX - box.left, top: event.clientY - box.top};
  }

  press(event) {
    const {left, top} = this.at(event), n = this.shown ? this.shown.length : 0;
    const axis = n < 2 ? 0 : Math.round((left - this.frame.left) / this.frame.width * (n - 1));
    if (axis < 0 || axis >= n || this.shown[axis].text) return;
    this.drag = {axis, from: top, to: top};
    this.plot.setPointerCapture(event.pointerId);
  }

  /** The dragged range as two words of the search; a click takes them away. */
  release() {
    const {drag} = this;
    this.drag = null;
    if (!drag) return;
    const {name, scale} = this.shown[drag.axis], value = top => scale.value(1 - (top - this.frame.top) / this.frame.height);
    const words = state.q.split(/\s+/).filter(word => word && !word.startsWith(`${name}<`) && !word.startsWith(`${name}>`));
    if (Math.abs(drag.to - drag.from) > 5) {
      const ends = [value(drag.from), value(drag.to)].sort((a, b) => a - b);
      words.push(`${name}>=${Number(ends[0].toPrecision(3))}`, `${name}<=${Number(ends[1].toPrecision(3))}`);
    }
    choose({q: words.join(' ')});
    this.paint();
  }
}
