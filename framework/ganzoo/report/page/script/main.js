// The page: its parts, in the order in which they stand, and what is made anew when the reader chooses something.

class Page {
  constructor(curves, samples) {
    Object.assign(this, {curves, sampleBlock: samples, experiments: new Map()});
    this.header = new Header(this);
    this.bar = new Bar(this);
    this.comparison = new Comparison(this);
    this.panels = new Panels(this);
    this.samples = new Samples(this);
    this.scatter = new Scatter(this);
    this.parallel = new Parallel(this);
    this.runs = new Runs(this);
    this.provenance = new Provenance(this);
    this.build();
  }

  build() {
    const section = (title, ...content) => h('section', {'aria-label': title}, h('h2', {text: title}), ...content.flat());
    const skip = h('a', {class: 'skip', href: '#', text: 'to the comparison', onclick: event => { event.preventDefault(); this.comparison.holder.focus(); }});
    this.sections = {
      comparison: section('Comparison', this.comparison.elements()), metrics: section('Metrics', this.panels.metrics),
      samples: section('Samples', this.samples.elements()), trade: section('Trade-offs', this.scatter.elements(), this.parallel.elements()),
      train: section('Training', this.panels.train, this.panels.folded), runs: section('Runs', this.runs.elements()),
      provenance: section('Provenance', this.provenance.elements()),
    };
    document.getElementById('page').replaceChildren(skip, this.header.element, this.bar.element, ...Object.values(this.sections), tip, spoken);
  }

  /** Experiments are decoded when they are first shown. */
  open(index) {
    const i = index < meta.experiments.length ? index : 0;
    if (!this.experiments.has(i)) {
      const experiment = experimentOf(i, this.curves, this.sampleBlock);
      experiment.numbers = numbersOfRuns(experiment);
      this.experiments.set(i, experiment);
    }
    this.experiment = this.experiments.get(i);
  }

  look() {
    this.view = viewOf(this.experiment);
    this.view.sel = this.experiment.runs.find(run => run.cell === state.sel) || null;
    this.view.lifted = '';
    this.view.lift = label => this.lift(label);
  }

  /** A group under the pointer stands out everywhere. */
  lift(label) {
    if (this.view.lifted === label) return;
    this.view.lifted = label;
    if (this.view.visible.length > 6) for (const view of this.panels.views) if (view.seen) view.soil();
    for (const figure of this.samples.figures.children) if (figure.sample && figure.sample.group) figure.classList.toggle('lifted', figure.sample.group.label === label);
  }

  refresh(changed) {
    const any = (...names) => names.some(name => changed.has(name)), whole = any('e');
    if (changed.size === 1 && changed.has('top')) return;
    if (any('theme')) applyTheme();
    if (changed.size === 1 && changed.has('snap')) { this.samples.step(); return; }
    if (whole) this.open(state.e);
    if (whole || any('q', 'by', 'off', 'at', 'base', 'sel')) this.look();
    if (whole) this.panels.rebuild();
    this.header.refresh();
    if (!any('snap') || changed.size > 1) this.bar.refresh(changed);
    if (whole || any('q', 'by', 'off', 'at', 'base', 'sort', 'groups', 'theme')) this.comparison.refresh();
    if (whole || any('q', 'by', 'off', 'x', 'y', 'line', 'band', 'seeds', 'smooth', 'clip', 'theme', 'z', 'big', 'sel')) this.panels.refresh();
    if (whole || any('q', 'by', 'off', 'seed', 'snap', 'theme')) this.samples.refresh();
    if (whole || any('q', 'by', 'off', 'sx', 'sy', 'theme', 'sel')) this.scatter.refresh();
    if (whole || any('q', 'by', 'off', 'pc', 'theme', 'sel')) this.parallel.refresh();
    if (whole || any('q', 'by', 'off', 'rows', 'cols', 'rsort', 'diff', 'all', 'theme', 'sel')) this.runs.refresh();
    if (whole) this.provenance.refresh();
    const shown = panels => [...panels.children].filter(panel => !panel.hidden).length;
    for (const [name, count] of [['metrics', shown(this.panels.metrics)], ['train', shown(this.panels.train)]])
      this.sections[name].hidden = !count;
  }
}

let page = null;

/** Called by choose() with what has changed. */
function refresh(changed) { if (page) page.refresh(changed); }

async function start() {
  applyTheme();
  const [curves, samples] = [await unpacked('curves'), await unpacked('samples')];
  page = new Page(curves, samples);
  page.refresh(new Set(['e']));
  startLive(page.header);
  if (state.top) { scrollTo(0, state.top); state.top = 0; history.replaceState(null, '', hashOf(state)); }
  prefersDark.addEventListener('change', () => { if (state.theme === 'auto') page.refresh(new Set(['theme'])); });
  addEventListener('resize', () => { page.samples.paint(); page.scatter.paint(); if (state.pc) page.parallel.paint(); });
  addEventListener('beforeprint', () => { page.panels.print(); page.comparison.refresh(Infinity); });
  addEventListener('afterprint', () => { page.panels.unprint(); page.comparison.refresh(); });
  addEventListener('hashchange', () => { Object.assign(state, stateOf(location.hash)); page.refresh(new Set(Object.keys(choices))); });
  document.documentElement.dataset.ready = '1';
}

// For the tests: what is on the screen, in numbers.
globalThis.ganzoo = {counts, state, choose, meta, get page() { return page; }, Axis, figureOf, valuesAtX, svgOf, comparisonText, comparisonOf, groupsOf, themes, csvText, panelRows, live, isBusy, startLive};

start().catch(error => {
  document.documentElement.dataset.failed = error.message;
  throw error;
});
