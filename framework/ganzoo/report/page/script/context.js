// The part of a canvas's context that paint.js draws with, as SVG: one way to paint for screen, PNG, SVG and print.

class SvgContext {
  constructor(width, height) {
    Object.assign(this, {width, height, parts: [], path: '', depth: 0, clips: 0, fillStyle: '#000', strokeStyle: '#000', lineWidth: 1,
                         globalAlpha: 1, font: '10px sans-serif', textAlign: 'left', dash: [], stack: []});
  }
  save() { this.stack.push([{...this, parts: null, stack: null}, this.depth]); }
  restore() {
    const [kept, depth] = this.stack.pop(), {parts, stack, clips} = this;
    for (; this.depth > depth; --this.depth) parts.push('</g>');
    Object.assign(this, kept, {parts, stack, clips, depth});
  }
  beginPath() { this.path = ''; }
  moveTo(x, y) { this.path += `M${round(x)} ${round(y)}`; }
  lineTo(x, y) { this.path += `L${round(x)} ${round(y)}`; }
  closePath() { this.path += 'Z'; }
  rect(x, y, w, height) { this.path += `M${round(x)} ${round(y)}h${round(w)}v${round(height)}h${round(-w)}Z`; }
  arc(x, y, r) { this.path += `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`; }
  setLineDash(dash) { this.dash = dash; }
  clip() {
    const id = `clip${SvgContext.made = (SvgContext.made || 0) + 1}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path}"/></clipPath><g clip-path="url(#${id})">`);
    ++this.depth;
  }
  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(' ')}"` : '';
    if (this.path) this.parts.push(`<path d="${this.path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="round"${dash}${this.opacity()}/>`);
  }
  fill() { if (this.path) this.parts.push(`<path d="${this.path}" fill="${this.fillStyle}"${this.opacity()}/>`); }
  fillRect(x, y, w, height) { this.beginPath(); this.rect(x, y, w, height); this.fill(); }
  fillText(text, x, y) {
    const anchor = {left: 'start', center: 'middle', right: 'end'}[this.textAlign], [, weight, size] = this.font.match(/^(bold )?([\d.]+)px/);
    this.parts.push(`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}"${weight ? ' font-weight="600"' : ''} fill="${this.fillStyle}">${escapedText(text)}</text>`);
  }
  measureText(text) { return measured(this.font, text); }
  opacity() { return this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : ''; }
  text() {
    return `<svg xmlns="${svgNamespace}" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}" font-family="system-ui, 'DejaVu Sans', sans-serif">${this.parts.join('')}</svg>`;
  }
}

const round = v => Math.round(v * 100) / 100;
const escapedText = text => text.replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);

const measuring = document.createElement('canvas').getContext('2d');
function measured(font, text) {
  measuring.font = font;
  return measuring.measureText(text);
}
