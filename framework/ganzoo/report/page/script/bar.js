// The bar that stays in sight: search, groups, axes, lines, bands; and the legend below it.

class Bar {
  constructor(page) {
    this.page = page;
    this.search = h('input', {type: 'search', id: 'search', placeholder: 'search: kl seed=0', title: 'words that must all hold: kl, seed=0, status=diverged, modes.covered>5', 'aria-label': 'search runs', oninput: () => this.type()});
    this.by = h('details', {class: 'menu', id: 'by'}, h('summary', {text: 'group by'}), h('div', {class: 'menu-body'}));
    this.zoom = h('button', {class: 'zoom', hidden: true, onclick: () => choose({z: null})});
    this.legend = h('div', {class: 'legend', role: 'group', 'aria-label': 'groups'});
    this.selects = {
      x: this.select('x', 'x', axisNames.map(name => [name, axisLabels[name]])),
      y: this.select('y', 'y', ['auto', 'linear', 'log', 'symlog'].map(v => [v, v])),
      line: this.select('line', 'line', [['auto', 'auto'], ['mean', 'mean'], ['median', 'median']]),
      band: this.select('band', 'band', [['auto', 'auto'], ['range', 'all seeds'], ['interval', 'interval'], ['sd', '± sd'], ['none', 'none']]),
      smooth: this.select('smooth', 'smooth', [['1', 'off'], ['5', '5 rows'], ['15', '15 rows'], ['51', '51 rows']]),
    };
    this.seeds = h('input', {type: 'checkbox', id: 'seeds', onchange: event => choose({seeds: event.target.checked})});
    this.clip = h('input', {type: 'checkbox', id: 'clip', onchange: event => choose({clip: event.target.checked})});
    const controls = h('div', {class: 'controls'}, this.search, this.by, Object.values(this.selects).map(s => s.label),
      h('label', {class: 'tick'}, this.seeds, ' seeds'), h('label', {class: 'tick', title: 'y from the 1st to the 99th percentile'}, this.clip, ' clip'),
      this.zoom, h('button', {text: 'reset', id: 'reset', onclick: () => this.reset()}));
    this.view = h('details', {class: 'view', open: innerWidth > 700}, h('summary', {text: 'view'}), controls);
    this.element = h('div', {class: 'bar'}, this.view, this.legend);
    document.addEventListener('pointerdown', event => closeMenus(event.target));
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape') closeMenus(null);
      if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); this.view.open = true; this.search.focus(); }
    });
  }

  select(name, label, options) {
    const select = h('select', {id: name, onchange: event => choose({[name]: event.target.value, ...(name === 'x' ? {z: null} : {})})}, options.map(([value, text]) => h('option', {value, text})));
    return {label: h('label', {}, `${label} `, select), select};
  }

  type() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => choose({q: this.search.value.trim()}), 150);
  }

  reset() {
    const kept = {e: state.e, theme: state.theme};
    for (const view of this.page.panels.views) view.yZoom = null;
    choose({...defaults, ...kept});
  }

  refresh(changed) {
    if (document.activeElement !== this.search) this.search.value = state.q;
    for (const [name, {select}] of Object.entries(this.selects)) select.value = state[name];
    this.seeds.checked = state.seeds;
    this.clip.checked = state.clip;
    this.zoom.hidden = !state.z;
    if (state.z) this.zoom.textContent = `${axisLabels[state.x]} ${state.z.map(v => shortText(v, 4)).join('–')} ✕`;
    this.fillBy();
    this.fillLegend();
  }

  fillBy() {
    const {experiment} = this.page, chosen = keysOfView(experiment), names = experiment.keys.filter(key => key.of !== 0).map(key => key.name);
    this.by.hidden = names.length < 1;
    this.by.querySelector('summary').textContent = `group by ${chosen.join(', ') || 'nothing'}`;
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
    this.by.lastChild.replaceChildren(...names.map(name => h('label', {}, keyTick(name, chosen.includes(name), on => {
      const next = names.filter(n => n === name ? on : chosen.includes(n));
      choose({by: same(next, experiment.by) ? null : next, off: [], base: null});
    }), ` ${name}`)));
    if (focused) this.by.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  fillLegend() {
    const {view} = this.page, order = new Map(this.page.comparison.rows().map((row, i) => [row.label, i]));
    const groups = [...view.groups].sort((a, b) => (order.get(a.label) ?? a.place) - (order.get(b.label) ?? b.place)), off = state.off;
    const focused = document.activeElement && this.legend.contains(document.activeElement) ? document.activeElement.dataset.group : undefined;
    this.legend.replaceChildren(...groups.map(group => {
      const button = h('button', {class: 'entry', 'aria-pressed': String(!off.includes(group.label)), title: 'click: hide or show; Shift or Alt: alone',
        onclick: event => this.toggle(group, event.shiftKey || event.altKey), onmouseenter: () => view.lift(group.label), onmouseleave: () => view.lift(''),
        onfocus: () => view.lift(group.label), onblur: () => view.lift('')},
        swatchOf(group.place), h('span', {text: group.label}), h('span', {class: 'quiet', text: ` ${group.runs.length}`}));
      button.dataset.group = group.label;
      return button;
    }));
    if (focused !== undefined) [...this.legend.children].find(b => b.dataset.group === focused)?.focus();
  }

  toggle(group, alone) {
    const others = this.page.view.groups.map(g => g.label).filter(label => label !== group.label), {off} = state;
    if (alone) choose({off: same([...off].sort(), [...others].sort()) ? [] : others});
    else choose({off: off.includes(group.label) ? off.filter(label => label !== group.label) : [...off, group.label]});
  }
}

/** Menus that were opened, but the one in which something is done. */
function closeMenus(inside) {
  for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(inside)) menu.open = false;
}

function keyTick(name, checked, change) {
  const tick = h('input', {type: 'checkbox', checked, onchange: event => change(event.target.checked)});
  tick.dataset.key = name;
  return tick;
}
