// What made the runs, what made this page, and its data to take along.

class Provenance {
  constructor(page) {
    this.page = page;
    this.body = h('div');
  }

  elements() { return [this.body]; }

  refresh() {
    const {experiment} = this.page;
    const table = (head, rows) => h('div', {class: 'wide'}, h('table', {}, h('thead', {}, h('tr', {}, head.map(text => h('th', {text})))), h('tbody', {}, rows.map(row => h('tr', {}, row.map(text => h('td', {text})))))));
    const shared = experiment.provenance.map(p => [p.name, p.values.slice(0, 6).join(', ') + (p.values.length > 6 ? `, … ${p.values.length} in all` : '')]);
    const take = (text, action) => h('button', {text, onclick: action});
    this.body.replaceChildren(
      h('p', {class: 'tools'}, take('curves as CSV', () => downloadCurves(this.page, experiment.runs)), take('shown curves as CSV', () => downloadCurves(this.page, this.page.view.visible.flatMap(g => g.runs))),
        take('meta as JSON', () => save('meta.json', 'application/json', JSON.stringify(meta))), take('comparison as JSON', () => save('comparison.json', 'application/json', JSON.stringify(experiment.compare, null, 2)))),
      meta.command ? h('p', {}, 'made by ', h('code', {text: meta.command})) : '',
      h('details', {}, h('summary', {text: 'machines and versions'}), table(['what', 'of the runs'], shared)),
      h('details', {}, h('summary', {text: `components (${experiment.components.length})`}), table(['kind', 'name', 'file', 'SHA-256'], experiment.components)));
  }
}
