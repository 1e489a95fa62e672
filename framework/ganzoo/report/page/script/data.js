// The page's numbers: meta as it stands in the page, curves and samples unpacked when the script starts.
// store.cpp and snapshots.cpp write what is read here.

const meta = JSON.parse(document.getElementById('meta').textContent);

const axisNames = ['step', 'critic_updates', 'real_seen', 'wall_time'];

/** A number of meta: JSON has no infinities, and null is what is undefined. */
const number = v => v === null || v === undefined ? NaN : v === 'inf' ? Infinity : v === '-inf' ? -Infinity : v;

/** {directory, bytes} of a block, or null where the page has none. */
async function unpacked(id) {
  const text = document.getElementById(id).textContent;
  if (!text) return null;
  const binary = atob(text), packed = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) packed[i] = binary.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const head = parseInt(new TextDecoder().decode(whole.subarray(0, 8)), 16);
  return {directory: JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + head))), bytes: whole.subarray(8 + head)};
}

/** Numbers whose first bytes, second bytes, … lie together. */
function unshuffled(bytes, offset, n, Type) {
  const size = Type.BYTES_PER_ELEMENT, raw = new Uint8Array(n * size);
  for (let k = 0; k < size; ++k)
    for (let i = 0; i < n; ++i) raw[i * size + k] = bytes[offset + k * n + i];
  return new Type(raw.buffer);
}

/**
 * A column: {n, values, rows}. `rows` are the rows whose values are kept; null: all of them.
 * Decoded once; null where the run has none.
 */
function decodedColumn(entry, bytes) {
  if (!entry) return null;
  const [kind, n] = entry;
  if (kind === 'c') return {n, values: new Float64Array(n).fill(number(entry[2])), rows: null, constant: true};
  if (kind === 'a') return {n, values: Float64Array.from({length: n}, (_, i) => entry[2] + i * entry[3]), rows: null};
  if (kind === 'd') return {n, values: unshuffled(bytes, entry[2], n, Float64Array), rows: null};
  if (kind === 'f') return {n, values: Float64Array.from(unshuffled(bytes, entry[2], n, Float32Array)), rows: null};
  const [, , kept, steps, type, offset] = entry, rows = unshuffled(bytes, steps, kept, Uint32Array);
  for (let i = 1; i < kept; ++i) rows[i] += rows[i - 1];
  return {n, rows, values: Float64Array.from(unshuffled(bytes, offset, kept, type === 'd' ? Float64Array : Float32Array))};
}

/** The columns of one run, decoded when they are first asked for. */
class Columns {
  constructor(entry, bytes) {
    this.entry = entry;
    this.bytes = bytes;
    this.decoded = new Map();
  }
  get(table, i) {
    const key = table + i;
    if (!this.decoded.has(key)) {
      const list = this.entry[table];
      this.decoded.set(key, decodedColumn(i < 0 ? list : list && list[i], this.bytes));
    }
    return this.decoded.get(key);
  }
}

/** The greatest i with sorted[i] <= x; -1 where there is none. */
function lastAtMost(sorted, x) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle + 1; else high = middle;
  }
  return low - 1;
}

/** A column's number in a row, straight between those that are kept. */
function inRow(column, row) {
  if (!column.rows) return column.values[row];
  const at = lastAtMost(column.rows, row);
  if (column.rows[at] === row || at + 1 >= column.rows.length) return column.values[at];
  const t = (row - column.rows[at]) / (column.rows[at + 1] - column.rows[at]);
  return column.values[at] + t * (column.values[at + 1] - column.values[at]);
}

/** One experiment of the page with everything that belongs to its runs at hand. */
function experimentOf(index, curves, samples) {
  const own = meta.experiments[index];
  const textOf = (list, i) => list.values[list.of === 0 ? 0 : list.of[i]];
  const runs = own.runs.map((run, i) => ({
    ...run, index: i, columns: new Columns(curves.directory[index][i], curves.bytes),
    labels: Object.fromEntries(own.keys.map(key => [key.name, textOf(key, i)])),
    spec: name => textOf(own.spec.find(key => key.name === name), i),
    provenance: name => { const found = own.provenance.find(p => p.name === name); return found ? textOf(found, i) : ''; },
    measured: own.measured[i],
  }));
  const album = samples && samples.directory[index];
  const metrics = own.metrics.map((m, i) => ({...m, table: 'metrics', place: i, id: m.name}));
  const train = own.train.map((c, i) => ({...c, better: 'neither', table: 'train', place: i, id: 'train/' + c.name}));
  return {
    ...own, index, runs, textOf, metrics, panels: [...metrics, ...train],
    album: album ? {...album, bytes: samples.bytes.subarray(album.offset)} : null,
  };
}

/** A run's curve in a panel: {steps, values}, every number that the page holds; null where it was not measured. */
function curveOf(run, panel) {
  run.curves ??= new Map();
  if (!run.curves.has(panel.id)) {
    const column = run.columns.get(panel.table, panel.place);
    const steps = panel.table === 'metrics' ? run.columns.get('step', -1) : run.columns.get('axes', 0);
    const rows = column && column.rows;
    run.curves.set(panel.id, column && steps ? {
      steps: rows ? Float64Array.from(rows, row => inRow(steps, row)) : steps.values,
      values: column.values, thinned: !!rows, constant: column.constant} : null);
  }
  return run.curves.get(panel.id);
}

/** What a run had spent along an axis when it stood at a step. */
function spentAt(run, axis, step) {
  if (axis === 'step') return step;
  const steps = run.columns.get('axes', 0), column = run.columns.get('axes', axisNames.indexOf(axis));
  if (!steps || !column) return NaN;
  const row = lastAtMost(steps.values, step);
  return row < 0 ? 0 : inRow(column, row);
}
