// What the generators drew over their training, side by side: points, numbers on the line, or images, real ones beside.

class Samples {
  constructor(page) {
    this.page = page;
    this.controls = h('div', {class: 'controls'});
    this.figures = h('div', {class: 'samples'});
    this.timer = 0;
  }

  elements() { return [this.controls, this.figures]; }

  get album() { return this.page.experiment.album; }

  /** All steps of which a visible group has a snapshot. */
  steps() {
    const runs = this.page.view.visible.map(group => this.runOf(group)).filter(Boolean);
    return [...new Set(runs.flatMap(run => this.album.runs[run.index].steps))].sort((a, b) => a - b);
  }

  /** The run whose samples a group shows: of the chosen seed, else the first that has some. */
  runOf(group) {
    const having = group.runs.filter(run => this.album.runs[run.index]);
    return having.find(run => run.seed === state.seed) || having[0];
  }

  refresh() {
    const section = this.figures.closest('section');
    if (section) section.hidden = !this.album;
    if (!this.album) { this.figures.replaceChildren(); return; }
    this.fillControls();
    const squares = this.page.view.visible.slice(0, 60).map(group => this.square(group)).filter(Boolean);
    if (this.album.kind === 'images' && this.album.real) squares.unshift(this.realSquare());
    this.figures.replaceChildren(...squares);
    this.paint();
  }

  fillControls() {
    const steps = this.steps(), place = state.snap === null ? steps.length - 1 : Math.min(state.snap, steps.length - 1);
    const seeds = [...new Set(this.page.view.runs.filter(run => this.album.runs[run.index]).map(run => run.seed))].sort((a, b) => a - b);
    this.slider = h('input', {type: 'range', id: 'snapshot', 'aria-label': 'snapshot', min: '0', max: String(Math.max(0, steps.length - 1)), value: String(place),
      oninput: event => { choose({snap: Number(event.target.value)}); }});
    this.stepText = h('output', {text: `step ${steps[place] ?? ''}`});
    this.marks = h('span', {class: 'quiet'});
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.controls.replaceChildren(
      steps.length > 1 && !still ? h('button', {class: 'play', 'aria-label': 'play', text: this.timer ? '❚❚' : '▶', onclick: () => this.play()}) : '',
      steps.length > 1 ? this.slider : '', this.stepText,
      seeds.length > 1 ? h('label', {}, 'seed ', h('select', {id: 'seed', onchange: event => choose({seed: Number(event.target.value)})},
        seeds.map(seed => h('option', {value: String(seed), text: String(seed), selected: seed === (state.seed ?? seeds[0])})))) : '', this.marks);
    this.shownSteps = steps;
    this.shownPlace = place;
  }

  /** The slider moved: other pictures in the same squares. */
  step() {
    const place = state.snap === null ? this.shownSteps.length - 1 : Math.min(state.snap, this.shownSteps.length - 1);
    this.shownPlace = place;
    this.slider.value = String(place);
    this.stepText.textContent = `step ${this.shownSteps[place] ?? ''}`;
    this.paint();
  }

  /** Twenty frames in four seconds, once. */
  play() {
    const stop = () => { clearInterval(this.timer); this.timer = 0; const button = this.controls.querySelector('.play'); if (button) button.textContent = '▶'; };
    if (this.timer) { stop(); return; }
    let place = this.shownPlace >= this.shownSteps.length - 1 ? -1 : this.shownPlace;
    this.controls.querySelector('.play').textContent = '❚❚';
    this.timer = setInterval(() => {
      if (++place >= this.shownSteps.length) { stop(); return; }
      choose({snap: place === this.shownSteps.length - 1 ? null : place});
    }, 200);
  }

  square(group) {
    const run = this.runOf(group);
    if (!run) return null;
    const canvas = h('canvas', {class: 'square', role: 'img', 'aria-label': `samples of ${group.label}`}), outside = h('span', {class: 'quiet'});
    const figure = h('figure', {}, canvas, h('figcaption', {}, swatchOf(group.place), h('span', {class: 'name', text: group.label, title: run.cell}), outside));
    figure.sample = {group, run, canvas, outside};
    return figure;
  }

  realSquare() {
    const canvas = h('canvas', {class: 'square', role: 'img', 'aria-label': 'real samples'}), outside = h('span');
    const figure = h('figure', {}, canvas, h('figcaption', {}, h('span', {class: 'name', text: 'real'})));
    figure.sample = {canvas, outside, real: true};
    return figure;
  }

  paint() {
    for (const figure of this.figures.children) if (figure.sample) this.paintSquare(figure.sample);
  }

  /** The entry of a run that is nearest before the chosen step. */
  entryOf(run) {
    const {steps, at} = this.album.runs[run.index], step = this.shownSteps[this.shownPlace];
    return at[Math.max(0, lastAtMost(steps, step))];
  }

  paintSquare({group, run, canvas, outside, real}) {
    const side = Math.max(40, canvas.clientWidth || 180), context = sized(canvas, side, side), theme = themeOf();
    context.clearRect(0, 0, side, side);
    if (this.album.kind === 'images') { paintImages(context, this.album, real ? this.album.real : this.entryOf(run), side); return; }
    const entry = this.entryOf(run), color = styleOf(group.place, theme).color;
    const paint = this.album.kind === 'line' ? paintHistogram : paintPoints;
    if (this.album.real) paint(context, this.album, this.album.real, side, theme.real, true);
    paint(context, this.album, entry, side, color, false);
    const n = entry[1] + (this.album.kind === 'points' ? entry[2] : 0);
    outside.textContent = entry[2] ? `${entry[2]} of ${n} outside` : '';
  }

  /** The crosshair's place: which snapshot is nearest to it. */
  mark(x) {
    if (!this.album || !this.marks) return;
    if (Number.isNaN(x) || state.x !== 'step' || !this.shownSteps.length) { this.marks.textContent = ''; return; }
    const nearest = this.shownSteps.reduce((best, s) => Math.abs(s - x) < Math.abs(best - x) ? s : best);
    this.marks.textContent = `at the crosshair: snapshot of step ${nearest}`;
  }
}

function paintPoints(context, album, [offset, n], side, color, isReal) {
  const {bytes} = album, place = v => 3 + v / 255 * (side - 6), radius = side > 150 ? 1.5 : 1.1;
  context.fillStyle = color;
  context.globalAlpha = isReal ? 0.45 : 0.75;
  context.beginPath();
  for (let i = 0; i < n; ++i) {
    const x = place(bytes[offset + i]), y = side - place(bytes[offset + n + i]);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 7);
  }
  context.fill();
  context.globalAlpha = 1;
}

/** The densities' shapes: real as an area, generated as a line. */
function paintHistogram(context, album, [offset, n], side, color, isReal) {
  const {bytes, real} = album, bins = 64, count = (at, i) => bytes[at + i] + 256 * bytes[at + bins + i];
  const shares = Array.from({length: bins}, (_, i) => count(offset, i) / n);
  const most = real ? Math.max(...Array.from({length: bins}, (_, i) => count(real[0], i) / real[1])) * 1.5 : Math.max(...shares) * 1.1;
  const x = i => i / bins * side, y = share => side - 3 - Math.min(1.05, share / most) * (side - 8);
  context.beginPath();
  context.moveTo(0, side - 3);
  shares.forEach((share, i) => { context.lineTo(x(i), y(share)); context.lineTo(x(i + 1), y(share)); });
  context.lineTo(side, side - 3);
  context.globalAlpha = isReal ? 0.3 : 1;
  context[isReal ? 'fillStyle' : 'strokeStyle'] = color;
  context.lineWidth = 1.8;
  if (isReal) context.fill(); else context.stroke();
  context.globalAlpha = 1;
}

/** Sixteen images or fewer in a square, as sharp as they are. */
function paintImages(context, album, [offset, n], side) {
  const {bytes, height, width, channels} = album, across = Math.ceil(Math.sqrt(n)), sheet = document.createElement('canvas');
  Object.assign(sheet, {width: across * width, height: Math.ceil(n / across) * height});
  const own = sheet.getContext('2d'), picture = own.createImageData(sheet.width, sheet.height);
  for (let i = 0; i < n; ++i)
    for (let y = 0; y < height; ++y)
      for (let x = 0; x < width; ++x) {
        const to = 4 * ((Math.floor(i / across) * height + y) * sheet.width + (i % across) * width + x);
        for (let c = 0; c < 3; ++c) picture.data[to + c] = 17 * bytes[offset + ((i * height + y) * width + x) * channels + Math.min(c, channels - 1)];
        picture.data[to + 3] = 255;
      }
  own.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet, 0, 0, side, side * sheet.height / sheet.width);
}
