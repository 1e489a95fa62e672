// Colours. Six hues that the colour-blind tell apart, and as many again for each way to break a line; a group's colour is
// its place in the grid's order, which no sorting and no filter moves.

const themes = {
  light: {name: 'light', paper: '#ffffff', ink: '#1d1f24', quiet: '#62656e', line: '#e3e3e0', grid: '#ececea', accent: '#2640af', warn: '#b3261e', real: '#8b8e96',
          hues: ['#2640af', '#c02f0a', '#007f73', '#71304b', '#169dd9', '#ab903d'], rest: '#a9abb1'},
  dark: {name: 'dark', paper: '#16181d', ink: '#e6e7ea', quiet: '#a0a4ae', line: '#33363e', grid: '#272a31', accent: '#8ea2ff', warn: '#ff8a80', real: '#868a94',
         hues: ['#5b78ef', '#f29147', '#43fbcd', '#bf638e', '#6ebbe1', '#fadc3d'], rest: '#6b6f79'},
};

const dashes = [[], [7, 3], [2, 3], [8, 3, 2, 3]];
const mostStyles = 24;

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const themeOf = () => themes[state.theme === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : state.theme];

function styleOf(place, theme = themeOf()) {
  if (place >= mostStyles) return {color: theme.rest, dash: [], shape: 0};
  return {color: theme.hues[place % 6], dash: dashes[Math.floor(place / 6)], shape: Math.floor(place / 6)};
}

/** A piece of a group's line, as the legend and the tables show it. */
function swatchOf(place) {
  const {color, dash} = styleOf(place);
  return svg('svg', {width: 24, height: 10, viewBox: '0 0 24 10', 'aria-hidden': 'true', class: 'swatch'},
    svg('line', {x1: 1, y1: 5, x2: 23, y2: 5, stroke: color, 'stroke-width': 2.6, 'stroke-dasharray': dash.join(' ')}));
}

function applyTheme() {
  document.documentElement.dataset.theme = themeOf().name;
}
