// Numbers and texts as people read them. shortText is short_text of wording.cpp.

/** `digits` significant ones, whole where those are all digits before the point: 7.14, 0.0262, 918, 1.2e+09. */
function shortText(v, digits = 3) {
  if (Number.isNaN(v) || v === null || v === undefined) return '–';
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '−inf';
  const size = Math.abs(v), brief = general(v, digits);
  return size >= 10 ** (digits - 1) && size < 1e7 && brief.includes('e') ? v.toFixed(0).replace('-', '−') : brief;
}

/** C's %.{wanted}g. */
function general(v, wanted) {
  if (v === 0) return '0';
  const [mantissa, exponent] = v.toExponential(wanted - 1).split('e');
  const power = Number(exponent);
  const bare = text => text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const text = power < -4 || power >= wanted
    ? `${bare(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
    : bare(v.toFixed(Math.max(0, wanted - 1 - power)));
  return text.replace(/^-/, '−');
}

const rangeText = (low, high) => Number.isNaN(low) ? '' : `[${shortText(low, 2)}, ${shortText(high, 2)}]`;
const levelText = level => Number.isNaN(level) ? '' : `${general(100 * level, 4)} %`;

/** Every digit of a number. */
const exactText = v => Number.isNaN(v) ? 'undefined' : String(v);

/** 2k, 1.5M along an axis; powers of ten far out as 1e12. */
function tickText(v) {
  const size = Math.abs(v);
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return general(v, 3).replace('e+0', 'e').replace('e+', 'e').replace('e-0', 'e−').replace('e-', 'e−');
  if (size >= 1e6) return general(v / 1e6, 4) + 'M';
  if (size >= 1e4) return general(v / 1e3, 4) + 'k';
  return general(v, 6);
}

const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
const arrowOf = better => better === 'higher' ? ' ↑' : better === 'lower' ? ' ↓' : '';
const unitOf = unit => unit && unit !== '1' ? ` (${unit})` : '';
/** "modes.covered ↑ (nats)" */
const headingOf = panel => panel.name + arrowOf(panel.better) + unitOf(panel.unit);

const axisLabels = {step: 'step', critic_updates: 'critic updates', real_seen: 'real samples seen', wall_time: 'wall time (s)'};

/** An element. Attributes beginning with "on" are listeners; children are elements or texts, and nothing is ever parsed as HTML. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = value;
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}
