// What the reader has chosen, in the address behind '#': a link or a reload returns the same view. Only what differs from
// the default stands there; what is unknown or of another form is ignored.

const oneOf = (...values) => ({read: text => values.includes(text) ? text : undefined, write: v => v});
const words = {read: text => text.split(',').map(decodeURIComponent), write: list => list.map(encodeURIComponent).join(',')};
const text = {read: raw => decodeURIComponent(raw).slice(0, 1000), write: v => encodeURIComponent(v)};
const whole = {read: raw => /^\d{1,9}$/.test(raw) ? Number(raw) : undefined, write: String};
const flag = {read: raw => raw === '1' ? true : undefined, write: () => '1'};
const span = {
  read: raw => { const ends = raw.split(':').map(Number); return ends.length === 2 && ends[0] < ends[1] && ends.every(Number.isFinite) ? ends : undefined; },
  write: ends => ends.map(v => Number(v.toPrecision(6))).join(':'),
};

const choices = {
  e: [whole, 0],                                                            // the experiment
  q: [text, ''],                                                            // search
  by: [words, null],                                                        // keys that make groups; null: compare's
  x: [oneOf(...axisNames), 'step'],
  y: [oneOf('auto', 'linear', 'log', 'symlog'), 'auto'],
  line: [oneOf('auto', 'mean', 'median'), 'auto'],
  band: [oneOf('auto', 'range', 'interval', 'sd', 'none'), 'auto'],
  seeds: [flag, false],                                                     // single runs as thin lines
  smooth: [oneOf('1', '5', '15', '51'), '1'],
  clip: [flag, false],                                                      // y from the 1st to the 99th percentile
  theme: [oneOf('auto', 'light', 'dark'), 'auto'],
  off: [words, []],                                                         // groups that are hidden
  sort: [text, ''],                                                         // of the comparison: a column, with - in front: backwards
  groups: [whole, 0],                                                       // rows of the comparison; 0: as many as a page bears
  at: [text, null],                                                         // last | best | a step; null: as the page was made
  base: [text, null],                                                       // the baseline's group; null: as the page was made
  z: [span, null],                                                          // what is shown of the x axis
  big: [text, ''],                                                          // the panel that is alone
  snap: [whole, null],                                                      // the snapshot; null: the last
  seed: [whole, null],                                                      // whose samples are shown
  sx: [text, ''], sy: [text, ''],                                           // the axes of the scatter
  pc: [flag, false],                                                        // parallel coordinates are open
  rows: [whole, 50],                                                        // of the table of runs
  cols: [words, null],                                                      // of the table of runs; null: all but those of the training
  rsort: [text, ''],
  diff: [words, []],                                                        // cells whose specs are compared
  all: [flag, false],                                                       // of the spec, not the differences alone
  sel: [text, ''],                                                          // the run that is lifted everywhere
  top: [whole, 0],                                                          // how far the page is scrolled
};

const defaults = Object.fromEntries(Object.entries(choices).map(([name, [, value]]) => [name, value]));

function stateOf(hash) {
  const state = {...defaults};
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [name, raw] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)];
    if (!Object.hasOwn(choices, name)) continue;
    try {
      const value = choices[name][0].read(raw);
      if (value !== undefined) state[name] = value;
    } catch { /* no percent-encoded text: ignored */ }
  }
  return state;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function hashOf(state) {
  return '#' + Object.keys(choices).filter(name => !same(state[name], defaults[name]))
    .map(name => `${name}=${choices[name][0].write(state[name])}`).join('&');
}

const state = stateOf(location.hash);

/** Changes choices, writes the address, and tells the page's parts which have changed. */
function choose(changes) {
  const changed = Object.keys(changes).filter(name => !same(state[name], changes[name]));
  Object.assign(state, changes);
  history.replaceState(null, '', hashOf(state));
  if (changed.length) refresh(new Set(changed));
}
