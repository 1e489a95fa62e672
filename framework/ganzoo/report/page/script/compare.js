// The comparison of a view that the reader has made: other groups, another step, another baseline. The same rules as
// comparison/*.cpp; the view with which the page was made is the program's own result, word for word.

/** The program's result in this page's form. */
function givenComparison(experiment) {
  const {compare} = experiment;
  const groups = compare.groups.map(g => ({
    label: Object.values(g.key).join(', ') || 'all runs', goesWith: g.goes_with, seeds: g.seeds, missing: g.missing_seeds,
    diverged: g.diverged, failed: g.failed, unfinished: g.unfinished, ranAway: g.ran_away, isBaseline: g.baseline,
    values: experiment.metrics.map(m => givenValue(g.values[m.name])),
  }));
  return {groups, baseline: compare.baseline || '', family: compare.test ? compare.test.family : 0, notices: compare.notices,
          summary: experiment.summary, notes: experiment.notes, given: true, refusal: ''};
}

const numbersOf = object => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, v === null || v === 'inf' || v === '-inf' ? number(v) : v]));

function givenValue(v) {
  const d = v.difference;
  return {...numbersOf(v), runs: v.runs.map(number), seeds: v.seeds, undefinedSeeds: v.undefined_seeds, marks: v.marks,
          best: v.among_best, difference: d ? {...numbersOf(d), seeds: d.seeds} : null, noDifference: v.no_difference};
}

const isOver = run => run.status === 'finished' || run.status === 'diverged';

const boundsOf = (panel, run) => ({
  lower: number(Array.isArray(panel.lower) ? panel.lower[run.index] : panel.lower),
  upper: number(Array.isArray(panel.upper) ? panel.upper[run.index] : panel.upper)});

function worstOf(panel, run) {
  const {lower, upper} = boundsOf(panel, run);
  return panel.better === 'higher' ? (Number.isNaN(lower) ? -Infinity : lower)
    : panel.better === 'lower' ? (Number.isNaN(upper) ? Infinity : upper) : NaN;
}

/** Where each run of a group is read: {row} of its evaluations, {worst}, or null where it has no value there. */
function spotsOf(experiment, group, at) {
  if (at === 'best') return bestSpots(experiment, group.runs);
  const limit = at === 'last' ? Infinity : Number(at);
  return group.runs.map(run => {
    if (!isOver(run)) return null;
    if (run.status === 'diverged') return {worst: true};
    const steps = run.columns.get('step', -1), row = steps ? lastAtMost(steps.values, limit) : -1;
    return row < 0 || (Number.isFinite(limit) && run.step < limit) ? null : {row};
  });
}

/** The step best for the other seeds; with samples set aside, each run's own best on those. */
function bestSpots(experiment, runs) {
  const first = experiment.metrics[0], over = runs.filter(isOver), higher = first.better === 'higher';
  if (first.better === 'neither') throw new Error(`${first.name} is better neither lower nor higher: there is no best step`);
  if (over.every(run => run.columns.get('validation', 0))) return runs.map(run => isOver(run) ? ownBest(run, higher) : null);
  if (over.length < 2) throw new Error('the best step is chosen on the other seeds: a group needs two finished ones');
  const shared = over.map(run => new Set(run.columns.get('step', -1).values));
  const steps = [...shared[0]].filter(step => shared.every(set => set.has(step)));
  const row = (run, step) => lastAtMost(run.columns.get('step', -1).values, step);
  const curves = over.map(run => steps.map(step => { const c = run.columns.get('metrics', 0); return c ? c.values[row(run, step)] : NaN; }));
  const chosen = bestForOthers(curves, higher);
  if (chosen.includes(-1)) throw new Error(`${first.name} is finite in all other seeds at no step that all were measured at`);
  return runs.map(run => isOver(run) ? {row: row(run, steps[chosen[over.indexOf(run)]])} : null);
}

function ownBest(run, higher) {
  const values = run.columns.get('validation', 0).values, row = bestPlace([...values], higher);
  return row >= 0 ? {row} : run.status === 'diverged' ? {worst: true} : {row: values.length - 1};
}

/** What varies inside a group besides the seed; '' where nothing does. */
function variationIn(experiment, runs) {
  for (const key of experiment.spec) {
    if (key.of === 0 || key.name === 'seed' || key.name.startsWith('metrics.names')) continue;
    const kinds = new Set(runs.map(run => key.of[run.index]));
    if (kinds.size > 1) return `${key.name}: ${[...kinds].slice(0, 5).map(k => key.values[k] || 'none').join(', ')}`;
  }
  return new Set(runs.map(run => run.measured)).size > 1 ? 'how they were measured' : '';
}

function refusalOf(experiment, groups) {
  if (experiment.made_with) return `This comparison was made with ${experiment.made_with}: ganzoo compare has other views of it.`;
  if (!meta.exact_metrics) return 'The metrics are thinned in this page; ganzoo compare has the other views.';
  for (const group of groups) {
    const varies = variationIn(experiment, group.runs);
    if (varies) return `${group.label}: ${varies} inside the group. Tell them apart by grouping, or choose by searching.`;
    if (new Set(group.runs.map(run => run.seed)).size < group.runs.length) return `${group.label}: a seed stands twice in the group.`;
  }
  return '';
}

/** A view's comparison. `family`: groups before the search took some away. */
function comparisonOf(experiment, groups, at, baseline, family) {
  const refusal = refusalOf(experiment, groups);
  if (refusal) return {groups: [], refusal, notices: [], notes: [], baseline: '', summary: ''};
  try {
    const made = groups.map(group => groupOf(experiment, group, spotsOf(experiment, group, at)));
    const base = made.findIndex(g => g.label === baseline);
    if (base >= 0) addDifferences(experiment, made, base, family - made.length);
    experiment.metrics.forEach((_, m) => markBest(experiment, made, m));
    return {groups: made, baseline: base >= 0 ? baseline : '', family: family - 1, notes: footnotesOf(made), given: false, refusal: '',
            notices: powerNotices(made, family - 1), summary: summaryOf(at, base >= 0 ? baseline : '', family - 1)};
  } catch (error) {
    return {groups: [], refusal: error.message, notices: [], notes: [], baseline: '', summary: ''};
  }
}

function summaryOf(at, baseline, family) {
  const place = at === 'last' ? 'last step' : at === 'best' ? 'at the step best for the other seeds' : `step ${at}`;
  return place + (baseline ? ` · against ${baseline}, paired by seed, exact sign-flip, Holm over ${family}` : '');
}

function groupOf(experiment, group, spots) {
  const count = status => group.runs.filter(run => run.status === status).length;
  const seeds = group.runs.map(run => run.seed), lacks = seeds.filter((_, i) => !spots[i]);
  return {
    label: group.label, runs: group.runs, goesWith: {}, seeds: seeds.filter((_, i) => spots[i]).sort((a, b) => a - b), missing: lacks,
    diverged: count('diverged'), failed: count('failed'), unfinished: count('running') + count('interrupted'),
    ranAway: group.runs.filter(run => run.ran_away !== undefined).length, isBaseline: false,
    values: experiment.metrics.map((panel, m) => valueOf(panel, experiment.compare.metrics[m].floor, group.runs, spots)),
  };
}

/** One measure of one group. */
function valueOf(panel, floor, runs, spots) {
  const read = runs.map((run, i) => {
    const column = run.columns.get('metrics', panel.place), spot = spots[i];
    if (!column || !spot) return null;
    return {run, v: spot.worst ? worstOf(panel, run) : column.values[spot.row]};
  }).filter(Boolean).sort((a, b) => a.run.seed - b.run.seed);
  const any = read.some(({v}) => !Number.isNaN(v));
  for (const cell of read) if (Number.isNaN(cell.v) && any && panel.better !== 'neither') cell.v = worstOf(panel, cell.run);
  const kept = read.filter(({v}) => !Number.isNaN(v)), values = kept.map(({v}) => v);
  const bounds = groupBounds(panel, runs);
  const interval = panel.bounded ? gaffkeInterval(values, bounds.lower, bounds.upper) : medianInterval(values);
  const marks = floor && panel.better !== 'neither' ? values.map(v => markOf(v, floor, panel.better === 'higher')) : [];
  return {...interval, runs: values, seeds: kept.map(({run}) => run.seed), marks, best: false, difference: null, noDifference: '',
          undefinedSeeds: read.filter(({v}) => Number.isNaN(v)).map(({run}) => run.seed),
          mean: meanOf(values), median: medianOf(values),
          worst: !values.length || panel.better === 'neither' ? NaN : panel.better === 'higher' ? Math.min(...values) : Math.max(...values)};
}

function groupBounds(panel, runs) {
  const all = runs.filter(run => run.columns.get('metrics', panel.place)).map(run => boundsOf(panel, run));
  return {lower: Math.min(...all.map(b => b.lower)), upper: Math.max(...all.map(b => b.upper))};
}

/** below: better than real; at: as real samples; above: worse. */
function markOf(value, floor, higher) {
  if (!floor || Number.isNaN(value)) return '';
  if (number(floor.low) <= value && value <= number(floor.high)) return 'at';
  return (value > number(floor.high)) === higher ? 'below' : 'above';
}

/** Why two groups' values of a measure are not compared; '' where they are. */
function obstacleOf(panel, a, b) {
  if (a.runs[0].measured !== b.runs[0].measured) return 'they were measured differently';
  const {of} = panel.units;
  return of !== 0 && of[a.runs[0].index] !== of[b.runs[0].index] ? 'its unit hangs on another key' : '';
}

function differenceOf(panel, a, b, own, other) {
  const pairs = own.seeds.map((seed, i) => [seed, i, other.seeds.indexOf(seed)]).filter(([, , j]) => j >= 0);
  const d = pairs.map(([, i, j]) => own.runs[i] === other.runs[j] ? 0 : own.runs[i] - other.runs[j]);
  const interval = differenceInterval(d), enough = d.length >= intervalFrom;
  const center = !panel.bounded && !hasInfinite(d) ? hodgesLehmann(d) : interval.center;
  return {...interval, center, pairs: d.length, seeds: pairs.map(([seed]) => seed), each: d, mean: meanOf(d),
          p: enough ? signFlipP(d) : NaN, p_holm: NaN, least_p: enough ? 2 * 0.5 ** d.length : NaN};
}

function addDifferences(experiment, groups, base, unseen) {
  groups[base].isBaseline = true;
  experiment.metrics.forEach((panel, m) => {
    groups.forEach((group, g) => {
      if (g === base) return;
      const value = group.values[m];
      value.noDifference = obstacleOf(panel, group, groups[base]);
      if (!value.noDifference) value.difference = differenceOf(panel, group, groups[base], value, groups[base].values[m]);
    });
    const corrected = holm(groups.map(g => g.values[m].difference ? g.values[m].difference.p : NaN), unseen);
    groups.forEach((g, i) => { if (g.values[m].difference) g.values[m].difference.p_holm = corrected[i]; });
  });
}

/** The best group and those not significantly worse, only where one is. */
function markBest(experiment, groups, m) {
  const panel = experiment.metrics[m], higher = panel.better === 'higher';
  const best = bestPlace(groups.map(g => g.values[m].center), higher);
  if (best < 0 || panel.better === 'neither') return;
  if (groups.some((g, i) => i !== best && obstacleOf(panel, g, groups[best]))) return;
  const p = holm(groups.map((g, i) => i === best ? NaN : differenceOf(panel, g, groups[best], g.values[m], groups[best].values[m]).p));
  if (!p.some(q => q <= 0.05)) return;
  groups.forEach((g, i) => { g.values[m].best = i === best || p[i] > 0.05; });
  const asReal = groups.filter(g => g.values[m].marks.length && g.values[m].marks.every(mark => mark === 'at'));
  if (asReal.length > 1) for (const g of asReal) g.values[m].best = false;
}

function powerNotices(groups, family) {
  const told = new Set();
  for (const g of groups) {
    const d = g.values[0] && g.values[0].difference;
    if (d && d.least_p > 0.05 / family) told.add(`${d.pairs} pairs cannot give p below ${general(d.least_p, 6)}; after Holm over ${plural(family, 'group')} ${pairsNeeded(family)} seeds are needed`);
  }
  return [...told];
}

function pairsNeeded(family) {
  let n = 1;
  while (2 * 0.5 ** n > 0.05 / family) ++n;
  return n;
}

function footnotesOf(groups) {
  const has = mark => groups.some(g => g.values.some(v => v.marks.includes(mark)));
  return [has('at') && '≈ cannot be told from real samples of that number',
          has('below') && '‡ better than real samples: copied or shared ones, or a biased metric'].filter(Boolean);
}
