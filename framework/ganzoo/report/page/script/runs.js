// The runs: sorted, filtered, fifty at first; two that are ticked show what differs between their specs.

class Runs {
  constructor(page) {
    this.page = page;
    this.holder = h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'runs'});
    this.more = h('button', {onclick: () => choose({rows: state.rows + 50})});
    this.menu = h('details', {class: 'menu', id: 'columns'}, h('summary', {text: 'columns'}), h('div', {class: 'menu-body'}));
    this.diff = h('div', {class: 'diff'});
  }

  elements() { return [h('div', {class: 'controls'}, this.menu), this.diff, this.holder, this.more]; }

  /** {name, text(run), key(run)}: what varies, how it ended, the metrics, where it was made, where training ended. */
  columns() {
    const {experiment} = this.page, keys = experiment.keys.filter(key => key.of !== 0 && key.name !== 'seed');
    const column = (name, of, number) => ({name, number, key: of, text: run => { const v = of(run); return typeof v === 'number' ? shortText(v, 4) : v; }});
    return [
      ...keys.map(key => column(key.name, run => run.labels[key.name])),
      {name: 'seed', number: true, key: run => run.seed, text: run => String(run.seed)},
      {name: 'status', key: run => run.status, text: run => (run.status === 'finished' || run.status === 'running' ? '' : '✕ ') + run.status + (run.ran_away !== undefined ? `, ran away at ${run.ran_away}` : ''), title: run => run.reason},
      {name: 'step', number: true, key: run => run.step, text: run => String(run.step)},
      column('wall time (s)', run => spentAt(run, 'wall_time', Infinity), true),
      ...experiment.metrics.map(m => column(m.name, run => lastOf(run, m), true)),
      column('host', run => run.provenance('host')),
      column('started', run => run.provenance('started')),
      ...experiment.panels.filter(p => p.table === 'train').map(p => ({...column(p.id, run => lastOf(run, p), true), extra: true})),
    ];
  }

  isShown(column) { return state.cols ? state.cols.includes(column.name) : !column.extra; }

  fillMenu(columns) {
    const focused = document.activeElement?.dataset?.key, usual = columns.filter(c => !c.extra).map(c => c.name);
    this.menu.lastChild.replaceChildren(...columns.map(c => h('label', {}, keyTick(c.name, this.isShown(c), on => {
      const next = columns.filter(other => other === c ? on : this.isShown(other)).map(other => other.name);
      choose({cols: same(next, usual) ? null : next});
    }), ` ${c.name}`)));
    if (focused) this.menu.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  refresh() {
    const all = this.columns(), columns = all.filter(c => this.isShown(c)), backwards = state.rsort.startsWith('-'), name = state.rsort.replace(/^-/, '');
    const sorting = all.find(c => c.name === name), runs = [...this.page.view.runs];
    if (sorting) runs.sort((a, b) => ordered(sorting.key(a), sorting.key(b)));
    if (backwards) runs.reverse();
    const head = h('tr', {}, h('th', {scope: 'col', class: 'first'}, h('span', {class: 'hidden', text: 'compare specs'})), columns.map(c => {
      const on = c === sorting;
      return h('th', {scope: 'col', class: c.number ? 'number' : '', 'aria-sort': on ? (backwards ? 'descending' : 'ascending') : null},
        h('button', {class: 'sort', onclick: () => choose({rsort: on && !backwards ? '-' + c.name : c.name})}, c.name, h('span', {class: 'sorted', text: on ? (backwards ? ' ▲' : ' ▼') : ''})));
    }));
    this.holder.replaceChildren(h('table', {class: 'runs'}, h('thead', {}, head), h('tbody', {}, runs.slice(0, state.rows).map(run => this.row(run, columns)))));
    this.more.hidden = runs.length <= state.rows;
    this.more.textContent = `${Math.min(50, runs.length - state.rows)} more of ${runs.length}`;
    this.fillMenu(all);
    this.fillDiff();
  }

  row(run, columns) {
    const group = this.page.view.all.find(g => g.runs.includes(run));
    const tick = h('input', {type: 'checkbox', 'aria-label': `compare the spec of ${run.cell}`, checked: state.diff.includes(run.cell),
      onchange: event => this.tick(run, event.target.checked)});
    return h('tr', {class: run.cell === state.sel ? 'selected' : '', title: run.cell,
      onclick: event => { if (!event.target.closest('input, label')) choose({sel: run.cell === state.sel ? '' : run.cell}); }},
      h('td', {class: 'first'}, h('label', {}, tick, group ? swatchOf(group.place) : null)),
      columns.map(c => h('td', {class: c.number ? 'number' : c.name === 'status' && run.status !== 'finished' ? 'warning' : '', text: c.text(run), title: c.title ? c.title(run) : null})));
  }

  /** The second tick brings what differs into sight. */
  tick(run, on) {
    choose({diff: on ? [...state.diff, run.cell].slice(-2) : state.diff.filter(c => c !== run.cell)});
    if (on && state.diff.length === 2) this.diff.scrollIntoView({block: 'nearest'});
  }

  fillDiff() {
    const runs = state.diff.map(cell => this.page.experiment.runs.find(run => run.cell === cell)).filter(Boolean);
    if (!runs.length) { this.diff.replaceChildren(h('p', {class: 'quiet', text: 'Tick two runs to see what differs between their specs, or one to see its own.'})); return; }
    const value = (key, run) => key.values[key.of === 0 ? 0 : key.of[run.index]], all = state.all || runs.length === 1;
    const rows = this.page.experiment.spec.filter(key => all || value(key, runs[0]) !== value(key, runs[1]));
    this.diff.replaceChildren(
      h('p', {}, runs.length === 1 ? `The spec of ${runs[0].cell}` : `${plural(rows.length, 'key')} ${all ? '' : 'in which they differ '}`,
        runs.length > 1 ? h('label', {}, h('input', {type: 'checkbox', id: 'all', checked: state.all, onchange: event => choose({all: event.target.checked})}), ' show all') : null),
      h('div', {class: 'wide'}, h('table', {class: 'spec'}, h('thead', {}, h('tr', {}, h('th', {text: 'key'}), runs.map(run => h('th', {text: run.cell})))),
        h('tbody', {}, rows.map(key => h('tr', {class: runs.length > 1 && value(key, runs[0]) !== value(key, runs[1]) ? 'differs' : ''},
          h('th', {scope: 'row', text: key.name}), runs.map(run => h('td', {}, h('code', {text: value(key, run) || '–'})))))))));
  }
}

const ordered = (a, b) => typeof a === 'number' ? (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b) : a < b ? -1 : a > b ? 1 : 0;
