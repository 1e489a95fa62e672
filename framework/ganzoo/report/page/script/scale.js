// Axes: linear, logarithmic, and symmetric-logarithmic (linear near 0). The same as picture/axis.cpp and ticks.hpp, held
// to one table of cases by the tests of both.

const wide = 1e3, explosive = 200, margin = 0.06, mostDecades = 6;

/** About five round numbers in [low, high]. */
function roundNumbers(low, high) {
  const raw = (high - low) / 5, power = 10 ** Math.floor(Math.log10(raw)), part = raw / power;
  const step = power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
  const at = [];
  for (let n = Math.ceil(low / step); n * step <= high; ++n) at.push(n * step + 0);
  return at;
}

const quantileOf = (sorted, part) => sorted[Math.floor(part * (sorted.length - 1))];

class Axis {
  constructor(kind, low, high, bend = 1) {
    Object.assign(this, {kind, bend, low, high});
  }

  /** Over all of the values, sorted and finite; of this kind where it can be, else of the kind that shows them all. */
  static around(sorted, kind = 'auto') {
    const sizes = Float64Array.from(sorted, Math.abs).sort(), typical = quantileOf(sizes, 0.5);
    const least = sorted[0], most = sorted[sorted.length - 1];
    let chosen = kind;
    if (kind === 'auto')
      chosen = least > 0 && quantileOf(sorted, 0.98) > wide * quantileOf(sorted, 0.02) ? 'log'
        : typical > 0 && sizes[sizes.length - 1] > explosive * typical ? 'symlog' : 'linear';
    if (chosen === 'log' && !(least > 0)) chosen = 'symlog';
    const axis = new Axis(chosen, 0, 1, chosen === 'symlog' ? typical || sizes.find(v => v > 0) || 1 : 1);
    axis.spread(axis.bent(least), axis.bent(most));
    return axis;
  }

  /** From bent low to bent high with a margin. */
  spread(low, high) {
    if (!(high - low > 1e-12 * (Math.abs(high) + Math.abs(low)))) {
      low -= 0.5 + Math.abs(low) / 2;
      high += 0.5 + Math.abs(high) / 2;
    }
    this.low = low - margin * (high - low);
    this.high = high + margin * (high - low);
  }

  /** Where the axis is linear: in the value, its logarithm, or asinh(value/bend) in decades. */
  bent(v) {
    if (this.kind === 'log') return Math.log10(v);
    return this.kind === 'symlog' ? Math.asinh(v / this.bend) / Math.LN10 : v;
  }
  unbent(b) {
    if (this.kind === 'log') return 10 ** b;
    return this.kind === 'symlog' ? this.bend * Math.sinh(b * Math.LN10) : b;
  }
  /** 0 at the low end, 1 at the high one. */
  place(v) { return (this.bent(v) - this.low) / (this.high - this.low); }
  value(place) { return this.unbent(this.low + place * (this.high - this.low)); }

  ticks() {
    if (this.kind === 'linear') return roundNumbers(this.low, this.high);
    const at = [], add = v => { const p = this.place(v); if (p >= 0 && p <= 1) at.push(v); };
    const symlog = this.kind === 'symlog';
    const most = symlog ? Math.max(Math.abs(this.low), Math.abs(this.high)) + Math.log10(this.bend / 2) : this.high;
    const least = symlog ? Math.log10(this.bend) : this.low;
    if (!symlog && most - least < 1) return roundNumbers(10 ** least, 10 ** most);
    const stride = Math.max(1, Math.ceil((most - least) / mostDecades));
    if (symlog) add(0);
    for (let n = Math.ceil(least); n <= most; n += stride) {
      add(Number(`1e${n}`));
      if (symlog) add(-Number(`1e${n}`));
    }
    return at;
  }
}
