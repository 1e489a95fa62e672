// Lines of groups: the mean or the median of their runs at each step at which all of them have a value, with a band.

/** A run's values at some steps: between kept rows straight, where the curve is thinned; NaN where there is none. */
function valuesAt(curve, steps, after) {
  return Float64Array.from(steps, step => {
    const i = lastAtMost(curve.steps, step);
    if (i < 0) return NaN;
    if (curve.steps[i] === step) return curve.values[i];
    if (i + 1 === curve.steps.length) return after;
    if (!curve.thinned) return NaN;
    const t = (step - curve.steps[i]) / (curve.steps[i + 1] - curve.steps[i]);
    return curve.values[i] + t * (curve.values[i + 1] - curve.values[i]);
  });
}

/** All steps of some curves; one and the same array where they share it. */
function sharedSteps(curves) {
  const first = curves[0].steps;
  if (curves.every(c => c.steps.length === first.length && c.steps.every((s, i) => s === first[i]))) return first;
  return Float64Array.from(new Set(curves.flatMap(c => [...c.steps]))).sort();
}

/** What a run counts with behind its end: the worst where it diverged, as in the table. */
const afterEnd = (panel, run) => run.status === 'diverged' && panel.table === 'metrics' ? worstOf(panel, run) : NaN;

/** The line's statistic and the band's kind, where they are left to the page: as in the table, the mean within finite bounds. */
const lineKind = (scale, panel) => state.line !== 'auto' ? state.line : scale === 'linear' && panel.bounded ? 'mean' : 'median';
const bandKind = n => state.band !== 'auto' ? state.band : n < 5 ? 'range' : 'interval';

function bandOf(kind, values, center, panel, runs) {
  if (kind === 'range') return [Math.min(...values), Math.max(...values)];
  if (kind === 'sd') { const d = deviationOf(values); return [center - d, center + d]; }
  const bounds = panel.bounded ? groupBounds(panel, runs) : null;
  const interval = bounds ? gaffkeInterval(values, bounds.lower, bounds.upper) : medianInterval(values);
  return [interval.low, interval.high];
}

/** {steps, x, y, low, high, n, ended} of a group in a panel; null where no run was measured. Made once for a view. */
function lineOf(group, panel, axis, kind, band) {
  group.lines ??= new Map();
  const key = [panel.id, axis, kind, band].join('|');
  if (!group.lines.has(key)) group.lines.set(key, madeLine(group, panel, axis, kind, band));
  return group.lines.get(key);
}

function madeLine(group, panel, axis, kind, band) {
  const runs = group.runs.filter(run => curveOf(run, panel));
  if (!runs.length) return null;
  const curves = runs.map(run => curveOf(run, panel)), steps = sharedSteps(curves), n = runs.length;
  const columns = curves.map((curve, i) => curve.steps === steps ? curve.values : valuesAt(curve, steps, afterEnd(panel, runs[i])));
  const center = kind === 'mean' ? meanOf : medianOf, banded = n > 1 && band !== 'none';
  const y = new Float64Array(steps.length), low = y.slice(), high = y.slice(), values = new Array(n);
  for (let i = 0; i < steps.length; ++i) {
    for (let r = 0; r < n; ++r) values[r] = columns[r][i];
    y[i] = n === 1 ? values[0] : values.some(Number.isNaN) ? NaN : center(values);
    [low[i], high[i]] = banded && !Number.isNaN(y[i]) ? bandOf(band, values, y[i], panel, runs) : [NaN, NaN];
  }
  return {steps, x: placesOf(runs, axis, steps), y, low, high, n, banded, columns,
          ended: runs.some(run => run.status === 'diverged'), constant: curves.every(c => c.constant)};
}

/** Where the steps lie along an axis: the median over the runs. */
function placesOf(runs, axis, steps) {
  return axis === 'step' ? steps : Float64Array.from(steps, step => medianOf(runs.map(run => spentAt(run, axis, step))));
}

/** One run's line, as thin as it is alone. */
function runLine(run, panel, axis) {
  const curve = curveOf(run, panel);
  return curve && {steps: curve.steps, x: placesOf([run], axis, curve.steps), y: curve.values};
}

/** The median of so many rows around each; gaps stay gaps. */
function smoothed(y, rows) {
  if (rows < 3) return y;
  const half = rows >> 1;
  return y.map((v, i) => Number.isNaN(v) ? NaN : medianOf([...y.subarray(Math.max(0, i - half), i + half + 1)].filter(w => !Number.isNaN(w))));
}

/** Is a panel the same as another in every run, to the last bit? Then one picture is enough. */
function twinOf(experiment, panel) {
  if (panel.table !== 'train') return null;
  return experiment.panels.find(other => other.table === 'train' && other.place < panel.place &&
    experiment.runs.every(run => sameCurve(run.columns.entry.train[panel.place], run.columns.entry.train[other.place]))) || null;
}

const sameCurve = (a, b) => a && b ? same(a, b) : !a && !b;

/** "0.002 in all runs", or what its one value a run is; '' where it varies. */
function constancyOf(experiment, panel) {
  const curves = experiment.runs.map(run => curveOf(run, panel)).filter(Boolean);
  if (!curves.length || !curves.every(c => c.constant)) return '';
  const kinds = new Set(curves.map(c => c.values[0]));
  return [...kinds].slice(0, 6).map(v => shortText(v, 4)).join(', ') + (kinds.size > 6 ? ', …' : '') + (kinds.size === 1 ? '' : ' (by run)');
}
