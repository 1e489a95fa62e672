// Which runs are shown, and which belong together.

const comparisons = {'<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b};

/** The words of a search, each a test of a run; all must hold. key=value, metric<number, or a part of the run's texts. */
function testsOf(experiment, query) {
  const named = new Map(experiment.numbers.map(n => [n.name, n]));
  return query.split(/\s+/).filter(Boolean).map(word => {
    const parts = word.match(/^([^<>=]+)(<=|>=|<|>|=)(.*)$/);
    if (parts && parts[2] === '=') return run => keyMatches(experiment, run, parts[1], parts[3]);
    if (parts && named.has(parts[1]) && Number.isFinite(Number(parts[3])))
      return run => comparisons[parts[2]](named.get(parts[1]).of(run), Number(parts[3]));
    const plain = word.toLowerCase();
    return run => textOfRun(run).includes(plain);
  });
}

function keyMatches(experiment, run, name, value) {
  if (name === 'status') return run.status === value;
  if (name === 'seed') return String(run.seed) === value;
  const own = run.labels[name] ?? (experiment.spec.some(key => key.name === name) ? run.spec(name) : undefined);
  return own !== undefined && own.replace(/^"|"$/g, '').toLowerCase() === value.toLowerCase();
}

function textOfRun(run) {
  return run.text ??= [run.cell, run.status, `seed=${run.seed}`, ...Object.entries(run.labels).map(([k, v]) => `${k}=${v}`)].join(' ').toLowerCase();
}

function shownRuns(experiment) {
  const tests = testsOf(experiment, state.q);
  return tests.length ? experiment.runs.filter(run => tests.every(test => test(run))) : experiment.runs;
}

const keysOfView = experiment => state.by === null ? experiment.by
  : experiment.keys.map(key => key.name).filter(name => state.by.includes(name));

/** Groups of runs by the view's keys, in compare's order: numbers by value, texts by letters. */
function groupsOf(experiment, runs) {
  const keys = keysOfView(experiment), groups = new Map();
  for (const run of runs) {
    const key = keys.map(name => run.labels[name]), label = key.join(', ') || 'all runs';
    if (!groups.has(label)) groups.set(label, {label, key, runs: []});
    groups.get(label).runs.push(run);
  }
  return [...groups.values()].sort((a, b) => compareKeys(a.key, b.key));
}

function compareKeys(a, b) {
  for (let i = 0; i < a.length; ++i) {
    const [x, y] = [Number(a[i]), Number(b[i])];
    if (a[i] !== '' && b[i] !== '' && Number.isFinite(x) && Number.isFinite(y) && x !== y) return x - y;
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/** What everything on the page shows: made anew when runs, groups or the comparison change. */
function viewOf(experiment) {
  const all = groupsOf(experiment, experiment.runs), runs = shownRuns(experiment), shown = new Set(runs);
  all.forEach((group, place) => { group.place = place; });
  const groups = all.map(g => ({...g, runs: g.runs.filter(run => shown.has(run))})).filter(g => g.runs.length);
  const at = state.at ?? experiment.at, baseline = state.base ?? experiment.baseline;
  const asMade = state.by === null && runs.length === experiment.runs.length && at === experiment.at && baseline === experiment.baseline;
  const comparison = asMade ? givenComparison(experiment) : comparisonOf(experiment, groups, at, baseline, all.length);
  for (const row of comparison.groups) {
    const group = groups.find(g => g.label === row.label);
    if (group) Object.assign(row, {place: group.place, runs: group.runs});
  }
  return {experiment, all, groups, runs, at, baseline, comparison, asMade,
          visible: groups.filter(g => !state.off.includes(g.label))};
}
