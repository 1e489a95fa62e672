// Single numbers of runs: what the search compares, the scatter and the parallel coordinates draw, the table of runs sorts.

/** The last value of a run's curve. */
function lastOf(run, panel) {
  const curve = curveOf(run, panel);
  return curve && curve.values.length ? curve.values[curve.values.length - 1] : NaN;
}

/** Every number that runs have: {name, of(run), better}, metrics first, then what was trained, then the keys. */
function numbersOfRuns(experiment) {
  const list = [{name: 'seed', of: run => run.seed}, {name: 'step', of: run => run.step},
                {name: 'wall_time', of: run => spentAt(run, 'wall_time', Infinity)}];
  for (const panel of experiment.panels) list.push({name: panel.id, of: run => lastOf(run, panel), better: panel.better, panel});
  for (const key of experiment.spec)
    if (key.of !== 0 && key.name !== 'seed' && key.values.every(v => v === '' || Number.isFinite(Number(v))))
      list.push({name: key.name, of: run => { const v = key.values[key.of[run.index]]; return v === '' ? NaN : Number(v); }, key: true});
  return list;
}
