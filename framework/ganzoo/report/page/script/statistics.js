// The statistics of `ganzoo compare`, for views that the reader makes: the files of statistics/ in this language, held to
// the program's own numbers by a test. What is random there (beyond 20 pairs, 12 for intervals) is left to the program.

const exactPairs = 20, exactSubsets = 12, intervalFrom = 3;

const ascending = values => Float64Array.from(values).sort();

function meanOf(values) {
  if (!values.length) return NaN;
  let sum = 0;
  for (const v of values) sum += v;
  if (!values.every(Number.isFinite)) return sum;
  const mean = Number.isFinite(sum) ? sum / values.length : values.reduce((part, v) => part + v / values.length, 0);
  return Math.min(Math.max(mean, Math.min(...values)), Math.max(...values));
}

const middleOf = (a, b) => a === b ? a : a / 2 + b / 2;

function medianOf(values) {
  if (!values.length || values.some(Number.isNaN)) return NaN;
  const all = ascending(values), half = all.length >> 1;
  return all.length % 2 ? all[half] : middleOf(all[half - 1], all[half]);
}

function deviationOf(values) {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
}

/** P(Σ D_i z_i > t) for ascending z and D uniform on the simplex, by de Boor's recursion. */
function tailOf(z, t) {
  if (t < z[0]) return 1;
  if (t >= z[z.length - 1]) return 0;
  const g = z.map(x => x > t ? 1 : 0);
  for (let width = 1; width < z.length; ++width)
    for (let i = 0; i + width < z.length; ++i) {
      const low = z[i], high = z[i + width];
      g[i] = t < low ? 1 : t >= high ? 0 : ((high - t) * g[i + 1] + (t - low) * g[i]) / (high - low);
    }
  return g[0];
}

function exceededWith(above, z) {
  let low = z[0], high = z[z.length - 1];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (tailOf(z, middle) > above) low = middle; else high = middle;
  }
}

const centreAlone = (values, center, summary) => ({n: values.length, center, low: NaN, high: NaN, level: NaN, summary, rule: ''});

/** The mean of values within finite bounds (Gaffke 2004). */
function gaffkeInterval(values, lower, upper, level = 0.95) {
  const interval = centreAlone(values, meanOf(values), 'mean');
  if (values.length < intervalFrom || Number.isNaN(interval.center)) return interval;
  const z = [...ascending(values)];
  return {...interval, low: exceededWith((1 + level) / 2, [lower, ...z]), high: exceededWith((1 - level) / 2, [...z, upper]),
          level, rule: 'gaffke'};
}

/** P(Bin(n, ½) ≤ k). */
function fairCoinAtMost(n, k) {
  let term = 0.5 ** n, sum = term;
  for (let i = 1; i <= k; ++i) sum += term *= (n - i + 1) / i;
  return sum;
}

/** The median between two order statistics, with the level that so many values can give. */
function medianInterval(values, level = 0.95) {
  const interval = centreAlone(values, medianOf(values), 'median'), n = values.length;
  if (n < intervalFrom || Number.isNaN(interval.center)) return interval;
  let k = 1;
  while (2 * (k + 1) <= n && 2 * fairCoinAtMost(n, k) <= 1 - level) ++k;
  const all = ascending(values);
  return {...interval, low: all[k - 1], high: all[n - k], level: 1 - 2 * fairCoinAtMost(n, k - 1), rule: 'order statistics'};
}

const hasInfinite = d => d.some(v => v === Infinity || v === -Infinity);

function signedMidranks(d) {
  return d.map(v => {
    const below = d.filter(o => Math.abs(o) < Math.abs(v)).length, equal = d.filter(o => Math.abs(o) === Math.abs(v)).length;
    return v === 0 ? 0 : Math.sign(v) * (below + (equal + 1) / 2);
  });
}

/** Brought near 1 by a power of two. */
function rescaled(d) {
  const largest = Math.max(0, ...d.filter(Number.isFinite).map(Math.abs));
  const scale = largest > 0 ? 2 ** -Math.floor(Math.log2(largest)) : 1;
  return Number.isFinite(scale) && scale > 0 ? d.map(v => v * scale) : d;
}

/** The exact two-sided p of |Σ d| over all signs; NaN beyond 20 pairs. */
function signFlipP(differences) {
  const n = differences.length;
  if (!n || n > exactPairs || differences.some(Number.isNaN)) return NaN;
  const d = hasInfinite(differences) ? signedMidranks(differences) : rescaled(differences);
  const total = d.reduce((a, v) => a + v, 0), size = d.reduce((a, v) => a + Math.abs(v), 0);
  const least = Math.abs(total) - 1e-12 * size;
  let hits = 0, sum = 0;
  for (let i = 0; i < 2 ** n; ++i) {
    const signs = i ^ (i >> 1);
    if (i % 4096 === 0) sum = d.reduce((a, v, k) => a + (signs >> k & 1 ? -v : v), 0);
    else {
      const k = 31 - Math.clz32(i & -i);
      sum += signs >> k & 1 ? -2 * d[k] : 2 * d[k];
    }
    hits += Math.abs(sum) >= least;
  }
  return hits / 2 ** n;
}

function hodgesLehmann(d) {
  const walsh = [];
  for (let i = 0; i < d.length; ++i) for (let j = i; j < d.length; ++j) walsh.push(middleOf(d[i], d[j]));
  return medianOf(walsh);
}

/** The means of all subsets without the outermost 2.5 %; beyond 12 pairs no interval. */
function differenceInterval(d) {
  const infinite = hasInfinite(d), summary = infinite ? 'median' : 'mean';
  const interval = centreAlone(d, infinite ? medianOf(d) : meanOf(d), summary);
  if (d.length < intervalFrom || Number.isNaN(interval.center) || (!infinite && d.length > exactSubsets)) return interval;
  const means = [];
  if (infinite) means.push(...d);
  else for (let i = 1; i < 2 ** d.length; ++i) means.push(meanOf(d.filter((_, k) => i >> k & 1)));
  const all = ascending(means), k = infinite ? 1 : Math.max(1, Math.floor(0.025 * (all.length + 1)));
  return {...interval, low: all[k - 1], high: all[all.length - k], rule: infinite ? 'range' : 'subset means',
          level: infinite ? 1 - 2 * 0.5 ** d.length : 1 - 2 * k / (all.length + 1)};
}

/** Holm's correction; `unseen` tests count as 1. */
function holm(p, unseen = 0) {
  const order = p.map((_, i) => i).filter(i => !Number.isNaN(p[i])).sort((a, b) => p[a] - p[b] || a - b);
  const corrected = p.map(() => NaN);
  let least = 0;
  order.forEach((i, rank) => { corrected[i] = least = Math.max(least, Math.min(1, (order.length + unseen - rank) * p[i])); });
  return corrected;
}

/** The place of the best finite value, the earliest of equals; -1 where there is none. */
function bestPlace(values, higher) {
  let best = -1;
  values.forEach((v, i) => { if (Number.isFinite(v) && (best < 0 || (higher ? v > values[best] : v < values[best]))) best = i; });
  return best;
}

/** For each seed the place with the best mean over the other seeds; -1 where there is none. */
const bestForOthers = (curves, higher) => curves.map((own, seed) =>
  curves.length < 2 ? -1 : bestPlace(Array.from(own, (_, i) => meanOf(curves.filter((_, s) => s !== seed).map(c => c[i]))), higher));
