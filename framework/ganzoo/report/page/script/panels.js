// Small multiples of the metrics and of the training: one figure a column, painted when it is in sight.

const mostPaintedAFrame = 4;
const counts = {painted: 0, mostInAFrame: 0, overlays: 0};  // the tests read them

/** Panels that are to be painted, a few a frame. */
const queue = new Set();
let frameAsked = false;

function askPaint(panel) {
  queue.add(panel);
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(paintSome);
}

function paintSome() {
  frameAsked = false;
  let painted = 0;
  for (const panel of [...queue]) {
    if (painted === mostPaintedAFrame) break;
    queue.delete(panel);
    if (!panel.seen) continue;
    panel.paint();
    ++painted;
  }
  counts.mostInAFrame = Math.max(counts.mostInAFrame, painted);
  if (queue.size) { frameAsked = true; requestAnimationFrame(paintSome); }
}

const sight = new IntersectionObserver(entries => {
  for (const entry of entries) {
    entry.target.panelView.seen = entry.isIntersecting;
    if (entry.isIntersecting && entry.target.panelView.stale) askPaint(entry.target.panelView);
  }
}, {rootMargin: '200px'});

const resized = new ResizeObserver(entries => { for (const entry of entries) entry.target.panelView.soil(); });

/** A canvas as sharp as the screen. */
function sized(canvas, width, height) {
  const ratio = devicePixelRatio || 1, [w, hh] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== hh) Object.assign(canvas, {width: w, height: hh});
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** One panel on the screen: its head, the base canvas, and the overlay for what follows the pointer. */
class PanelView {
  constructor(panel, page) {
    Object.assign(this, {panel, page, seen: false, stale: true, figure: null});
    this.base = h('canvas', {class: 'base', 'aria-hidden': 'true'});
    this.over = h('canvas', {class: 'over', 'aria-hidden': 'true'});
    this.words = h('span', {class: 'words'});
    this.plot = h('div', {class: 'plot', tabindex: '0', role: 'img'}, this.base, this.over);
    this.pinned = h('div', {class: 'pinned', hidden: true});
    this.table = h('details', {class: 'as-table', ontoggle: () => this.fillTable()}, h('summary', {text: 'as table'}));
    this.element = h('figure', {class: 'panel'}, this.head(), this.plot, this.pinned, h('div', {class: 'foot'}, this.table, this.files()));
    this.element.dataset.panel = panel.id;
    this.element.panelView = this.base.panelView = this;
    attachHover(this);
    sight.observe(this.element);
    resized.observe(this.element);
  }

  head() {
    const {panel} = this;
    return h('figcaption', {},
      h('span', {class: 'name', text: panel.name, title: panel.meaning || panel.name}),
      h('span', {class: 'unit', text: arrowOf(panel.better) + unitOf(panel.unit)}), this.words,
      h('button', {class: 'link alone', text: '⤢', 'aria-label': `${panel.name} alone`, onclick: () => this.toggle()}));
  }

  files() {
    const file = kind => h('button', {class: 'link', text: kind, 'aria-label': `${this.panel.name} as ${kind}`, onclick: () => downloadPanel(this, kind)});
    return h('span', {class: 'tools'}, file('svg'), file('png'), file('csv'));
  }

  toggle() { choose({big: state.big === this.panel.id ? '' : this.panel.id}); }

  /** Its content is no longer what is painted. */
  soil() {
    this.stale = true;
    if (this.seen) askPaint(this);
  }

  paint() {
    ++counts.painted;
    this.stale = false;
    const width = this.plot.clientWidth, height = this.plot.clientHeight, view = this.page.view;
    if (!width) return;
    this.figure = figureOf(this.panel, view);
    const context = sized(this.base, width, height);
    if (!this.figure) { context.clearRect(0, 0, width, height); this.words.textContent = 'nothing to show'; return; }
    const {y} = this.figure, zoom = this.yZoom;
    if (zoom && zoom[2] === y.kind) this.figure.y = new Axis(y.kind, zoom[0], zoom[1], y.bend);
    this.frame = paintPanel(context, width, height, this.figure, themeOf());
    this.words.textContent = this.figure.words;
    this.plot.setAttribute('aria-label', this.description());
    paintOverlay(this);
    if (this.table.open) this.fillTable();
  }

  /** "modes.covered by divergence, last: pearson 8, minimax 8, …" */
  description() {
    const last = this.figure.lines.map(line => ({label: line.group.label, v: line.y[line.y.length - 1]}));
    return `${this.panel.name}, last: ${last.slice(0, 12).map(({label, v}) => `${label} ${shortText(v)}`).join(', ')}. Arrow keys read values.`;
  }

  fillTable() {
    if (!this.table.open || !this.figure) return;
    const {lines} = this.figure, steps = lines[0].steps, stride = Math.ceil(steps.length / 50);
    const rows = Array.from(steps, (step, i) => ({step, i})).filter(({i}) => i % stride === 0 || i === steps.length - 1);
    const body = rows.map(({step}) => h('tr', {}, h('th', {scope: 'row', text: String(step)}),
      lines.map(line => h('td', {text: shortText(line.y[lastAtMost(line.steps, step)] ?? NaN, 4)}))));
    this.table.querySelector('.wide')?.remove();
    this.table.append(h('div', {class: 'wide'}, h('table', {}, h('thead', {}, h('tr', {}, h('th', {text: 'step'}), lines.map(l => h('th', {text: l.group.label})))), h('tbody', {}, body))));
  }
}

/** The sections "Metrics" and "Training". */
class Panels {
  constructor(page) {
    this.page = page;
    this.metrics = h('div', {class: 'panels'});
    this.train = h('div', {class: 'panels'});
    this.folded = h('p', {class: 'quiet'});
    this.views = [];
  }

  /** For another experiment: other panels. */
  rebuild() {
    for (const view of this.views) { sight.unobserve(view.element); resized.unobserve(view.element); }
    const {experiment} = this.page, notes = [];
    this.views = experiment.panels.filter(panel => {
      const constant = panel.table === 'train' ? constancyOf(experiment, panel) : '', twin = constant ? null : twinOf(experiment, panel);
      if (constant) notes.push(`${panel.name} is constant: ${constant}`);
      if (twin) notes.push(`${panel.name} is the same as ${twin.name}`);
      return !constant && !twin && experiment.runs.some(run => curveOf(run, panel));
    }).map(panel => new PanelView(panel, this.page));
    const of = table => this.views.filter(view => view.panel.table === table).map(view => view.element);
    this.metrics.replaceChildren(...of('metrics'));
    this.train.replaceChildren(...of('train'));
    this.folded.textContent = notes.join(' · ');
  }

  refresh() {
    for (const view of this.views) {
      view.element.classList.toggle('big', state.big === view.panel.id);
      view.element.hidden = state.big !== '' && state.big !== view.panel.id && this.views.some(v => v.panel.id === state.big);
      view.soil();
    }
  }

  /** Pictures for paper: every panel as SVG, painted or not. */
  print() {
    for (const view of this.views) {
      const figure = figureOf(view.panel, this.page.view);
      if (!figure) continue;
      const context = new SvgContext(460, 240);
      paintPanel(context, 460, 240, figure, themes.light);
      view.words.textContent = figure.words;
      const picture = new DOMParser().parseFromString(context.text(), 'image/svg+xml').documentElement;
      picture.setAttribute('class', 'printed');
      view.plot.append(document.adoptNode(picture));
    }
  }
  unprint() { for (const view of this.views) view.plot.querySelector('.printed')?.remove(); }
}
