// The title, what there is in numbers, and which experiment is shown.

class Header {
  constructor(page) {
    this.page = page;
    this.title = h('h1');
    this.theme = h('select', {id: 'theme', 'aria-label': 'theme', onchange: event => choose({theme: event.target.value})}, ['auto', 'light', 'dark'].map(v => h('option', {value: v, text: v === 'auto' ? 'theme' : v})));
    this.facts = h('p', {class: 'facts'});
    this.thinned = h('p', {class: 'quiet'});
    this.tabs = h('nav', {'aria-label': 'experiments', hidden: meta.experiments.length < 2},
      meta.experiments.map((e, i) => h('button', {text: e.title, onclick: () => choose({...defaults, theme: state.theme, e: i})})));
    this.element = h('header', {}, this.theme, this.tabs, this.title, this.facts, this.thinned);
  }

  refresh() {
    const {experiment, view} = this.page, counts = new Map();
    for (const run of experiment.runs) counts.set(run.status, (counts.get(run.status) || 0) + 1);
    this.theme.value = state.theme;
    this.title.textContent = experiment.title;
    document.title = `${experiment.title} · ganzoo`;
    [...this.tabs.children].forEach((tab, i) => tab.setAttribute('aria-current', String(i === experiment.index)));
    const seeds = new Set(experiment.runs.map(run => run.seed)), keys = keysOfView(experiment), git = experiment.provenance.find(p => p.name === 'git');
    const dot = () => h('span', {class: 'quiet', text: ' · '});
    this.facts.replaceChildren(view.runs.length === experiment.runs.length ? plural(experiment.runs.length, 'run') : `${view.runs.length} of ${plural(experiment.runs.length, 'run')}`,
      ...['finished', 'running', 'diverged', 'failed', 'interrupted'].filter(s => counts.has(s)).flatMap(s => [dot(), this.filter(s, counts.get(s))]), dot(),
      keys.length ? `${plural(view.all.length, 'group')} by ${keys.join(', ')}` : 'one group', dot(), plural(seeds.size, 'seed'), dot(),
      h('span', {class: 'quiet', text: `ganzoo ${meta.ganzoo}${git && git.values.length === 1 && git.values[0] ? ` · git ${git.values[0].slice(0, 10)}` : ''} · written ${meta.written}`}));
    this.thinned.textContent = meta.thinned.join(' · ');
  }

  /** A status is a filter. */
  filter(status, n) {
    const word = `status=${status}`, on = state.q.split(/\s+/).includes(word), bad = status !== 'finished' && status !== 'running';
    return h('button', {class: bad ? 'link warning' : 'link', 'aria-pressed': String(on), text: `${bad ? '✕ ' : ''}${n} ${status}`,
      onclick: () => choose({q: on ? state.q.split(/\s+/).filter(w => w !== word).join(' ') : `${state.q} ${word}`.trim()})});
  }
}
