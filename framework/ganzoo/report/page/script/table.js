// The comparison: one row a group, for each metric its centre, and its interval as a strip with a ring a seed.

const stripWidth = 120, stripHeight = 18, mostCells = 180;

class Comparison {
  constructor(page) {
    this.page = page;
    this.summary = h('p', {class: 'quiet'});
    this.controls = h('div', {class: 'controls'});
    this.holder = h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'comparison'});
    this.more = h('button', {onclick: () => choose({groups: this.shown() + 50})});
    this.notes = h('div', {class: 'quiet notes'});
  }

  elements() { return [this.controls, this.summary, this.holder, this.more, this.notes]; }

  /** How many groups have a row: few of many metrics, many of few. */
  shown() { return Math.max(state.groups, Math.floor(mostCells / Math.max(1, this.page.experiment.metrics.length))); }

  /** The sort: a metric's place and whether its best comes first; -1: the groups' own order. */
  order() {
    const {metrics} = this.page.experiment, backwards = state.sort.startsWith('-'), name = state.sort.replace(/^-/, '');
    if (name === 'group') return {place: -1, backwards};
    const asked = metrics.findIndex(m => m.name === name);
    return {place: asked >= 0 ? asked : metrics.findIndex(m => m.better !== 'neither'), backwards: asked >= 0 && backwards};
  }

  rows() {
    const {place, backwards} = this.order(), groups = [...this.page.view.comparison.groups];
    const higher = place >= 0 && this.page.experiment.metrics[place].better === 'higher';
    const key = g => { const v = g.values[place].center; return Number.isNaN(v) ? Infinity : higher ? -v : v; };
    if (place >= 0) groups.sort((a, b) => key(a) - key(b) || a.place - b.place);
    return backwards ? groups.reverse() : groups;
  }

  /** On paper every group has its row. What is to be said of the whole stands before what is to be said of runs. */
  refresh(most = this.shown()) {
    const {view, experiment} = this.page, {comparison} = view;
    this.controls.hidden = !experiment.metrics.length;
    this.more.hidden = true;
    if (this.controls.hidden) {
      this.summary.textContent = 'Nothing was measured in these runs: the experiment names no metrics.';
      this.holder.replaceChildren();
      return;
    }
    this.fillControls();
    this.summary.textContent = comparison.refusal || [comparison.summary, 'intervals assume no shape; a diverged run counts as the worst'].filter(Boolean).join(' · ');
    this.summary.classList.toggle('warning', !!comparison.refusal);
    const notes = [...comparison.notes, ...[...comparison.notices].reverse()].map(note => h('p', {text: note}));
    this.notes.replaceChildren(...notes.slice(0, 3), ...(notes.length > 3 ? [h('details', {}, h('summary', {text: `${notes.length - 3} more`}), notes.slice(3, 200))] : []));
    if (comparison.refusal) { this.holder.replaceChildren(); return; }
    const rows = this.rows();
    this.more.hidden = rows.length <= most;
    this.more.textContent = `${Math.min(50, rows.length - most)} more of ${plural(rows.length, 'group')}`;
    this.holder.replaceChildren(h('table', {class: 'comparison'}, this.head(), h('tbody', {}, this.floorRow(), rows.slice(0, most).map(g => this.row(g)))));
  }

  head() {
    const {experiment, view} = this.page, {place, backwards} = this.order(), keys = keysOfView(experiment).join(', ') || 'group';
    const sorting = (name, on) => on ? (backwards ? 'descending' : 'ascending') : null;
    const button = (name, label, on) => h('button', {class: 'sort', title: name === 'group' ? label : null, onclick: () => choose({sort: on && !backwards ? '-' + name : name})},
      label, h('span', {class: 'sorted', text: on ? (backwards ? ' ▲' : ' ▼') : ''}));
    const groupOn = place < 0, summary = i => view.comparison.groups[0]?.values[i].summary || '';
    return h('thead', {}, h('tr', {},
      h('th', {scope: 'col', class: 'first', 'aria-sort': sorting('group', groupOn)}, button('group', keys, groupOn)),
      experiment.metrics.map((m, i) => {
        const role = view.comparison.baseline ? (i === 0 ? ' · primary' : ' · exploratory') : '';
        return h('th', {scope: 'col', 'aria-sort': sorting(m.name, place === i), title: m.meaning}, button(m.name, headingOf(m) + role, place === i),
          h('div', {class: 'quiet small', text: [summary(i), levelText(this.sharedLevel(i))].filter(Boolean).join(', ')}));
      })));
  }

  floorRow() {
    const {experiment} = this.page, floors = experiment.compare.metrics.map(m => m.floor);
    if (!floors.some(Boolean)) return null;
    return h('tr', {class: 'floor'}, h('th', {scope: 'row', class: 'first', text: 'real against real'}),
      floors.map((f, m) => f ? h('td', {title: `${f.draws} draws of ${f.n} samples, ${levelText(number(f.level))}`},
        h('span', {class: 'value', text: shortText(number(f.median))}), this.strip(m, [], number(f.median), number(f.low), number(f.high), null),
        h('div', {class: 'range', text: rangeText(number(f.low), number(f.high))})) : h('td')));
  }

  row(group) {
    const {view} = this.page, hidden = state.off.includes(group.label);
    const status = [group.diverged && `✕ ${group.diverged} diverged`, group.failed && `✕ ${group.failed} failed`, group.unfinished && `${group.unfinished} unfinished`,
                    group.ranAway && `${group.ranAway} ran away`, group.missing.length && `incomplete: ${plural(group.missing.length, 'seed')} missing`].filter(Boolean).join(' · ');
    return h('tr', {class: hidden ? 'off' : '', onmouseenter: () => view.lift(group.label), onmouseleave: () => view.lift('')},
      h('th', {scope: 'row', class: 'first'}, swatchOf(group.place ?? 0), h('span', {class: 'label', text: group.label}), group.isBaseline ? h('span', {class: 'quiet', text: ' baseline'}) : null,
        Object.keys(group.goesWith).length && this.goesAlong(group) ? h('span', {text: ' †', title: Object.entries(group.goesWith).map(([k, v]) => `${k} = ${v}`).join('\n')}) : null,
        status ? h('div', {class: 'warning small', text: status}) : null),
      group.values.map((value, m) => this.cell(value, m, group)));
  }

  /** The level that all intervals of a metric have; NaN where they differ. */
  sharedLevel(m) {
    const levels = new Set(this.page.view.comparison.groups.map(g => g.values[m].level).filter(level => !Number.isNaN(level)));
    return levels.size === 1 ? [...levels][0] : NaN;
  }

  goesAlong(group) {
    const {groups} = this.page.view.comparison, first = groups.find(g => g.isBaseline) || groups[0];
    return !same(group.goesWith, first.goesWith);
  }

  cell(value, m, group) {
    const panel = this.page.experiment.metrics[m], floor = this.page.experiment.compare.metrics[m].floor;
    const mark = {at: '≈', below: '‡'}[markOf(value.center, floor, panel.better === 'higher')] || '';
    const missing = Number.isNaN(value.center) ? (value.undefinedSeeds.length ? 'not defined' : '–') : '';
    const range = rangeText(value.low, value.high), level = levelText(value.level);
    const shared = !Number.isNaN(this.sharedLevel(m));
    const words = `${value.summary} of ${value.n}: ${exactText(value.center)}${range ? ` · ${level} [${value.low}, ${value.high}]` : ' · no interval below 3 seeds'} · seeds ${value.seeds.map((s, i) => `${s}: ${value.runs[i]}`).join(', ')}`;
    return h('td', {class: value.best ? 'best' : '', title: words},
      h('span', {class: 'value', text: missing || shortText(value.center) + (panel.better === 'neither' ? '' : mark)}),
      this.strip(m, value.runs, value.center, value.low, value.high, group),
      h('div', {class: 'range', text: range ? (shared ? range : `${range} ${level}`) : ''}), this.difference(value, m, group));
  }

  /** The x range of a metric's strips: of the seeds and what they were measured against. */
  range(m) {
    const {comparison} = this.page.view, f = this.page.experiment.compare.metrics[m].floor;
    const values = comparison.groups.flatMap(g => g.values[m].runs).filter(Number.isFinite);
    if (f) values.push(number(f.low), number(f.high));
    if (!values.length) return null;
    return Axis.around(Float64Array.from(values.filter(Number.isFinite)).sort());
  }

  strip(m, runs, center, low, high, group) {
    const axis = this.page.view.comparison.ranges?.[m] ?? ((this.page.view.comparison.ranges ??= {})[m] = this.range(m));
    if (!axis || Number.isNaN(center)) return null;
    const at = v => 4 + Math.max(0, Math.min(1, v === Infinity ? 1 : v === -Infinity ? 0 : axis.place(v) || 0)) * (stripWidth - 8), y = stripHeight / 2;
    const outLow = axis.place(low) < 0 || low === -Infinity, outHigh = axis.place(high) > 1 || high === Infinity || (axis.kind === 'log' && !(high > 0));
    const color = group ? styleOf(group.place ?? 0).color : themeOf().real, picture = svg('svg', {class: 'strip rail', width: stripWidth, height: stripHeight, viewBox: `0 0 ${stripWidth} ${stripHeight}`, 'aria-hidden': 'true'});
    if (!Number.isNaN(low)) {
      const [a, b] = [outLow || (axis.kind === 'log' && !(low > 0)) ? 4 : at(low), outHigh ? stripWidth - 4 : at(high)];
      const heads = (outLow ? `M${a + 4} ${y - 4}L${a - 3} ${y}L${a + 4} ${y + 4}` : '') + (outHigh ? `M${b - 4} ${y - 4}L${b + 3} ${y}L${b - 4} ${y + 4}` : '');
      picture.append(svg('path', {d: `M${round(a)} ${y}H${round(b)}${heads}`, stroke: color, class: 'interval'}));
    }
    const rings = runs.map(v => `M${round(at(v) - 3)} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`).join('');
    if (rings) picture.append(svg('path', {d: rings, stroke: color, class: 'rings'}));
    picture.append(svg('circle', {cx: round(at(center)), cy: y, r: 3.4, fill: color}));
    return picture;
  }

  /** Δ to the baseline: a dot a pair, its interval, p. */
  difference(value, m, group) {
    const d = value.difference, {comparison} = this.page.view;
    if (!comparison.baseline || group.isBaseline) return null;
    if (!d) return h('div', {class: 'delta quiet', text: value.noDifference ? 'not compared' : '', title: value.noDifference});
    if (!d.pairs) return h('div', {class: 'delta quiet', text: 'no pairs'});
    const significant = d.p_holm <= 0.05, range = rangeText(d.low, d.high);
    const words = `Δ ${exactText(d.center)} over ${plural(d.pairs, 'pair')}${range ? ` · ${levelText(d.level)} [${d.low}, ${d.high}]` : ''} · p ${d.p}, after Holm ${d.p_holm}`;
    return h('div', {class: significant ? 'delta' : 'delta quiet', title: words},
      h('span', {class: 'shift', text: `Δ ${shortText(d.center)}`}), this.deltaStrip(m, value, d, group, significant), ` ${range} `,
      Number.isNaN(d.p) ? '' : `p ${general(d.p, 3)} (${general(d.p_holm, 3)})`);
  }

  deltaStrip(m, value, d, group, significant) {
    const base = this.page.view.comparison.groups.find(g => g.isBaseline)?.values[m];
    if (!base) return null;
    const each = d.seeds.map(seed => value.runs[value.seeds.indexOf(seed)] - base.runs[base.seeds.indexOf(seed)]);
    const all = this.page.view.comparison.groups.flatMap(g => { const o = g.values[m].difference; return o ? [o.low, o.high, o.center] : []; }).filter(Number.isFinite).map(Math.abs);
    const most = Math.max(1e-300, ...all, ...each.filter(Number.isFinite).map(Math.abs)), y = 7, w = 70;
    const at = v => round(w / 2 + Math.max(-1, Math.min(1, Number.isNaN(v) ? 0 : v / most)) * (w / 2 - 4));
    const color = significant ? styleOf(group.place ?? 0).color : themeOf().real;
    return svg('svg', {class: 'strip', width: w, height: 14, viewBox: `0 0 ${w} 14`, 'aria-hidden': 'true'},
      svg('line', {x1: w / 2, x2: w / 2, y1: 1, y2: 13, class: 'zero'}),
      Number.isNaN(d.low) ? null : svg('path', {d: `M${at(d.low)} ${y}H${at(d.high)}`, stroke: color, class: 'interval'}),
      svg('path', {d: each.map(v => `M${at(v) - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`).join(''), fill: color}));
  }

  fillControls() {
    const {experiment, view} = this.page, asMade = experiment.at, steps = this.steps();
    if (!experiment.metrics.length) { this.controls.replaceChildren(); return; }
    const exact = meta.exact_metrics, isStep = Number.isFinite(Number(view.at)) && view.at !== '';
    const at = h('select', {'aria-label': 'read at', id: 'at', onchange: event => choose({at: event.target.value === 'step' ? String(steps[steps.length - 1]) : event.target.value})},
      [['last', 'last step'], ['best', 'best step'], ['step', 'step …'], ...(['last', 'best'].includes(asMade) || Number.isFinite(Number(asMade)) ? [] : [[asMade, asMade]])]
        .map(([value, label]) => h('option', {value, text: label, selected: isStep ? value === 'step' : value === view.at})));
    const slider = isStep ? [h('input', {type: 'range', id: 'at-step', 'aria-label': 'step', min: '0', max: String(steps.length - 1), value: String(Math.max(0, lastAtMost(steps, Number(view.at)))),
      oninput: event => { this.stepText.textContent = String(steps[event.target.value]); }, onchange: event => choose({at: String(steps[event.target.value])})}),
      this.stepText = h('output', {text: view.at})] : [];
    const base = h('select', {'aria-label': 'baseline', id: 'baseline', onchange: event => choose({base: event.target.value})},
      h('option', {value: '', text: 'none'}), view.all.map(g => h('option', {value: g.label, text: g.label, selected: g.label === view.baseline})));
    const copy = kind => h('button', {class: 'link', text: kind, 'aria-label': `copy the comparison as ${kind}`, onclick: event => copyComparison(this.page, kind, event.target)});
    this.controls.replaceChildren(h('label', {}, 'at ', at), ...slider, h('label', {}, 'baseline ', base),
      h('span', {class: 'tools'}, h('span', {class: 'quiet', text: 'copy as '}), copy('CSV'), copy('Markdown'), copy('LaTeX')));
    if (!exact) for (const select of [at, base]) select.disabled = true;
  }

  /** All steps at which anything was measured. */
  steps() {
    return this.page.experiment.evaluated ??= [...new Set(this.page.experiment.runs.flatMap(run => { const c = run.columns.get('step', -1); return c ? [...c.values] : []; }))].sort((a, b) => a - b);
  }
}
